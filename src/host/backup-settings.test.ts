import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Settings } from '../contract/settings.ts'
import { merged, withoutNulls } from '../kit/tree.ts'
import { settingsChangeFor, settingsToKeep } from './backup-settings.ts'

const some = fc.record({
  name: fc.constantFrom('Ada', 'Bob'),
  admission: fc.constantFrom({}, { mode: 'locked' as const }, { mode: 'ask' as const }),
  network: fc.constantFrom({}, { mdns: false }, { listen: ['/ip4/10.0.0.1/tcp/1'] }),
  identity: fc.constantFrom({}, { keyStore: 'sealed-file' as const }),
  bandwidth: fc.constantFrom(
    {},
    { profiles: { night: { uploadBytesPerSecond: 5 } } },
    { override: { profile: 'night', until: null } },
  ),
  desktop: fc.constantFrom({}, { startAtLogin: true }),
})

it('keeps what differs from the defaults and belongs to no machine', () => {
  const settings = Settings.parse({
    name: 'Ada',
    admission: { mode: 'ask' },
    network: { listen: [], bootstrap: ['x'] },
    identity: { keyStore: 'keychain', requirePassphrase: true },
    desktop: { startAtLogin: true },
    bandwidth: { profiles: { night: {} }, override: { profile: 'night' } },
    appearance: { theme: 'dark' },
  })
  expect(settingsToKeep(settings)).toEqual({
    name: 'Ada',
    network: { bootstrap: ['x'] },
    bandwidth: { profiles: { night: { uploadBytesPerSecond: 0, downloadBytesPerSecond: 0 } } },
    appearance: { theme: 'dark' },
  })
  expect(settingsToKeep(Settings.parse({}))).toEqual({})
})

it('makes a machine what the other one was, besides what belongs to machines', () => {
  fc.assert(
    fc.property(some, some, (here, there) => {
      const kept = settingsToKeep(Settings.parse(there))
      const change = settingsChangeFor(Settings.parse(here), kept)
      const after = Settings.parse(withoutNulls(merged(here, change)))
      expect(settingsToKeep(after)).toEqual(kept)
      expect(after.identity).toEqual(Settings.parse(here).identity)
      expect(after.network.listen).toEqual(Settings.parse(here).network.listen)
    }),
    { numRuns: 200 },
  )
})

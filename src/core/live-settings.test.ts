import { describe, expect, it } from 'vitest'
import { KithError } from '../contract/errors.ts'
import { Settings, type SettingsChange } from '../contract/settings.ts'
import { merged, withoutNulls } from '../kit/tree.ts'
import { createLiveSettings, type SettingsChanged } from './live-settings.ts'

/** A file in memory under flags, as the host lays them over one another. */
function setup({
  file = {},
  flags = {},
  overridden = [] as string[],
}: {
  file?: object
  flags?: object
  overridden?: string[]
} = {}) {
  const saved: SettingsChange[] = []
  const disk = { tree: { ...file } as Record<string, unknown>, broken: null as KithError | null }
  const load = (): Settings => Settings.parse(merged(withoutNulls(disk.tree), { ...flags }))
  const live = createLiveSettings(
    {
      saveSettings(change) {
        if (disk.broken) throw disk.broken
        saved.push(change)
        disk.tree = withoutNulls(merged(disk.tree, change))
      },
      loadSettings() {
        if (disk.broken) throw disk.broken
        return { settings: load(), overridden }
      },
    },
    load(),
  )
  const heard: SettingsChanged[] = []
  live.changed.on((change) => heard.push(change))
  return { live, saved, disk, heard }
}
const failure = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}

describe('live settings', () => {
  it('change in part, hold at once, are written, and everybody hears of it', () => {
    const { live, saved, heard } = setup({ file: { limits: { perPeer: 3 } } })
    const change = { admission: { mode: 'learn' }, limits: { perIpv4: 4 } }
    expect(live.change(change)).toEqual(['admission.mode', 'limits.perIpv4'])
    expect(live.current).toMatchObject({ admission: { mode: 'learn' }, limits: { perIpv4: 4, perPeer: 3 } })
    expect(saved).toEqual([change])
    expect(heard.map(({ before, after }) => [before.admission.mode, after.admission.mode])).toEqual([['ask', 'learn']])
    expect(live.view()).toEqual({ settings: live.current, needRestart: [], overridden: [] })
    expect(live.change({ limits: { perIpv4: 4 } })).toEqual([])
    expect(heard.length).toBe(1)
  })

  it('go back to the default with null, singly or a whole section', () => {
    const { live, disk } = setup({ file: { name: 'x', limits: { perPeer: 3, perIpv4: 4 }, audit: { maxAgeDays: 1 } } })
    expect(live.change({ limits: { perPeer: null }, audit: null })).toEqual(['limits.perPeer', 'audit.maxAgeDays'])
    expect(live.current).toMatchObject({ name: 'x', limits: { perPeer: 8, perIpv4: 4 }, audit: { maxAgeDays: 90 } })
    live.change({ limits: null, name: null })
    expect(live.current).toEqual(Settings.parse({}))
    expect(disk.tree).toEqual({})
  })

  it.each([
    [{ limits: { perPeer: 0 } }, 'limits.perPeer'],
    [{ limits: { perPeer: 'many' } }, 'limits.perPeer'],
    [{ admission: { mode: 'maybe' }, name: 'y' }, 'admission.mode'],
    [{ grants: { verified: ['fly'] } }, 'grants.verified.0'],
    [{ limits: 5 }, 'limits'],
    [{ nonsense: 1 }, 'nonsense'],
    [{ limits: { nonsense: 1 } }, 'limits.nonsense'],
    [{ limits: { connections: 50 } }, 'limits.reservedForTrusted'],
    [{ name: '\u0000' }, 'name'],
  ])('refuse %j, name the place and keep everything as it is', (change, path) => {
    const { live, saved, heard } = setup({ file: { name: 'x' } })
    const before = live.current
    const error = failure(() => live.change(change))
    expect(error).toMatchObject({ name: 'InvalidConfig', details: { path } })
    expect((error as KithError).message).toMatch(
      new RegExp(`^${path.replaceAll('.', '\\.')}: .*Nothing was changed\\.$`),
    )
    expect([live.current, saved, heard]).toEqual([before, [], []])
  })

  it('stay as they are when they cannot be written', () => {
    const { live, disk, heard } = setup()
    disk.broken = new KithError('InvalidConfig', 'A setting is wrong (settings.yaml): line 3')
    expect(failure(() => live.change({ name: 'x' }))).toBe(disk.broken)
    expect([live.current.name, heard]).toEqual([undefined, []])
    expect(live.view().overridden).toEqual([])
  })

  it('that only a start reads are told apart', () => {
    const { live } = setup({ file: { name: 'x' } })
    live.change({
      network: { mdns: false },
      privacy: { encryptionAtRest: false },
      heartbeat: { misses: 5 },
      reconnect: { baseMs: 500 },
      name: null,
    })
    expect(live.view().needRestart).toEqual(['name', 'network.mdns', 'privacy.encryptionAtRest'])
    live.change({ network: { mdns: null }, name: 'y' })
    expect(live.view().needRestart).toEqual(['privacy.encryptionAtRest'])
  })

  it('that the command line decides go on as they are; the wish is written', () => {
    const { live, saved, heard } = setup({ flags: { name: 'flag' }, overridden: ['name'] })
    expect(live.change({ name: 'wish', limits: { perPeer: 2 } })).toEqual(['limits.perPeer'])
    expect([live.current.name, live.current.limits.perPeer, saved.length, heard.length]).toEqual(['flag', 2, 1, 1])
    expect(live.view()).toMatchObject({ overridden: ['name'], needRestart: [] })
    live.change({ name: null })
    expect(live.current.name).toBe('flag')
  })

  it('are read again, all or nothing', () => {
    const { live, disk, heard } = setup()
    disk.tree = { name: 'edited', network: { mdns: false } }
    expect(live.reload()).toEqual(['network.mdns', 'name'])
    expect(live.current.name).toBe('edited')
    expect(live.view().needRestart).toEqual(['network.mdns'])
    disk.broken = new KithError('InvalidConfig', 'A setting is wrong (settings.yaml): name: too long')
    expect(failure(() => live.reload())).toBe(disk.broken)
    expect([live.current.name, heard.length]).toEqual(['edited', 1])
  })
})

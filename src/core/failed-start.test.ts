import { expect, it } from 'vitest'
import { createSwitchboard } from '../../tests/harness/fake-network.ts'
import { FakeStore } from '../../tests/harness/fake-store.ts'
import { ManualClock } from '../../tests/harness/manual-clock.ts'
import { quietHost } from '../../tests/harness/quiet-host.ts'
import { testPeerId, testSeed } from '../../tests/harness/test-peers.ts'
import { KithError } from '../contract/errors.ts'
import { Settings } from '../contract/settings.ts'
import { silentLog } from '../kit/log.ts'
import { createNode } from './create-node.ts'

it('a node that cannot listen leaves no timer behind, whatever it was about to watch', async () => {
  const clock = new ManualClock()
  const store = new FakeStore()
  const nowMs = clock.wallMs()
  store.putBan({ peerId: testPeerId(2), untilMs: nowMs + 60_000, by: 'person' })
  store.putInvite({
    id: 'open',
    secretDigest: new Uint8Array(32),
    note: null,
    createdAtMs: nowMs,
    expiresAtMs: nowMs + 60_000,
    revokedAtMs: null,
    usedBy: null,
    usedAtMs: null,
  })
  const settings = Settings.parse({})
  const node = await createNode(
    {
      clock,
      random: () => 0.5,
      store,
      log: silentLog,
      saveSettings: () => {},
      loadSettings: () => ({ settings, overridden: [] }),
      ...quietHost(),
      notify: () => {},
    },
    {
      identity: { seed: testSeed(1), dataKey: new Uint8Array(32), keptIn: 'insecure-file', created: true },
      settings,
      name: 'node',
      version: '0',
      pid: 1,
      warnings: [],
    },
    {
      createNetwork: ({ gate }) =>
        Promise.resolve({
          ...createSwitchboard({ clock }).join({ peerId: testPeerId(1), gate }),
          start: () => Promise.reject(new KithError('ConnectionFailed', 'Nothing can be listened on.')),
        }),
    },
  )
  await expect(node.start()).rejects.toThrow('Nothing can be listened on.')
  await node.stop()
  expect(clock.pending).toBe(0)
})

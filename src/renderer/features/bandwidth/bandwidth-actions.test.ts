import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { bandwidthView, createFakeBridge } from '../../../../tests/harness/fake-bridge.ts'
import { ManualClock, settled } from '../../../../tests/harness/manual-clock.ts'
import { createNodeClient } from '../../../contract/client.ts'
import { KithError } from '../../../contract/errors.ts'
import { Settings } from '../../../contract/settings.ts'
import type { SettingsView } from '../../../contract/settings-view.ts'
import { createBandwidthStore } from '../../stores/bandwidth-store.ts'
import type { Mirrored } from '../../stores/mirror.ts'
import { createToasts } from '../../stores/toast-store.ts'
import { changeProfile, override, setCap, setSchedule } from './bandwidth-actions.ts'

function setUp() {
  const clock = new ManualClock()
  const view: SettingsView = { settings: Settings.parse({}), needRestart: [], overridden: [] }
  const bridge = createFakeBridge({ 'settings.set': () => view })
  const client = createNodeClient(bridge)
  const toasts = createToasts(clock)
  const settings = createStore<Mirrored<SettingsView>>(() => ({ value: view, error: null }))
  const bandwidth = createBandwidthStore(client, clock)
  const said = () => toasts.store.getState().toasts.map(({ tone, text }) => `${tone}: ${text}`)
  const undo = async () => {
    toasts.undoLast()
    await settled()
  }
  const sent = () => bridge.asked.splice(0).map(([, input]) => input)
  return { bridge, needs: { client, toasts, settings, bandwidth, clock }, said, undo, sent }
}

test('a cap is one value of the normal profile', async () => {
  const { needs, sent } = setUp()
  expect(await setCap(needs, 'up', 1_024)).toBe(true)
  expect(sent()).toEqual([{ change: { bandwidth: { profiles: { normal: { uploadBytesPerSecond: 1_024 } } } } }])
})

test('what the node refuses is told in its words and changes nothing here', async () => {
  const { bridge, needs, said } = setUp()
  bridge.answer('settings.set', () => {
    throw new KithError('InvalidConfig', 'The disk is full.')
  })
  const before = needs.settings.getState().value
  expect(await setCap(needs, 'up', 1_024)).toBe(false)
  expect(said()).toEqual(['problem: The disk is full.'])
  expect(needs.settings.getState().value).toBe(before)
})

test('quiet by hand says until when, and is taken back with what was there before', async () => {
  const { bridge, needs, said, undo, sent } = setUp()
  bridge.answer('bandwidth.override', ({ profile }: { profile: string | null }) =>
    bandwidthView({
      profile: profile ?? 'normal',
      override: profile === null ? null : { profile, until: null },
    }),
  )
  await override(needs, 'quiet')
  await override(needs, 'paused')
  expect(said()).toEqual(['done: Quiet holds until you end it.', 'done: Paused holds until you end it.'])
  sent()
  await undo()
  expect(sent()).toEqual([{ profile: 'quiet' }])
  await override(needs, null)
  expect(said().at(-1)).toBe('done: Back to normal.')
})

test('a schedule is undone by the one before it, and one that is too long never leaves the screen', async () => {
  const { needs, said, undo, sent } = setUp()
  const before = { enabled: false, rules: [] }
  const rule = { days: ['mon'], from: '08:00', to: '09:00', profile: 'quiet' } as const
  const after = { enabled: true, rules: [{ ...rule, days: [...rule.days] }] }
  await setSchedule(needs, before, after)
  expect(said()).toEqual(['done: The schedule is on.'])
  await undo()
  expect(sent()).toEqual([
    { change: { bandwidth: { schedule: after } } },
    { change: { bandwidth: { schedule: before } } },
  ])
  await setSchedule(needs, before, { enabled: true, rules: Array.from({ length: 129 }, () => after.rules[0]!) })
  expect(sent()).toEqual([])
  expect(said().at(-1)).toMatch(/^problem: The week changes too often/)
})

test('a profile goes together with its rules, and comes back with them', async () => {
  const { needs, undo, sent, said } = setUp()
  const caps = { uploadBytesPerSecond: 1, downloadBytesPerSecond: 2 }
  const rules = [{ days: ['mon' as const], from: '08:00', to: '09:00', profile: 'guests' }]
  const { bandwidth } = Settings.parse({
    bandwidth: { profiles: { guests: caps }, schedule: { rules }, override: { profile: 'guests', until: null } },
  })
  await changeProfile(needs, bandwidth, { from: 'guests', to: null, caps, rules: [] })
  expect(said()).toEqual(['done: guests is deleted, and normal where it held.'])
  await undo()
  expect(sent()).toEqual([
    { change: { bandwidth: { profiles: { guests: null }, schedule: { rules: [] }, override: null } } },
    {
      change: {
        bandwidth: { profiles: { guests: caps }, schedule: { rules }, override: { profile: 'guests', until: null } },
      },
    },
  ])
})

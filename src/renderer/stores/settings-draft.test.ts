import { expect, test } from 'vitest'
import { createFakeBridge } from '../../../tests/harness/fake-bridge.ts'
import { settled } from '../../../tests/harness/manual-clock.ts'
import { createNodeClient } from '../../contract/client.ts'
import { KithError } from '../../contract/errors.ts'
import { Settings } from '../../contract/settings.ts'
import type { SettingsView } from '../../contract/settings-view.ts'
import { createMirror } from './mirror.ts'
import { changeOf, defaultSettings, issuesOf, needed, valueAt } from './settings-draft.policy.ts'
import { createSettingsDraft } from './settings-draft.ts'

const view = (settings: Settings): SettingsView => ({ settings, needRestart: [], overridden: [] })

async function setUp() {
  const bridge = createFakeBridge({
    'settings.get': () => view(Settings.parse({ limits: { perPeer: 4 } })),
    'settings.set': () => view(Settings.parse({ limits: { perPeer: 5 } })),
  })
  const client = createNodeClient(bridge)
  const mirror = createMirror(client, 'settings.changed', 'settings.get')
  const draft = createSettingsDraft(client, mirror.store)
  await mirror.refresh()
  bridge.asked.splice(0)
  return { bridge, mirror, draft, now: () => draft.store.getState() }
}

test('a change is nested by path, and null goes back to the default', () => {
  expect(changeOf({ 'limits.perPeer': 5, 'limits.perRelay': null, name: 'Anna' })).toEqual({
    limits: { perPeer: 5, perRelay: null },
    name: 'Anna',
  })
  expect(valueAt(defaultSettings(), 'limits.perPeer')).toBe(8)
  expect(valueAt(defaultSettings(), 'limits.nothing.there')).toBeUndefined()
})

test('the same schema as the node: each value that cannot be used is named by its path', () => {
  const settings = defaultSettings()
  expect(issuesOf(settings, { 'limits.perPeer': 8 })).toEqual({})
  expect(issuesOf(settings, { 'limits.perPeer': 0, 'audit.maxAgeDays': 'soon' })).toMatchObject({
    'limits.perPeer': { code: 'too_small', minimum: 1 },
    'audit.maxAgeDays': { code: 'invalid_type' },
  })
  expect(Object.keys(issuesOf(settings, { 'limits.connections': 50 }))).toEqual(['limits.reservedForTrusted'])
  expect(Object.keys(issuesOf(settings, { 'network.listen': [''] }))).toEqual(['network.listen'])
})

test('what is so already is no change', () => {
  const settings = Settings.parse({ limits: { perPeer: 4 } })
  expect(
    needed(settings, {
      'limits.perPeer': 4,
      'limits.perRelay': null,
      'grants.verified': ['message', 'offer-files'],
      'limits.perIpv4': 3,
    }),
  ).toEqual({ 'limits.perIpv4': 3 })
})

test('saves what was changed and shows what holds then', async () => {
  const { bridge, draft, now, mirror } = await setUp()
  draft.set('limits.perPeer', 5)
  expect(now().draft).toEqual({ 'limits.perPeer': 5 })
  expect((await draft.save())?.settings.limits.perPeer).toBe(5)
  expect(bridge.asked).toEqual([['settings.set', { change: { limits: { perPeer: 5 } } }]])
  expect(now()).toMatchObject({ draft: {}, saving: false })
  expect(mirror.store.getState().value?.settings.limits.perPeer).toBe(5)
})

test('what cannot be used is not sent; what the node refuses stands at its field until it is changed', async () => {
  const { bridge, draft, now } = await setUp()
  draft.set('limits.perPeer', 0)
  expect(await draft.save()).toBeNull()
  expect(bridge.asked).toEqual([])
  bridge.answer('settings.set', () => {
    throw new KithError('InvalidConfig', 'Too many for this machine.', { details: { path: 'limits.perPeer' } })
  })
  draft.set('limits.perPeer', 60)
  expect(await draft.save()).toBeNull()
  expect(now()).toMatchObject({
    draft: { 'limits.perPeer': 60 },
    refusals: { 'limits.perPeer': 'Too many for this machine.' },
  })
  draft.set('limits.perPeer', 50)
  expect(now().refusals).toEqual({})
})

test('a refusal that names no place is told apart', async () => {
  const { bridge, draft, now } = await setUp()
  bridge.answer('settings.set', () => {
    throw new KithError('DiskFull', 'The disk is full.')
  })
  draft.set('limits.perPeer', 5)
  await draft.save()
  expect(now()).toMatchObject({ problem: 'The disk is full.', draft: { 'limits.perPeer': 5 } })
  draft.discard()
  expect(now()).toMatchObject({ problem: null, draft: {} })
})

test('a change from elsewhere that says the same settles the draft', async () => {
  const { bridge, draft, now } = await setUp()
  draft.set('limits.perPeer', 6)
  draft.set('limits.perIpv4', 3)
  bridge.announce('settings.changed', view(Settings.parse({ limits: { perPeer: 6 } })))
  await settled()
  expect(now().draft).toEqual({ 'limits.perIpv4': 3 })
})

// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from 'vitest'
import { createFakeBridge } from '../../../tests/harness/fake-bridge.ts'
import { ManualClock, settled } from '../../../tests/harness/manual-clock.ts'
import { createNodeClient } from '../../contract/client.ts'
import { KithError } from '../../contract/errors.ts'
import { Settings } from '../../contract/settings.ts'
import type { SettingsView } from '../../contract/settings-view.ts'
import { type Appearance, type AppearancePlace, createAppearance, quietStorage } from './appearance.ts'
import { createMirror } from './mirror.ts'
import { createToasts } from './toast-store.ts'

const { dataset } = document.documentElement
const view = (appearance: Partial<Appearance>): SettingsView => ({
  settings: Settings.parse({ appearance }),
  needRestart: [],
  overridden: [],
})

function setUp(over: Partial<AppearancePlace> = {}) {
  const bridge = createFakeBridge({
    'settings.set': ({ change }: { change: { appearance: Appearance } }) => view(change.appearance),
  })
  const client = createNodeClient(bridge)
  const settings = createMirror(client, 'settings.changed', 'settings.get')
  let reloads = 0
  let listener = (): void => {}
  const place: AppearancePlace = {
    dataset,
    storage: quietStorage(() => localStorage),
    calm: { asked: () => false, onChange: (told) => ((listener = told), () => (listener = () => {})) },
    language: 'en',
    spoken: ['en-GB'],
    reload: () => (reloads += 1),
    ...over,
  }
  const appearance = createAppearance({
    place,
    client,
    settings: settings.store,
    toasts: createToasts(new ManualClock()),
  })
  const hear = async (told: Partial<Appearance>) => {
    bridge.announce('settings.changed', view(told))
    await settled()
  }
  return {
    bridge,
    appearance,
    hear,
    now: () => appearance.store.getState(),
    reloads: () => reloads,
    calm: () => listener(),
  }
}

/** What a page does before its first paint. */
const firstPaint = async () => {
  delete dataset['theme']
  delete dataset['motion']
  vi.resetModules()
  await import('../public/theme.js')
}

beforeEach(() => {
  localStorage.clear()
  delete dataset['theme']
  delete dataset['motion']
})

test.each(['light', 'dark'] as const)('%s is written, and there before the next first paint', async (theme) => {
  const { appearance, bridge } = setUp()
  expect(await appearance.choose({ theme })).toBe(true)
  expect(bridge.asked).toEqual([['settings.set', { change: { appearance: { theme } } }]])
  expect(dataset['theme']).toBe(theme)
  await firstPaint()
  expect(dataset['theme']).toBe(theme)
  expect(setUp().now().theme).toBe(theme)
})

test('going back to the system’s leaves nothing behind', async () => {
  const { appearance } = setUp()
  await appearance.choose({ theme: 'dark' })
  await appearance.choose({ theme: 'system' })
  expect([dataset['theme'], localStorage.length]).toEqual([undefined, 0])
})

test('what somebody else wrote there is no theme', async () => {
  localStorage.setItem('kith.theme', 'purple')
  await firstPaint()
  expect([dataset['theme'], setUp().now().theme]).toEqual([undefined, 'system'])
})

test('the settings are the truth: what they say from elsewhere shows here', async () => {
  const { hear, now } = setUp()
  await hear({ theme: 'dark', motion: 'reduced' })
  expect(now()).toMatchObject({ theme: 'dark', motion: 'reduced' })
  expect([dataset['theme'], dataset['motion']]).toEqual(['dark', 'reduced'])
  await firstPaint()
  expect([dataset['theme'], dataset['motion']]).toEqual(['dark', 'reduced'])
})

test('the system’s wish for less motion counts, whatever the settings say, also when it changes', () => {
  let asked = true
  const { calm } = setUp({
    calm: {
      asked: () => asked,
      onChange: () => () => {},
    },
  })
  calm()
  let listener = (): void => {}
  setUp({ calm: { asked: () => asked, onChange: (told) => ((listener = told), () => {}) } })
  listener()
  expect(dataset['motion']).toBe('reduced')
  asked = false
  listener()
  expect(dataset['motion']).toBeUndefined()
})

test('what the node refuses is taken back', async () => {
  const { appearance, bridge, now } = setUp()
  bridge.answer('settings.set', () => {
    throw new KithError('DiskFull', 'The disk is full.')
  })
  expect(await appearance.choose({ theme: 'dark' })).toBe(false)
  expect([now().theme, dataset['theme'], localStorage.length]).toEqual(['system', undefined, 0])
})

test('another language loads the page anew, once', async () => {
  const first = setUp()
  await first.hear({ language: 'de' })
  await first.hear({ language: 'de' })
  expect([first.reloads(), localStorage.getItem('kith.language')]).toEqual([1, 'de'])
  const next = setUp({ language: 'de' })
  await next.hear({ language: 'de' })
  expect(next.reloads()).toBe(0)
  await next.hear({ language: 'system' })
  expect(next.reloads()).toBe(1)
})

test('the same language under another name needs no new page', async () => {
  const { hear, reloads } = setUp()
  await hear({ language: 'en' })
  expect(reloads()).toBe(0)
})

test('where storage is denied nothing loads for ever', async () => {
  const denied = quietStorage(() => {
    throw new DOMException('denied', 'SecurityError')
  })
  const { hear, reloads, now } = setUp({ storage: denied })
  await hear({ language: 'de', theme: 'dark' })
  expect([reloads(), now().theme, dataset['theme']]).toEqual([0, 'dark', 'dark'])
})

test('disposed twice, it hears nothing any more', async () => {
  const { appearance, hear, now } = setUp()
  appearance[Symbol.dispose]()
  appearance[Symbol.dispose]()
  await hear({ theme: 'dark' })
  expect(now().theme).toBe('system')
})

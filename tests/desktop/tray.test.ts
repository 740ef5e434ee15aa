/** What a person sees of Kith while its window is closed: icon, menu, badge, notifications; and what the system tells the node. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Reply } from '../../src/contract/bridge.ts'
import type { CallName, Input, Output } from '../../src/contract/contract.ts'
import type { SettingsChange } from '../../src/contract/settings.ts'
import { type KithNode, kithNode } from '../harness/kith-nodes.ts'
import { type DesktopApp, launchDesktop, type StandIn } from './driver/desktop-app.ts'
import { createSessionBus, type SessionBus } from './driver/session-bus.ts'

/** Soon enough that it was told: by itself the tray looks every 5 s. */
const SOON = { timeout: 3_000, interval: 20 }
/** A cold and busy machine loads a page anew, and starts a program to ask whether the screen is locked. */
const EVENTUALLY = { timeout: 30_000, interval: 20 }

const folder = mkdtempSync(join(tmpdir(), 'kith-tray-'))
let bus: SessionBus
let app: DesktopApp
let page: Page
/** Another whole node, on real connections. */
let other: KithNode
let otherId: string
/** `null` with a real desktop, of which nobody can ask what it shows: then only what the node says is looked at. */
let desk: StandIn | null

beforeAll(async () => {
  bus = createSessionBus(join(folder, 'bin'))
  other = await kithNode({ number: 7 })
  await Promise.all([
    launchDesktop({ env: { PATH: bus.path } }).then((launched) => (app = launched)),
    other.node.start(),
  ])
  otherId = (await other.call('node.status')).peerId
  page = await app.window()
  desk = app.standIn
})
afterAll(async () => {
  await Promise.all([app[Symbol.asyncDispose](), other[Symbol.asyncDispose]()])
  rmSync(folder, { recursive: true, force: true })
})

async function call<K extends CallName>(name: K, input?: Input<K>): Promise<Output<K>> {
  const reply: Reply = await page.evaluate(([asked, given]) => window.kith.call(asked as string, given), [name, input])
  if (!reply.ok) throw new Error(reply.error.message)
  return reply.value as Output<K>
}

const shown = async () => (await desk?.state()) ?? null
const icon = async () => /tray-([a-z]+)/.exec((await shown())?.tray?.image ?? '')?.[1]
const labels = async () => (await shown())?.tray?.menu?.map(({ label }) => label) ?? []
const tell = (event: string) => app.evaluate(({ powerMonitor }, name) => void powerMonitor.emit(name), event)
const showsIcon = (expected: string, within = SOON) =>
  vi.waitFor(async () => expect(await icon()).toBe(desk ? expected : undefined), within)

const isVisible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false)
const hideWindow = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
/** The page cannot be asked while it loads itself anew in another language. */
const change = (settings: SettingsChange) => vi.waitFor(() => call('settings.set', { change: settings }), EVENTUALLY)
/** What came up after the first so many. */
const notificationsAfter = async (count: number) => (await shown())?.allNotifications.slice(count) ?? []
const strangers = async () => (await call('node.status')).requests

// A window that is still to appear would come back.
beforeAll(() => vi.waitFor(async () => expect(await isVisible()).toBe(true), EVENTUALLY))
// Whatever a test before left, or its own first try.
beforeEach(async () => {
  await tell('unlock-screen')
  await change({
    appearance: { language: null },
    desktop: { notifications: true },
    bandwidth: { quota: null, override: null },
  })
  if (desk) await vi.waitFor(async () => expect(await labels()).toContain('Quit Kith'), EVENTUALLY)
  await hideWindow()
})

describe('a request, while the window is closed', () => {
  test('is told by icon, menu, badge and one notification, which lets the peer in', async () => {
    await vi.waitFor(async () => expect((await call('desktop.status')).tray).toBe(true), EVENTUALLY)
    const { addresses, peerId } = await vi.waitFor(() => call('node.status'), EVENTUALLY)
    // As if they had never met.
    const never = () => undefined
    await other.call('peers.forget', { peerIds: [peerId] }).catch(never)
    await call('peers.forget', { peerIds: [otherId] }).catch(never)
    await call('requests.forget', { peerId: otherId }).catch(never)
    await vi.waitFor(async () => expect(await strangers()).toBe(0), EVENTUALLY)
    await showsIcon('online', EVENTUALLY)
    const before = (await shown())?.allNotifications.length ?? 0

    await other.call('peers.add', { address: addresses[0] ?? '' })
    await vi.waitFor(async () => expect(await strangers()).toBe(1), EVENTUALLY)
    await showsIcon('attention')
    if (!desk) {
      await call('requests.approve', { peerId: otherId })
      return
    }
    const told = await vi.waitFor(async () => {
      const [first, ...more] = await notificationsAfter(before)
      expect(first).toMatchObject({ title: 'Somebody wants to connect', actions: ['Let in', 'Ignore'] })
      expect(more).toEqual([])
      return first
    }, EVENTUALLY)
    expect((await desk.state()).badge).toBe(1)
    expect(await labels()).toContain('1 request waits for you')

    await desk.actOnNotification(told?.id ?? 0, { kind: 'action', index: 0 })
    await vi.waitFor(async () => {
      const state = await desk?.state()
      expect([await icon(), state?.badge, state?.notifications]).toEqual(['online', 0, []])
      expect(state?.tray?.toolTip).toBe('Kith: 1 of 1 connected')
    }, EVENTUALLY)
    expect((await call('peers.show', { peerId: otherId })).trust).toBe('verified')
  })
})

describe('the menu', () => {
  test('pauses, resumes and is quiet for as long as it says', async () => {
    if (!desk) return
    const profile = async () => (await call('bandwidth.status')).profile
    await desk.chooseTray('Pause')
    await vi.waitFor(async () => expect(await profile()).toBe('paused'), EVENTUALLY)
    await showsIcon('throttled')
    expect(await labels()).toContain('Resume')
    await desk.chooseTray('Resume')
    await vi.waitFor(async () => expect(await profile()).toBe('normal'), EVENTUALLY)
    await showsIcon('online')

    const beganMs = Date.now()
    await desk.chooseTray('Quiet mode', 'For one hour')
    await vi.waitFor(async () => expect(await profile()).toBe('quiet'), EVENTUALLY)
    const { override } = await call('bandwidth.status')
    const lasts = Date.parse(override?.until ?? '') - beganMs
    expect(lasts).toBeGreaterThanOrEqual(3_600_000)
    expect(lasts).toBeLessThan(3_610_000)
    await vi.waitFor(async () => expect((await labels()).join()).toContain('Quiet mode until'), SOON)
    const label = (await labels()).find((one) => one.startsWith('Quiet mode')) ?? ''
    await desk.chooseTray(label, 'Switch quiet mode off')
    await vi.waitFor(async () => expect(await profile()).toBe('normal'), EVENTUALLY)
  })

  test('speaks the language that is chosen, at once', async () => {
    if (!desk) return
    await change({ appearance: { language: 'de' } })
    await vi.waitFor(async () => expect(await labels()).toContain('Kith beenden'), SOON)
    const peers = await vi.waitFor(() => call('peers.list'), EVENTUALLY)
    const connected = peers.filter(({ state }) => state === 'connected').length
    const inGerman = peers.length === 0 ? 'Noch keine Peers' : `${connected} von ${peers.length} verbunden`
    await vi.waitFor(async () => expect((await labels())[0]).toBe(inGerman), SOON)
    await change({ appearance: { language: null } })
    await vi.waitFor(async () => expect(await labels()).toContain('Quit Kith'), SOON)
  })

  test('brings the window back', async () => {
    if (!desk) return
    await desk.chooseTray('Show Kith')
    await vi.waitFor(async () => expect((await shown())?.windows).toMatchObject([{ visible: true }]), SOON)
  })
})

describe('a locked screen', () => {
  /** What the connection above took. */
  const isUsedUp = () =>
    vi.waitFor(async () => expect((await call('bandwidth.status')).quota.state).toBe('reached'), EVENTUALLY)

  test('shows nothing until it is unlocked, and then what can be done', async () => {
    if (!desk) return
    await tell('lock-screen')
    const before = (await desk.state()).allNotifications.length
    await change({ bandwidth: { quota: { monthlyBytes: 1 } } })
    await isUsedUp()
    expect(await notificationsAfter(before)).toEqual([])
    await tell('unlock-screen')
    const told = await vi.waitFor(async () => {
      const [first] = await notificationsAfter(before)
      expect(first).toMatchObject({ title: 'The month’s volume is used up', actions: ['Quiet mode', 'Pause'] })
      return first
    }, EVENTUALLY)
    await desk.actOnNotification(told?.id ?? 0, { kind: 'action', index: 1 })
    await vi.waitFor(async () => expect((await call('bandwidth.status')).profile).toBe('paused'), EVENTUALLY)
  })

  test('and notifications that nobody wants are not shown', async () => {
    if (!desk) return
    const before = (await desk.state()).allNotifications.length
    await change({ desktop: { notifications: false }, bandwidth: { quota: { monthlyBytes: 2 } } })
    await isUsedUp()
    expect(await notificationsAfter(before)).toEqual([])
  })
})

test('the node hears of sleep and of waking', async () => {
  const heard = async (what: string) =>
    (await call('node.counters')).find(
      ({ name, labels }) => name === 'surroundings_changed_total' && labels['what'] === what,
    )?.value ?? 0
  const before = { suspending: await heard('suspending'), woke: await heard('woke') }
  await tell('suspend')
  await vi.waitFor(async () => expect(await heard('suspending')).toBe(before.suspending + 1), EVENTUALLY)
  expect(await heard('woke')).toBe(before.woke)
  await tell('resume')
  // Two soon after each other count as one.
  await vi.waitFor(async () => expect(await heard('woke')).toBeGreaterThan(0), EVENTUALLY)
})

test('where the desktop shows no tray there is none, and the screens know; a battery reaches the caps', async () => {
  await using bare = await launchDesktop({
    env: { PATH: createSessionBus(join(folder, 'bare'), { tray: false }).path },
    machine: { onBattery: true },
    settings: { bandwidth: { onBattery: 'paused' } },
  })
  const itsPage = await bare.window()
  const status = await itsPage.evaluate(() => window.kith.call('desktop.status', undefined))
  expect(status).toMatchObject({ ok: true, value: { tray: false } })
  if (!bare.standIn) return
  expect((await bare.standIn.state()).tray).toBeNull()
  await vi.waitFor(
    async () =>
      expect(await itsPage.evaluate(() => window.kith.call('bandwidth.status', undefined))).toMatchObject({
        value: { onBattery: true, profile: 'paused', reason: 'battery' },
      }),
    EVENTUALLY,
  )
})

/** What a person sees of Kith while its window is closed: icon, menu, badge, notifications; and what the system tells the node. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Reply } from '../../src/contract/bridge.ts'
import type { CallName, Input, Output } from '../../src/contract/contract.ts'
import { type KithNode, kithNode } from '../harness/kith-nodes.ts'
import { type DesktopApp, launchDesktop, type StandIn } from './driver/desktop-app.ts'
import { createSessionBus, type SessionBus } from './driver/session-bus.ts'

const SOON = { timeout: 1_000, interval: 20 }
const EVENTUALLY = { timeout: 30_000, interval: 50 }

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

/** One that is still to appear would come back. */
async function hideWindow(): Promise<void> {
  const isVisible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false)
  await vi.waitFor(async () => expect(await isVisible()).toBe(true), EVENTUALLY)
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
}

describe('a request, while the window is closed', () => {
  test('is told by icon, menu, badge and one notification, which lets the peer in', async () => {
    await vi.waitFor(async () => expect((await call('desktop.status')).tray).toBe(true), EVENTUALLY)
    await showsIcon('online', EVENTUALLY)
    await hideWindow()
    const { addresses } = await vi.waitFor(() => call('node.status'), EVENTUALLY)
    await other.call('peers.add', { address: addresses[0] ?? '' })
    await vi.waitFor(async () => expect((await call('node.status')).requests).toBe(1), EVENTUALLY)

    await showsIcon('attention')
    if (!desk) {
      await call('requests.approve', { peerId: otherId })
      return
    }
    const { allNotifications, badge } = await desk.state()
    expect(allNotifications).toMatchObject([{ title: 'Somebody wants to connect', actions: ['Let in', 'Ignore'] }])
    expect(badge).toBe(1)
    expect(await labels()).toContain('1 request waits for you')

    await desk.actOnNotification(allNotifications[0]?.id ?? 0, { kind: 'action', index: 0 })
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
    await call('settings.set', { change: { appearance: { language: 'de' } } })
    await vi.waitFor(async () => expect(await labels()).toContain('Kith beenden'), SOON)
    await vi.waitFor(async () => expect(await labels()).toContain('1 von 1 verbunden'), SOON)
    // The page loads itself anew in its other language, and cannot be asked meanwhile.
    await vi.waitFor(() => call('settings.set', { change: { appearance: { language: null } } }), EVENTUALLY)
    await vi.waitFor(async () => expect(await labels()).toContain('Quit Kith'), SOON)
  })

  test('brings the window back', async () => {
    if (!desk) return
    await desk.chooseTray('Show Kith')
    await vi.waitFor(async () => expect((await shown())?.windows).toMatchObject([{ visible: true }]), SOON)
    await hideWindow()
  })
})

describe('a locked screen', () => {
  test('shows nothing until it is unlocked, and then what can be done', async () => {
    if (!desk) return
    await tell('lock-screen')
    const before = (await desk.state()).allNotifications.length
    // It may still load itself anew in its first language.
    await vi.waitFor(() => call('settings.set', { change: { bandwidth: { quota: { monthlyBytes: 1 } } } }), EVENTUALLY)
    await vi.waitFor(async () => expect((await call('bandwidth.status')).quota.state).toBe('reached'), EVENTUALLY)
    expect((await desk.state()).allNotifications).toHaveLength(before)
    await tell('unlock-screen')
    const told = await vi.waitFor(async () => {
      const [last] = (await shown())?.notifications ?? []
      expect(last).toMatchObject({ title: 'The month’s volume is used up', actions: ['Quiet mode', 'Pause'] })
      return last
    }, SOON)
    await desk.actOnNotification(told?.id ?? 0, { kind: 'action', index: 1 })
    await vi.waitFor(async () => expect((await call('bandwidth.status')).profile).toBe('paused'), EVENTUALLY)
    await call('settings.set', { change: { bandwidth: { quota: null, override: null } } })
  })

  test('and notifications that nobody wants are not shown', async () => {
    if (!desk) return
    await call('settings.set', {
      change: { desktop: { notifications: false }, bandwidth: { quota: { monthlyBytes: 2 } } },
    })
    await vi.waitFor(async () => expect((await call('bandwidth.status')).quota.state).toBe('reached'), EVENTUALLY)
    expect((await desk.state()).notifications).toEqual([])
  })
})

test('the node hears of sleep and of waking', async () => {
  const heard = async () =>
    (await call('node.counters'))
      .filter(({ name }) => name.startsWith('surroundings_changed_total'))
      .map((counter) => JSON.stringify(counter))
      .join()
  await tell('suspend')
  await vi.waitFor(async () => expect(await heard()).toContain('suspending'), EVENTUALLY)
  expect(await heard()).not.toContain('woke')
  await tell('resume')
  await vi.waitFor(async () => expect(await heard()).toContain('woke'), EVENTUALLY)
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

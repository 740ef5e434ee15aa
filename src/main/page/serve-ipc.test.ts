import type { IpcMainInvokeEvent } from 'electron'
import { describe, expect, it } from 'vitest'
import { ManualClock, settled } from '../../../tests/harness/manual-clock.ts'
import { CALL, EVENT } from '../../contract/bridge.ts'
import type { Announcement, Handlers } from '../../contract/contract.ts'
import type { HostView } from '../../contract/views.ts'
import { MAX_CALLS_IN_FLIGHT } from '../../host/call-bucket.policy.ts'
import { createEmitter } from '../../kit/emitter.ts'
import { APP_HOME } from './app-page.policy.ts'
import { type IpcPorts, serveIpc } from './serve-ipc.ts'

type Listener = Parameters<IpcPorts['ipc']['handle']>[1]
type Page = ReturnType<IpcPorts['pages']> extends Iterable<infer P> ? P : never

const status: HostView = { phase: 'starting', problem: null, choices: [] }
const ours = { url: APP_HOME, parent: null }
const foreign = { url: 'https://example.org/', parent: null }

function setUp() {
  const channels = new Map<string, Listener>()
  const bugs: unknown[] = []
  const sent: unknown[][] = []
  const page = (frame: object, destroyed = false) =>
    ({
      isDestroyed: () => destroyed,
      mainFrame: frame,
      send: (...message: unknown[]) => sent.push(message),
    }) as unknown as Page
  const pages: Page[] = []
  const events = createEmitter<Announcement>()
  const clock = new ManualClock()
  let asked = 0
  const slow = Promise.withResolvers<HostView>()
  const handlers = {
    'host.status': async () => {
      asked += 1
      return status
    },
    'host.resolve': () => slow.promise,
  } as unknown as Handlers
  const serving = serveIpc(
    {
      ipc: {
        handle: (channel, listener) => void channels.set(channel, listener),
        removeHandler: (channel) => void channels.delete(channel),
      },
      pages: () => pages,
      clock,
      onBug: (error) => bugs.push(error),
    },
    handlers,
    events,
  )
  const sender = {}
  const call = (frame: object | null, ...message: unknown[]): unknown =>
    channels.get(CALL)!({ senderFrame: frame, sender } as unknown as IpcMainInvokeEvent, ...message)
  return { channels, sent, page, pages, events, serving, call, clock, slow, asked: () => asked }
}

describe('IPC', () => {
  it('answers our page', async () => {
    expect(await setUp().call(ours, 'host.status', undefined)).toEqual({ ok: true, value: status })
  })

  it.each([foreign, { url: APP_HOME, parent: ours }, null])('refuses a stranger: %j', async (frame) => {
    expect(await setUp().call(frame, 'host.status', undefined)).toMatchObject({
      ok: false,
      error: { name: 'PermissionDenied' },
    })
  })

  it('answers nonsense with an error', async () => {
    expect(await setUp().call(ours, { not: 'a name' })).toMatchObject({ ok: false, error: { name: 'InvalidRequest' } })
  })

  it.each([
    ['x'.repeat(1_000_000), undefined],
    ['host.status', new Map()],
    ['host.status', 'x'.repeat(20_000_000)],
    [Symbol.iterator, undefined],
    ['__proto__', undefined],
    ['toString', undefined],
  ])('refuses what is no call before anybody looks at it (%#)', async (name, input) => {
    const { call, asked } = setUp()
    expect(await call(ours, name, input)).toMatchObject({ ok: false, error: { name: 'InvalidRequest' } })
    expect(asked()).toBe(0)
  })

  it('does not let a page drown the node, and lets it back in after a while', async () => {
    const { call, asked, clock } = setUp()
    for (let count = 0; count < 10_000; count += 1) await call(ours, 'host.status', undefined)
    expect(asked()).toBe(400)
    expect(await call(ours, 'host.status', undefined)).toMatchObject({
      ok: false,
      error: { name: 'RateLimited', details: { retryAfterMs: expect.any(Number) as number } },
    })
    await clock.advance(5_000)
    expect(await call(ours, 'host.status', undefined)).toMatchObject({ ok: true })
  })

  it('lets only so many calls wait at a time', async () => {
    const { call, slow, clock } = setUp()
    const waiting = Array.from({ length: MAX_CALLS_IN_FLIGHT }, () => call(ours, 'host.resolve', { choice: 'retry' }))
    await settled()
    expect(await call(ours, 'host.status', undefined)).toMatchObject({ error: { name: 'LimitReached' } })
    slow.resolve(status)
    await Promise.all(waiting)
    await clock.advance(1_000)
    expect(await call(ours, 'host.status', undefined)).toMatchObject({ ok: true })
  })

  it('tells events to our pages only', () => {
    const { pages, page, events, sent } = setUp()
    pages.push(page(ours), page(ours, true), page(foreign))
    events.emit({ name: 'host.changed', payload: status })
    expect(sent).toEqual([[EVENT, 'host.changed', status]])
  })

  it('leaves nothing behind', () => {
    const { serving, channels, events } = setUp()
    serving[Symbol.dispose]()
    serving[Symbol.dispose]()
    expect({ channels: channels.size, listeners: events.size }).toEqual({ channels: 0, listeners: 0 })
  })
})

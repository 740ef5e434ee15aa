import type { IpcMainInvokeEvent } from 'electron'
import { describe, expect, it } from 'vitest'
import { CALL, EVENT } from '../../contract/bridge.ts'
import type { Announcement, Handlers } from '../../contract/contract.ts'
import type { HostView } from '../../contract/views.ts'
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
  const handlers = { 'host.status': async () => status } as unknown as Handlers
  const serving = serveIpc(
    {
      ipc: {
        handle: (channel, listener) => void channels.set(channel, listener),
        removeHandler: (channel) => void channels.delete(channel),
      },
      pages: () => pages,
      onBug: (error) => bugs.push(error),
    },
    handlers,
    events,
  )
  const call = (frame: object | null, ...message: unknown[]): unknown =>
    channels.get(CALL)!({ senderFrame: frame } as unknown as IpcMainInvokeEvent, ...message)
  return { channels, sent, page, pages, events, serving, call }
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

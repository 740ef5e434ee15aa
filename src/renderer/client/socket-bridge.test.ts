import { expect, test } from 'vitest'
import { ManualClock } from '../../../tests/harness/manual-clock.ts'
import { CLOSE_UNAUTHORIZED } from '../../contract/socket.ts'
import type { Link } from './link.ts'
import { createSocketBridge, type Wire, type WireEvents } from './socket-bridge.ts'

/** A host that does what the test says, one wire after the other. */
function setUp(token: string | null = 'secret') {
  const clock = new ManualClock()
  const wires: { readonly events: WireEvents; readonly sent: unknown[]; closed: boolean }[] = []
  const bridge = createSocketBridge(token, {
    clock,
    random: () => 1,
    open(events): Wire {
      const wire = { events, sent: [] as unknown[], closed: false }
      wires.push(wire)
      return { send: (text) => wire.sent.push(JSON.parse(text)), close: () => (wire.closed = true) }
    },
  })
  const links: Link['phase'][] = []
  bridge.onLinkChange((link) => links.push(link.phase))
  const last = () => wires.at(-1)!
  const tell = (frame: unknown) => last().events.onMessage(JSON.stringify(frame))
  const welcome = () => {
    last().events.onOpen()
    tell({ type: 'welcome' })
  }
  return { clock, wires, bridge, links, last, tell, welcome }
}

const unreachable = { ok: false, error: expect.objectContaining({ name: 'Unreachable', code: 1004 }) as unknown }

test('says hello with the token first, and is up with the welcome', () => {
  const { bridge, last, tell, links } = setUp()
  expect(bridge.link.phase).toBe('connecting')
  last().events.onOpen()
  expect(last().sent).toEqual([{ type: 'hello', token: 'secret' }])
  expect(bridge.link.phase).toBe('connecting')
  tell({ type: 'welcome' })
  expect(links).toEqual(['up'])
})

test('what is asked before the welcome is sent after it, in order', async () => {
  const { bridge, last, tell, welcome } = setUp()
  const first = bridge.call('host.status', undefined)
  const second = bridge.call('peers.list', undefined)
  welcome()
  expect(last().sent.slice(1)).toEqual([
    { type: 'call', id: 0, name: 'host.status' },
    { type: 'call', id: 1, name: 'peers.list' },
  ])
  tell({ type: 'reply', id: 1, reply: { ok: true, value: [] } })
  tell({ type: 'reply', id: 0, reply: { ok: true, value: 'there' } })
  expect([await first, await second]).toEqual([
    { ok: true, value: 'there' },
    { ok: true, value: [] },
  ])
})

test('passes events on, and stops when told', () => {
  const { bridge, tell, welcome } = setUp()
  const heard: unknown[] = []
  const stop = bridge.on((name, payload) => heard.push([name, payload]))
  welcome()
  tell({ type: 'event', name: 'node.changed', payload: 1 })
  stop()
  stop()
  tell({ type: 'event', name: 'node.changed', payload: 2 })
  expect(heard).toEqual([['node.changed', 1]])
})

test('a frame that it does not know changes nothing', () => {
  const { bridge, last, tell, welcome } = setUp()
  welcome()
  last().events.onMessage('not json')
  tell({ type: 'of-a-newer-node' })
  tell({ type: 'reply', id: null, reply: { ok: true, value: 1 } })
  tell({ type: 'reply', id: 99, reply: { ok: true, value: 1 } })
  expect(bridge.link.phase).toBe('up')
})

test('when the line breaks, open calls are answered, new ones refused, and it comes back with doubling waits', async () => {
  const { bridge, clock, last, wires, links, welcome } = setUp()
  welcome()
  const open = bridge.call('peers.list', undefined)
  last().events.onClose(1006)
  expect(await open).toEqual(unreachable)
  expect(await bridge.call('peers.list', undefined)).toEqual(unreachable)
  expect(bridge.link).toEqual({ phase: 'lost', retryAtMs: clock.wallMs() + 500 })
  await clock.advance(499)
  expect(wires).toHaveLength(1)
  await clock.advance(1)
  expect(wires).toHaveLength(2)
  last().events.onClose(1006)
  expect(bridge.link.retryAtMs).toBe(clock.wallMs() + 1_000)
  await clock.advance(1_000)
  welcome()
  expect(links).toEqual(['up', 'lost', 'lost', 'up'])
  last().events.onClose(1006)
  expect(bridge.link.retryAtMs).toBe(clock.wallMs() + 500)
})

test('tries at once when asked, once', async () => {
  const { bridge, clock, last, wires } = setUp()
  last().events.onClose(1006)
  bridge.retryNow()
  bridge.retryNow()
  expect(wires).toHaveLength(2)
  expect(bridge.link).toEqual({ phase: 'lost', retryAtMs: null })
  await clock.advance(60_000)
  expect(wires).toHaveLength(2)
})

test('a refused token waits for a person, and a new one starts anew', async () => {
  const { bridge, clock, last, wires, welcome } = setUp()
  last().events.onClose(CLOSE_UNAUTHORIZED)
  expect(bridge.link.phase).toBe('refused')
  expect(await bridge.call('host.status', undefined)).toEqual(unreachable)
  await clock.advance(60_000)
  expect(wires).toHaveLength(1)
  bridge.useToken('better')
  last().events.onOpen()
  expect(last().sent).toEqual([{ type: 'hello', token: 'better' }])
  welcome()
  expect(bridge.link.phase).toBe('up')
})

test('without a token it opens nothing', async () => {
  const { bridge, wires } = setUp(null)
  expect(bridge.link.phase).toBe('no-token')
  expect(wires).toHaveLength(0)
  expect(await bridge.call('host.status', undefined)).toEqual(unreachable)
})

test('late news of a wire that is no longer used is nobody’s', () => {
  const { bridge, wires, welcome } = setUp()
  welcome()
  bridge.useToken('other')
  welcome()
  expect(wires[0]!.closed).toBe(true)
  wires[0]!.events.onClose(1006)
  wires[0]!.events.onMessage(JSON.stringify({ type: 'event', name: 'x', payload: 1 }))
  expect(bridge.link.phase).toBe('up')
})

test('tells who only wants up or down', () => {
  const { bridge, last, welcome } = setUp()
  const told: boolean[] = []
  const stop = bridge.onLink((up) => told.push(up))
  welcome()
  last().events.onClose(1006)
  stop()
  expect(told).toEqual([true, false])
})

test('disposed twice in any state, it leaves no timer and no wire', async () => {
  const { bridge, clock, last, wires } = setUp()
  const open = bridge.call('peers.list', undefined)
  bridge[Symbol.dispose]()
  bridge[Symbol.dispose]()
  expect(await open).toEqual(unreachable)
  expect(last().closed).toBe(true)
  expect(await bridge.call('peers.list', undefined)).toEqual(unreachable)

  const other = setUp()
  other.last().events.onClose(1006)
  other.bridge[Symbol.dispose]()
  await other.clock.advance(60_000)
  expect([clock.pending, other.clock.pending, wires.length, other.wires.length]).toEqual([0, 0, 1, 1])
})

/**
 * What every implementation of the network port promises, as one suite: run against the fake and against libp2p over each
 * transport, so that what the unit tests learn with the fake is true of the real one.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KithError } from '../../src/contract/errors.ts'
import type { Transport } from '../../src/contract/views.ts'
import type { ConnectionInfo, FrameStream, Network, Standing } from '../../src/core/peers/index.ts'
import { systemClock } from '../../src/kit/system.ts'
import { routesTo } from '../harness/fake-network.ts'
import {
  inboundGate,
  type NetworkWishes,
  OPEN_TO_ALL,
  stranger,
  type Watch,
  type World,
  watch,
} from './network-world.ts'

export interface Subject {
  readonly transport: Transport
  readonly world: () => World
  /** Where a network listens that is to be found over this transport; empty when a relay brings the two together. */
  readonly listen: readonly string[]
  /** An address of this transport's kind at which nobody answers and which says so soon; `null` when only a timeout would tell. */
  readonly nowhere: string | null
}

const ECHO = '/test/echo/1.0.0'
const FRAMES = { maxFrameBytes: 16_384 }
const never = (): AbortSignal => new AbortController().signal
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (frame: Uint8Array | null): string | null => (frame === null ? null : new TextDecoder().decode(frame))

/** Answers every frame with itself, and closes when the other side does. */
async function echo(stream: FrameStream): Promise<void> {
  for (let frame = await stream.read(); frame; frame = await stream.read()) await stream.write(frame)
  await stream.close()
}

/** Whether a stream can be used; one that was turned away may only show it after it was opened. */
async function works(opening: Promise<FrameStream>): Promise<boolean> {
  try {
    const stream = await opening
    await stream.write(bytes('hello?'))
    return text(await stream.read()) === 'hello?'
  } catch (error) {
    expect(error).toBeInstanceOf(KithError)
    return false
  }
}

const failure = async (promise: Promise<unknown>): Promise<KithError> => {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(KithError)
  return error as KithError
}

/** Two running networks of which the first can reach the second over the subject's transport, by the given routes. */
async function pair(
  subject: Subject,
  world: World,
  wishes: { readonly a?: NetworkWishes; readonly b?: NetworkWishes } = {},
) {
  const relayed = subject.listen.length === 0
  const a = await world.create({ ...wishes.a })
  const b = await world.create(
    relayed ? { useRelays: true, gate: { mayRelayForUs: () => true } } : { listen: subject.listen, ...wishes.b },
  )
  const seen = { a: watch(a), b: watch(b) }
  await a.start()
  await b.start()
  if (relayed) await takePlaceOnRelay(world, b, seen.b)
  return { a, b, seen, routes: routesTo(b, subject.transport) }
}

async function takePlaceOnRelay(world: World, network: Network, seen: Watch): Promise<void> {
  const relay = await world.create({
    listen: ['/ip4/127.0.0.1/tcp/0'],
    serveRelay: true,
    gate: { mayUseRelay: () => true },
  })
  await relay.start()
  const connection = await network.dial(relay.peerId, routesTo(relay, 'tcp'), never())
  network.introduce(connection.id)
  await seen.next('addresses', ({ addresses }) => addresses.some((address) => address.includes('/p2p-circuit')))
}

export function behavesLikeANetwork(name: string, subject: Subject): void {
  describe(`a network: ${name}`, () => {
    startsAndStops(subject)
    meets(subject)
    carriesFrames(subject)
    quarantines(subject)
  })
}

/** Two networks that a relay brings together: what they listen on and whom they let in was proven over direct ones. */
export function behavesLikeANetworkBehindARelay(name: string, subject: Omit<Subject, 'listen' | 'nowhere'>): void {
  describe(`a network: ${name}`, () => carriesFrames({ ...subject, listen: [], nowhere: null }))
}

function startsAndStops(subject: Subject): void {
  describe('starts and stops', () => {
    let world: World
    beforeAll(() => {
      world = subject.world()
    })
    afterAll(() => world[Symbol.asyncDispose]())

    it('in any order and any number of times, with addresses that carry its peer ID while it runs', async () => {
      const network = await world.create({ listen: subject.listen })
      await network.stop()
      expect(network.addresses()).toEqual([])
      expect(await network.start()).toEqual({ problems: [] })
      const addresses = network.addresses()
      expect(addresses.length).toBeGreaterThan(0)
      for (const address of addresses) expect(address.endsWith(`/p2p/${network.peerId}`)).toBe(true)
      expect(await network.start()).toEqual({ problems: [] })
      expect(network.addresses()).toEqual(addresses)
      await network.stop()
      await network.stop()
      expect(network.addresses()).toEqual([])
      await network.start()
      expect(network.addresses().length).toBe(addresses.length)
      await network.stop()
    })

    it('is stopped when it was told to stop while it started', async () => {
      const network = await world.create({ listen: subject.listen })
      const starting = network.start()
      const stopping = network.stop()
      await Promise.allSettled([starting, stopping])
      expect(network.addresses()).toEqual([])
      const again = network.start()
      const twice = network.start()
      await Promise.all([again, twice])
      expect(network.addresses().length).toBeGreaterThan(0)
      await network.stop()
      expect(network.addresses()).toEqual([])
    })

    it('announces the addresses under which it is reached', async () => {
      const network = await world.create({ listen: subject.listen })
      const seen = watch(network)
      await network.start()
      await seen.next('addresses', ({ addresses }) => addresses.join() === network.addresses().join())
      await network.stop()
    })

    it('falls back to a free port when the port is busy, and says so; a stopped network has let its port go', async () => {
      const first = await world.create({ listen: subject.listen })
      await first.start()
      const port = /\/(?:tcp|udp)\/(\d+)/.exec(first.addresses()[0] ?? '')?.[1] ?? ''
      const wanted = subject.listen[0]?.replace(/\/(tcp|udp)\/0/, `/$1/${port}`) ?? ''
      const second = await world.create({ listen: [wanted] })
      expect(await second.start()).toEqual({
        problems: [{ address: wanted, kind: 'busy', insteadOf: subject.listen[0] }],
      })
      expect(second.addresses().length).toBeGreaterThan(0)
      expect(second.addresses().some((address) => address.includes(`/${port}/`))).toBe(false)
      await second.stop()
      await first.stop()
      expect(await second.start()).toEqual({ problems: [] })
      expect(second.addresses()[0]).toContain(`/${port}`)
      await second.stop()
    })

    it('leaves an address out that it cannot listen on, says which, and refuses to start when nothing is left', async () => {
      const bad = ['/ip4/127.0.0.1/udp/1/quic-v1', 'not an address', '/unix/tmp/x']
      const some = await world.create({ listen: [...bad, ...subject.listen] })
      expect(await some.start()).toEqual({
        problems: bad.map((address) => ({ address, kind: 'invalid', insteadOf: null })),
      })
      await some.stop()
      const none = await world.create({ listen: bad })
      expect(await failure(none.start())).toMatchObject({ name: 'InvalidAddress' })
      expect(none.addresses()).toEqual([])
      await none.stop()
    })

    it('dials nobody while it does not run', async () => {
      const network = await world.create({})
      expect(await failure(network.dial(stranger(), ['/ip4/127.0.0.1/tcp/1'], never()))).toMatchObject({
        name: 'Unreachable',
      })
    })
  })
}

function meets(subject: Subject): void {
  describe('meets others', () => {
    let world: World
    beforeAll(() => {
      world = subject.world()
    })
    afterAll(() => world[Symbol.asyncDispose]())

    it('a dial opens the connection on both ends, a second one uses it again, and closing it closes both', async () => {
      const { a, b, seen, routes } = await pair(subject, world)
      const dialled = await a.dial(b.peerId, routes, never())
      const opened = { a: (await seen.a.next('opened')).connection, b: (await seen.b.next('opened')).connection }
      expect(dialled).toEqual(opened.a)
      expect(opened.a).toEqual({
        id: opened.a.id,
        peerId: b.peerId,
        direction: 'outbound',
        transport: subject.transport,
        remoteAddress: routes[0],
        standing: 'admitted',
        reason: 'test',
      })
      expect(opened.b).toMatchObject({
        peerId: a.peerId,
        direction: 'inbound',
        transport: subject.transport,
        standing: 'admitted',
      })
      expect(opened.b.remoteAddress).not.toContain(`/p2p/${a.peerId}`)
      expect(await a.dial(b.peerId, routes, never())).toEqual(opened.a)
      expect(await b.dial(a.peerId, routes, never())).toEqual(opened.b)

      await a.close(dialled.id, 'gracefully')
      expect(await seen.a.next('closed')).toEqual({ type: 'closed', connectionId: opened.a.id, peerId: b.peerId })
      expect(await seen.b.next('closed')).toEqual({ type: 'closed', connectionId: opened.b.id, peerId: a.peerId })
      await a.close(dialled.id, 'gracefully')
      await a.close('no such connection', 'abort')
      expect(seen.a.count('closed')).toBe(1)
    })

    it('an abort closes both ends too, and so does a stop', async () => {
      const { a, b, seen, routes } = await pair(subject, world)
      const first = await a.dial(b.peerId, routes, never())
      await seen.b.next('opened')
      await a.close(first.id, 'abort')
      await Promise.all([seen.a.next('closed'), seen.b.next('closed')])
      const second = await a.dial(b.peerId, routes, never())
      const inbound = (await seen.b.next('opened')).connection
      await b.stop()
      expect(await seen.b.next('closed')).toEqual({ type: 'closed', connectionId: inbound.id, peerId: a.peerId })
      expect(await seen.a.next('closed')).toEqual({ type: 'closed', connectionId: second.id, peerId: b.peerId })
    })

    it('tries the addresses in their order and uses the first that works', async () => {
      const { a, b, routes } = await pair(subject, world)
      const addresses = [...(subject.nowhere ? [subject.nowhere] : []), ...routes]
      expect((await a.dial(b.peerId, addresses, never())).remoteAddress).toBe(routes[0])
    })

    if (subject.nowhere) {
      const nowhere = subject.nowhere
      it('says that nobody answers', async () => {
        const { a, b } = await pair(subject, world)
        expect(await failure(a.dial(b.peerId, [nowhere], never()))).toMatchObject({
          name: 'Unreachable',
          details: { reason: 'unreachable' },
        })
      })
    }

    it('says that somebody else answers', async () => {
      const { a, seen, routes } = await pair(subject, world)
      expect(await failure(a.dial(stranger(), routes, never()))).toMatchObject({
        name: 'ProtocolMismatch',
        details: { reason: 'peer-id-mismatch' },
      })
      expect(seen.a.count('opened')).toBe(0)
    })

    it('says that an address cannot be dialled, or that there is none', async () => {
      const { a, b } = await pair(subject, world)
      for (const addresses of [[], ['garbage'], ['/ip4/127.0.0.1/udp/1/quic-v1'], ['/ip4/999.1.1.1/tcp/1']])
        expect(await failure(a.dial(b.peerId, addresses, never()))).toMatchObject({
          name: 'InvalidAddress',
          details: { reason: 'invalid-address' },
        })
    })

    it('says that its own gate refuses, and dials nobody', async () => {
      const { a, b, seen, routes } = await pair(subject, world, {
        a: {
          gate: {
            standing: ({ direction }) => ({
              standing: direction === 'outbound' ? 'refused' : 'admitted',
              reason: 'test',
            }),
          },
        },
      })
      expect(await failure(a.dial(b.peerId, routes, never()))).toMatchObject({
        name: 'Blocked',
        details: { reason: 'blocked' },
      })
      expect(await seen.a.next('refused')).toMatchObject({ peerId: b.peerId, direction: 'outbound' })
      expect(seen.b.events.map(({ type }) => type)).not.toContain('opened')
    })

    it('turns away whom its gate refuses: the other end sees it closed, and nothing opens here', async () => {
      const { a, b, seen, routes } = await pair(subject, world, { b: { gate: inboundGate('refused') } })
      // The dialer may have been connected for a moment: it is done with the handshake before it is judged.
      const outcome = await a.dial(b.peerId, routes, never()).catch((error: unknown) => error)
      if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'Refused', details: { reason: 'refused' } })
      else await seen.a.next('closed')
      const refused = await seen.b.next('refused')
      expect(refused).toMatchObject({ peerId: a.peerId, direction: 'inbound', transport: subject.transport })
      expect(refused.remoteAddress).not.toBe('')
      expect(seen.b.count('opened')).toBe(0)
    })

    it('calls a dial off', async () => {
      const { a, b, seen, routes } = await pair(subject, world)
      expect(await failure(a.dial(b.peerId, routes, AbortSignal.abort()))).toMatchObject({ name: 'Aborted' })
      expect(seen.a.count('opened')).toBe(0)
      expect((await a.dial(b.peerId, routes, never())).peerId).toBe(b.peerId)
    })
  })
}

function carriesFrames(subject: Subject): void {
  describe('carries frames', () => {
    let world: World
    let a: Network
    let b: Network
    let ab: ConnectionInfo
    let ba: ConnectionInfo
    let seen: { a: Watch; b: Watch }
    beforeAll(async () => {
      world = subject.world()
      const made = await pair(subject, world)
      ;({ a, b, seen } = made)
      b.handle(ECHO, FRAMES, (stream) => void echo(stream))
      a.handle(ECHO, FRAMES, (stream) => void echo(stream))
      ab = await a.dial(b.peerId, made.routes, never())
      const opened = await seen.b.next('opened', ({ connection }) => connection.transport === subject.transport)
      ba = opened.connection
      expect([ab.transport, ab.direction, ba.direction]).toEqual([subject.transport, 'outbound', 'inbound'])
    })
    afterAll(() => world[Symbol.asyncDispose]())

    const openFromA = (protocol = ECHO): Promise<FrameStream> => a.open(ab.id, protocol, FRAMES, never())

    /** A stream whose other end the test holds. */
    async function held(options = FRAMES): Promise<{ near: FrameStream; far: FrameStream }> {
      const arrived = Promise.withResolvers<FrameStream>()
      const handling = b.handle('/test/held/1.0.0', options, (stream, connection) => {
        expect(connection).toEqual(ba)
        arrived.resolve(stream)
      })
      const near = await openFromA('/test/held/1.0.0')
      const far = await arrived.promise
      handling[Symbol.dispose]()
      return { near, far }
    }

    it('in order, from empty ones to the largest, in both directions', async () => {
      const frames = [
        bytes('one'),
        new Uint8Array(0),
        new Uint8Array(127).fill(1),
        new Uint8Array(128).fill(2),
        new Uint8Array(FRAMES.maxFrameBytes).fill(3),
        bytes('last'),
      ]
      for (const opening of [openFromA(), b.open(ba.id, ECHO, FRAMES, never())]) {
        const stream = await opening
        const sending = (async () => {
          for (const frame of frames) await stream.write(frame)
          await stream.close()
        })()
        for (const frame of frames) expect(Uint8Array.from((await stream.read()) ?? [])).toEqual(frame)
        expect(await stream.read()).toBeNull()
        await sending
      }
    })

    it('on thirty streams at a time, each its own', async () => {
      const answers = await Promise.all(
        Array.from({ length: 30 }, async (_, n) => {
          const stream = await openFromA()
          const said: (string | null)[] = []
          for (let i = 0; i < 5; i++) {
            await stream.write(bytes(`${n}.${i}`))
            said.push(text(await stream.read()))
          }
          await stream.close()
          expect(await stream.read()).toBeNull()
          return said
        }),
      )
      expect(answers).toEqual(Array.from({ length: 30 }, (_, n) => Array.from({ length: 5 }, (_, i) => `${n}.${i}`)))
    })

    it('one way still when the other way is closed', async () => {
      const { near, far } = await held()
      await near.write(bytes('the last word'))
      await near.close()
      expect(text(await far.read())).toBe('the last word')
      expect(await far.read()).toBeNull()
      await far.write(bytes('understood'))
      expect(text(await near.read())).toBe('understood')
      await far.close()
      expect(await near.read()).toBeNull()
      expect(await failure(near.write(bytes('too late')))).toMatchObject({ name: 'ConnectionFailed' })
    })

    it('no more once one end aborts', async () => {
      const { near, far } = await held()
      near.abort()
      near.abort()
      expect(await far.read()).toBeNull()
      expect(await near.read()).toBeNull()
      expect([near.violation, far.violation]).toEqual([null, null])
      expect(await failure(far.write(bytes('x')))).toMatchObject({ name: 'ConnectionFailed' })
      await far.close()
      await near.close()
    })

    it('until one is too long: that breaks the stream for good, and no other', async () => {
      const bystander = await openFromA()
      const { near, far } = await held({ maxFrameBytes: 10 })
      await near.write(new Uint8Array(10))
      expect(await far.read()).toHaveLength(10)
      expect(far.violation).toBeNull()
      // It looks like frames inside, so that whoever read on would be fooled.
      await near.write(new Uint8Array(64).fill(1)).catch(() => {})
      expect(await far.read()).toBeNull()
      expect(await far.read()).toBeNull()
      expect(await near.read()).toBeNull()
      // Who sent it did it; who was cut off for it did nothing.
      expect([far.violation, near.violation]).toEqual(['a frame is too long', null])
      expect(await failure(near.write(bytes('x')))).toMatchObject({ name: 'ConnectionFailed' })
      await bystander.write(bytes('still here'))
      expect(text(await bystander.read())).toBe('still here')
      await bystander.close()
    })

    it('for a handler as long as it is there', async () => {
      const protocol = '/test/comes-and-goes/1.0.0'
      const gone = async () =>
        expect(await failure(openFromA(protocol).then((stream) => stream.read()))).toMatchObject({
          name: 'ProtocolMismatch',
          details: { reason: 'no-common-protocol' },
        })
      await gone()
      const first = b.handle(protocol, FRAMES, (stream) => void echo(stream))
      expect(() => b.handle(protocol, FRAMES, () => {})).toThrow(protocol)
      expect(await works(openFromA(protocol))).toBe(true)
      first[Symbol.dispose]()
      const second = b.handle(protocol, FRAMES, (stream) => void echo(stream))
      first[Symbol.dispose]()
      expect(await works(openFromA(protocol))).toBe(true)
      second[Symbol.dispose]()
      await gone()
    })

    it('and knows when it last heard anything over the connection, whatever the stream', async () => {
      const stream = await openFromA()
      const before = systemClock.now()
      await stream.write(bytes('anybody there?'))
      await stream.read()
      const after = systemClock.now()
      for (const heardMs of [a.heardAt(ab.id), b.heardAt(ba.id)]) {
        expect(heardMs).toBeGreaterThanOrEqual(before)
        expect(heardMs).toBeLessThanOrEqual(after)
      }
      await stream.close()
      expect(a.heardAt('nowhere')).toBeNull()
    })

    it('opens none on a connection that is not there, or for a caller who has left', async () => {
      expect(await failure(a.open('nowhere', ECHO, FRAMES, never()))).toMatchObject({ name: 'ConnectionFailed' })
      expect(await works(a.open(ab.id, ECHO, FRAMES, AbortSignal.abort()))).toBe(false)
    })

    it('lets what was sent be read when the connection is closed, and ends every stream', async () => {
      const { near, far } = await held()
      await near.write(bytes('goodbye'))
      await near.close()
      await a.close(ab.id, 'gracefully')
      await Promise.all([
        seen.a.next('closed', ({ connectionId }) => connectionId === ab.id),
        seen.b.next('closed', ({ connectionId }) => connectionId === ba.id),
      ])
      expect(text(await far.read())).toBe('goodbye')
      expect(await far.read()).toBeNull()
      expect(await near.read()).toBeNull()
      expect(await failure(far.write(bytes('x')))).toMatchObject({ name: 'ConnectionFailed' })
      expect(await failure(openFromA())).toMatchObject({ name: 'ConnectionFailed' })
    })
  })
}

function quarantines(subject: Subject): void {
  describe('quarantines', () => {
    let world: World
    beforeAll(() => {
      world = subject.world()
    })
    afterAll(() => world[Symbol.asyncDispose]())

    it('a connection so that only the quarantine protocol passes, whoever opens it', async () => {
      const gate = inboundGate('quarantined')
      const { a, b, seen, routes } = await pair(subject, world, { b: { gate } })
      const handled: string[] = []
      for (const [who, network] of [['a', a] as const, ['b', b] as const])
        for (const protocol of [OPEN_TO_ALL, ECHO])
          network.handle(protocol, FRAMES, (stream) => {
            handled.push(`${who} ${protocol}`)
            void echo(stream)
          })
      const ab = await a.dial(b.peerId, routes, never())
      const ba = (await seen.b.next('opened')).connection
      expect([ab.standing, ba.standing]).toEqual<Standing[]>(['admitted', 'quarantined'])

      expect(await works(a.open(ab.id, OPEN_TO_ALL, FRAMES, never()))).toBe(true)
      expect(await works(b.open(ba.id, OPEN_TO_ALL, FRAMES, never()))).toBe(true)
      expect(await works(a.open(ab.id, ECHO, FRAMES, never()))).toBe(false)
      expect(await works(b.open(ba.id, ECHO, FRAMES, never()))).toBe(false)
      expect(handled).not.toContain(`b ${ECHO}`)

      // A changed mind counts for the next connection, not for this one.
      gate.verdict = 'admitted'
      expect(await works(a.open(ab.id, ECHO, FRAMES, never()))).toBe(false)
      await b.close(ba.id, 'abort')
      await seen.a.next('closed')
      const again = await a.dial(b.peerId, routes, never())
      expect((await seen.b.next('opened')).connection.standing).toBe('admitted')
      expect(await works(a.open(again.id, ECHO, FRAMES, never()))).toBe(true)
    })
  })
}

/** What relays do and for whom; four nodes over TCP. */
export function relaysForFriends(name: string, newWorld: () => World): void {
  describe(`relays: ${name}`, () => {
    let world: World
    let relay: Network
    let target: Network
    let source: Network
    let relayAddress: string
    let seen: { target: Watch; source: Watch }
    const relayUsers = new Set<string>()
    const chosenRelays = new Set<string>()
    const listen = ['/ip4/127.0.0.1/tcp/0']

    beforeAll(async () => {
      world = newWorld()
      relay = await world.create({
        listen,
        serveRelay: true,
        gate: { mayUseRelay: (peerId) => relayUsers.has(peerId) },
      })
      target = await world.create({ useRelays: true, gate: { mayRelayForUs: (peerId) => chosenRelays.has(peerId) } })
      source = await world.create({})
      seen = { target: watch(target), source: watch(source) }
      await Promise.all([relay.start(), target.start(), source.start()])
      relayAddress = routesTo(relay, 'tcp')[0] ?? ''
    })
    afterAll(() => world[Symbol.asyncDispose]())

    const circuit = (end = ''): string => `${relayAddress}/p2p/${relay.peerId}/p2p-circuit${end}`

    it('only the relays that the node chose, and that let it, give it an address', async () => {
      // Three relays in turn: one that refuses, one that was not chosen, one that is fine. Only the last may show.
      const refuses = await world.create({ listen, serveRelay: true })
      const notChosen = await world.create({ listen, serveRelay: true, gate: { mayUseRelay: () => true } })
      await Promise.all([refuses.start(), notChosen.start()])
      chosenRelays.add(refuses.peerId)
      for (const other of [refuses, notChosen])
        target.introduce((await target.dial(other.peerId, routesTo(other, 'tcp'), never())).id)
      expect(target.addresses()).toEqual([])
      chosenRelays.add(relay.peerId)
      relayUsers.add(target.peerId)
      target.introduce((await target.dial(relay.peerId, [relayAddress], never())).id)
      target.introduce('no such connection')
      await seen.target.next('addresses', ({ addresses }) => addresses.length > 0)
      expect(target.addresses().filter((address) => !address.includes(relay.peerId))).toEqual([])
      expect(target.addresses()).toContain(`${circuit()}/p2p/${target.peerId}`)
      await Promise.all([refuses.stop(), notChosen.stop()])
    })

    it('a stranger to the relay is not brought to anybody', async () => {
      const error = await failure(source.dial(target.peerId, [circuit()], never()))
      expect(['Unreachable', 'Refused', 'ConnectionFailed']).toContain(error.name)
      expect(
        seen.target.events.filter((event) => event.type === 'opened' && event.connection.transport === 'relay'),
      ).toEqual([])
    })

    for (const [transport, end] of [
      ['relay', ''],
      ['webrtc', '/webrtc'],
    ] as const)
      it(`brings friends together over ${transport}, and frames pass`, async () => {
        relayUsers.add(source.peerId)
        const handling = target.handle(ECHO, FRAMES, (stream) => void echo(stream))
        const connection = await source.dial(target.peerId, [circuit(end)], never())
        expect(connection).toMatchObject({ peerId: target.peerId, direction: 'outbound', transport })
        const inbound = await seen.target.next(
          'opened',
          (event) => event.connection.peerId === source.peerId && event.connection.transport === transport,
        )
        expect(inbound.connection.direction).toBe('inbound')
        const stream = await source.open(connection.id, ECHO, FRAMES, never())
        await stream.write(bytes('through'))
        expect(text(await stream.read())).toBe('through')
        await source.close(connection.id, 'gracefully')
        await seen.target.next('closed', ({ connectionId }) => connectionId === inbound.connection.id)
        handling[Symbol.dispose]()
      })

    it.each(['source', 'target'] as const)('drops what it relays when the %s may not use it any more', async (end) => {
      relayUsers.add(source.peerId).add(target.peerId)
      const events = watch(relay)
      await source.dial(target.peerId, [circuit()], never())
      const inbound = await seen.target.next('opened', ({ connection }) => connection.transport === 'relay')
      const peerId = { source, target }[end].peerId
      relay.recheck(peerId)
      expect(target.addresses()).not.toEqual([])
      relayUsers.delete(peerId)
      relay.recheck(peerId)
      await seen.target.next('closed', ({ connectionId }) => connectionId === inbound.connection.id)
      expect(await events.next('denied')).toMatchObject({ peerId, reason: 'use-relay' })
      for (const event of events.events)
        if (event.type === 'denied') expect(event).toMatchObject({ peerId, reason: 'use-relay' })
      // Nor does it bring the two together again.
      expect(await failure(source.dial(target.peerId, [circuit()], never()))).toBeInstanceOf(KithError)
      relayUsers.add(peerId)
    })

    it('does not lead to whom the node does not want to meet', async () => {
      const picky = await world.create({
        gate: {
          standing: ({ peerId }) => ({ standing: peerId === relay.peerId ? 'refused' : 'admitted', reason: 'test' }),
        },
      })
      await picky.start()
      relayUsers.add(picky.peerId)
      expect(await failure(picky.dial(target.peerId, [circuit()], never()))).toMatchObject({
        name: 'Blocked',
        details: { reason: 'blocked' },
      })
    })
  })
}

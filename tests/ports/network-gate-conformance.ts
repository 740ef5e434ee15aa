/** What every implementation of the network port promises of the gate and the limits: who is turned away, how it is told, and what follows. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KithError } from '../../src/contract/errors.ts'
import type { Permission } from '../../src/contract/views.ts'
import type { ConnectionInfo, FrameStream, Gate, Network } from '../../src/core/peers/index.ts'
import { routesTo } from '../harness/fake-network.ts'
import type { Subject } from './network-conformance.ts'
import { inboundGate, type NetworkWishes, OPEN_TO_ALL, type Watch, type World, watch } from './network-world.ts'

const ECHO = '/test/echo/1.0.0'
const FRAMES = { maxFrameBytes: 1_024 }
const never = (): AbortSignal => new AbortController().signal

async function echo(stream: FrameStream): Promise<void> {
  for (let frame = await stream.read(); frame; frame = await stream.read()) await stream.write(frame)
  await stream.close()
}

/** Whether a stream can be used; one that was turned away may only show it after it was opened. */
async function works(opening: Promise<FrameStream>): Promise<boolean> {
  try {
    const stream = await opening
    await stream.write(Uint8Array.of(7))
    return (await stream.read())?.[0] === 7
  } catch (error) {
    expect(error).toBeInstanceOf(KithError)
    return false
  }
}

const outcome = (dial: Promise<ConnectionInfo>): Promise<unknown> => dial.catch((error: unknown) => error)

export function turnsAway(name: string, subject: Subject): void {
  describe(`gate and limits of a network: ${name}`, () => {
    let world: World
    beforeEach(() => {
      world = subject.world()
    })
    afterEach(() => world[Symbol.asyncDispose]())

    /** One that listens, and how it is reached. */
    async function target(wishes: NetworkWishes = {}): Promise<{ b: Network; seen: Watch; routes: string[] }> {
      const b = await world.create({ listen: subject.listen, ...wishes })
      const seen = watch(b)
      await b.start()
      return { b, seen, routes: routesTo(b, subject.transport) }
    }

    async function dialer(wishes: NetworkWishes = {}): Promise<{ a: Network; seen: Watch }> {
      const a = await world.create(wishes)
      const seen = watch(a)
      await a.start()
      return { a, seen }
    }

    /** Two that are connected; the second answers what it is sent. */
    async function connected(wishes: NetworkWishes, needs?: Permission) {
      const { b, seen, routes } = await target(wishes)
      const { a } = await dialer()
      b.handle(ECHO, { ...FRAMES, ...(needs ? { needs } : {}) }, (stream) => void echo(stream))
      const ab = await a.dial(b.peerId, routes, never())
      const { connection: ba } = await seen.next('opened')
      const open = (protocol = ECHO) => a.open(ab.id, protocol, FRAMES, never())
      return { a, b, ab, ba, seen, open }
    }

    connectionsAreTurnedAway(target, dialer)
    streamsAreTurnedAway(connected)
  })

  type Make<T> = (wishes?: NetworkWishes) => Promise<T>

  function connectionsAreTurnedAway(
    target: Make<{ b: Network; seen: Watch; routes: string[] }>,
    dialer: Make<{ a: Network; seen: Watch }>,
  ): void {
    it('tells once of whom it turns away, with the gate’s reason', async () => {
      const { b, seen, routes } = await target({ gate: inboundGate('refused', 'blocked') })
      const { a } = await dialer()
      await outcome(a.dial(b.peerId, routes, never()))
      const { transport } = subject
      expect(await seen.next('refused')).toMatchObject({
        peerId: a.peerId,
        direction: 'inbound',
        transport,
        reason: 'blocked',
      })
      // Another one: the first may take its connection for open still.
      const { a: other } = await dialer()
      await outcome(other.dial(b.peerId, routes, never()))
      expect(await seen.next('refused')).toMatchObject({ peerId: other.peerId })
      expect(seen.count('refused')).toBe(2)
      expect(seen.count('opened')).toBe(0)
    })

    it('tells once of whom it does not dial, however many addresses there are', async () => {
      const { b, routes } = await target()
      const { a, seen } = await dialer({
        gate: { standing: () => ({ standing: 'refused', reason: 'banned' }) },
      })
      expect(await outcome(a.dial(b.peerId, [...routes, ...routes, '/ip4/127.0.0.1/tcp/9'], never()))).toMatchObject({
        name: 'Blocked',
      })
      expect(seen.events.filter(({ type }) => type === 'refused')).toEqual([
        {
          type: 'refused',
          peerId: b.peerId,
          direction: 'outbound',
          remoteAddress: '',
          transport: 'other',
          reason: 'banned',
        },
      ])
    })

    it('says with every connection why the gate let it in', async () => {
      const { b, seen, routes } = await target({ gate: inboundGate('quarantined', 'not-approved') })
      const { a } = await dialer({ gate: { standing: () => ({ standing: 'quarantined', reason: 'invite' }) } })
      expect(await a.dial(b.peerId, routes, never())).toMatchObject({ standing: 'quarantined', reason: 'invite' })
      expect((await seen.next('opened')).connection).toMatchObject({ standing: 'quarantined', reason: 'not-approved' })
    })

    it('lets in so many from one address, says of the next that there are too many, and takes it when one has gone', async () => {
      const { b, seen, routes } = await target({ limits: { perIpv4: 2 } })
      const dialers = [await dialer(), await dialer(), await dialer()]
      for (const { a } of dialers) await outcome(a.dial(b.peerId, routes, never()))
      expect(await seen.next('refused')).toMatchObject({
        peerId: null,
        direction: 'inbound',
        transport: subject.transport,
        reason: 'limit-address',
      })
      expect(seen.count('opened')).toBe(2)
      const first = (await seen.next('opened')).connection
      await b.close(first.id, 'abort')
      await seen.next('closed')
      const third = dialers[2]
      if (third) expect(await third.a.dial(b.peerId, routes, never())).toMatchObject({ peerId: b.peerId })
    })

    it('lets in so many within a second', async () => {
      const { b, seen, routes } = await target({ limits: { inboundPerSecondPerAddress: 2 } })
      const dialers = [await dialer(), await dialer(), await dialer()]
      await Promise.all(dialers.map(({ a }) => outcome(a.dial(b.peerId, routes, never()))))
      expect(await seen.next('refused')).toMatchObject({ peerId: null, reason: 'limit-rate' })
    })

    it('keeps places for trusted peers, and makes room for one when it is full', async () => {
      const trusted = new Set<string>()
      const gate: Partial<Gate> = { isTrusted: (peerId) => trusted.has(peerId) }
      const { b, seen, routes } = await target({ gate, limits: { connections: 2, reservedForTrusted: 1 } })
      const [guest, late, friend, other] = [await dialer(), await dialer(), await dialer(), await dialer()]
      trusted.add(friend.a.peerId).add(other.a.peerId)
      await guest.a.dial(b.peerId, routes, never())
      await outcome(late.a.dial(b.peerId, routes, never()))
      expect(await seen.next('refused')).toMatchObject({ peerId: late.a.peerId, reason: 'limit-total' })
      await friend.a.dial(b.peerId, routes, never())
      await seen.next('opened', ({ connection }) => connection.peerId === friend.a.peerId)
      await other.a.dial(b.peerId, routes, never())
      await seen.next('closed', ({ peerId }) => peerId === guest.a.peerId)
      expect(await seen.next('refused')).toMatchObject({ peerId: guest.a.peerId, reason: 'pruned' })
      await seen.next('opened', ({ connection }) => connection.peerId === other.a.peerId)
      expect(seen.count('closed')).toBe(1)
    })

    it('dials nobody beyond its own limit, and says that it is itself who is full', async () => {
      const targets = [await target(), await target()]
      const { a, seen } = await dialer({ limits: { connections: 2, reservedForTrusted: 1 } })
      const [first, second] = targets
      if (!first || !second) throw new Error('two targets')
      const connection = await a.dial(first.b.peerId, first.routes, never())
      expect(await outcome(a.dial(second.b.peerId, second.routes, never()))).toMatchObject({
        name: 'LimitReached',
        details: { reason: 'full-here' },
      })
      expect(await seen.next('refused')).toMatchObject({
        peerId: second.b.peerId,
        direction: 'outbound',
        reason: 'limit-total',
      })
      expect(await a.dial(first.b.peerId, first.routes, never())).toEqual(connection)
      await a.close(connection.id, 'abort')
      await seen.next('closed')
      expect(await a.dial(second.b.peerId, second.routes, never())).toMatchObject({ peerId: second.b.peerId })
    })
  }

  function streamsAreTurnedAway(
    connected: (
      wishes: NetworkWishes,
      needs?: Permission,
    ) => Promise<{
      a: Network
      b: Network
      ab: ConnectionInfo
      ba: ConnectionInfo
      seen: Watch
      open: (protocol?: string) => Promise<FrameStream>
    }>,
  ): void {
    it('asks the gate for every protocol on a quarantined connection, and tells of what did not pass', async () => {
      const asked: unknown[] = []
      const gate: Partial<Gate> = {
        ...inboundGate('quarantined'),
        mayUseInQuarantine(attempt) {
          asked.push(attempt)
          return attempt.protocol === OPEN_TO_ALL
        },
      }
      const { a, b, open, seen } = await connected({ gate })
      b.handle(OPEN_TO_ALL, FRAMES, (stream) => void echo(stream))
      expect(await works(open())).toBe(false)
      expect(await seen.next('denied')).toEqual({
        type: 'denied',
        peerId: a.peerId,
        direction: 'inbound',
        protocol: ECHO,
        reason: 'not-admitted',
      })
      expect(await works(open(OPEN_TO_ALL))).toBe(true)
      expect(asked).toEqual(
        [ECHO, OPEN_TO_ALL].map((protocol) => ({ peerId: a.peerId, direction: 'inbound', protocol })),
      )
    })

    it('turns away streams that need a permission which their peer has not, and opens those of others', async () => {
      const permissions = new Set<Permission>()
      const gate: Partial<Gate> = { may: (_peerId, permission) => permissions.has(permission) }
      const { a, b, open, ba, seen } = await connected({ gate }, 'offer-files')
      a.handle(ECHO, FRAMES, (stream) => void echo(stream))
      expect(await works(open())).toBe(false)
      expect(await seen.next('denied')).toMatchObject({ peerId: a.peerId, protocol: ECHO, reason: 'offer-files' })
      // What this node opens itself needs nothing of the other's permissions.
      expect(await works(b.open(ba.id, ECHO, FRAMES, never()))).toBe(true)
      permissions.add('offer-files')
      expect(await works(open())).toBe(true)
      expect(seen.count('denied')).toBe(1)
    })

    it('ends, when told to look again, the streams whose permission is gone, and no others', async () => {
      let may = true
      const { a, b, open, ba, seen } = await connected({ gate: { may: () => may } }, 'message')
      a.handle(ECHO, FRAMES, (stream) => void echo(stream))
      b.handle('/test/free/1.0.0', FRAMES, (stream) => void echo(stream))
      const [needy, free, own] = [
        await open(),
        await open('/test/free/1.0.0'),
        await b.open(ba.id, ECHO, FRAMES, never()),
      ]
      b.recheck(a.peerId)
      for (const stream of [needy, free, own]) expect(await works(Promise.resolve(stream))).toBe(true)
      may = false
      b.recheck('nobody that it knows')
      b.recheck(a.peerId)
      expect(await needy.read()).toBeNull()
      for (const stream of [free, own]) expect(await works(Promise.resolve(stream))).toBe(true)
      expect(await seen.next('denied')).toMatchObject({ peerId: a.peerId, protocol: ECHO, reason: 'message' })
      b.recheck(a.peerId)
      expect(seen.count('denied')).toBe(1)
    })

    it('keeps to so many open streams of a protocol with a peer, in either direction', async () => {
      const limits = { inboundStreamsPerProtocol: 2, outboundStreamsPerProtocol: 1 }
      const { a, b, open, ba, seen } = await connected({ limits })
      a.handle(ECHO, FRAMES, (stream) => void echo(stream))
      const kept = [await open(), await open()]
      for (const stream of kept) expect(await works(Promise.resolve(stream))).toBe(true)
      expect(await works(open())).toBe(false)
      expect(await seen.next('denied')).toMatchObject({
        peerId: a.peerId,
        direction: 'inbound',
        reason: 'limit-streams',
      })
      await kept[0]?.close()
      expect(await kept[0]?.read()).toBeNull()
      expect(await works(open())).toBe(true)

      const first = await b.open(ba.id, ECHO, FRAMES, never())
      expect(await outcome(b.open(ba.id, ECHO, FRAMES, never()) as Promise<never>)).toMatchObject({
        name: 'LimitReached',
        details: { reason: 'limit-streams' },
      })
      expect(await seen.next('denied')).toMatchObject({ direction: 'outbound', reason: 'limit-streams' })
      expect(await works(Promise.resolve(first))).toBe(true)
    })

    it('keeps to so many new streams of a peer within a second', async () => {
      const { open, seen } = await connected({ limits: { inboundStreamsPerSecond: 3 } })
      const outcomes = await Promise.all([1, 2, 3, 4, 5].map(() => works(open())))
      expect(outcomes.filter((worked) => worked)).toHaveLength(3)
      expect(await seen.next('denied')).toMatchObject({ protocol: ECHO, reason: 'limit-stream-rate' })
    })
  }
}

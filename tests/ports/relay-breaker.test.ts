/** Relays that keep failing, over libp2p: left alone while everything else goes on (spec §7). */
import { afterEach, expect, it } from 'vitest'
import { KithError } from '../../src/contract/errors.ts'
import { Settings } from '../../src/contract/settings.ts'
import type { Network } from '../../src/core/peers/index.ts'
import { createBreaker, type OwnBreaker } from '../../src/core/resilience/index.ts'
import { silentLog } from '../../src/kit/log.ts'
import { routesTo } from '../harness/fake-network.ts'
import { ManualClock } from '../harness/manual-clock.ts'
import { libp2pWorld, stranger, type World, watch } from './network-world.ts'

const listen = ['/ip4/127.0.0.1/tcp/0']
const never = (): AbortSignal => new AbortController().signal
const worlds: World[] = []
afterEach(async () => {
  for (const world of worlds.splice(0)) await world[Symbol.asyncDispose]()
})

function newWorld(): World {
  const world = libp2pWorld()
  worlds.push(world)
  return world
}

function relayBreaker(): { clock: ManualClock; relayBreaker: OwnBreaker } {
  const clock = new ManualClock()
  const { relay } = Settings.parse({}).breakers
  return { clock, relayBreaker: createBreaker({ clock, log: silentLog }, 'relay', () => relay) }
}

async function runningRelay(world: World): Promise<{ relay: Network; circuit: string }> {
  const relay = await world.create({ listen, serveRelay: true, gate: { mayUseRelay: () => true } })
  await relay.start()
  return { relay, circuit: `${routesTo(relay, 'tcp')[0] ?? ''}/p2p/${relay.peerId}/p2p-circuit` }
}

async function behind(world: World, relay: Network): Promise<Network> {
  const target = await world.create({ listen, useRelays: true, gate: { mayRelayForUs: () => true } })
  const seen = watch(target)
  await target.start()
  target.introduce((await target.dial(relay.peerId, routesTo(relay, 'tcp'), never())).id)
  await seen.next('addresses', ({ addresses }) => addresses.some((address) => address.includes('p2p-circuit')))
  return target
}

const failure = (dialling: Promise<unknown>): Promise<string> =>
  dialling.then(
    () => 'connected',
    (error: unknown) =>
      error instanceof KithError ? `${error.name} ${String(error.details['reason'])}` : String(error),
  )

it('a relay that is off is left alone after four dials; direct ones go on, and a probe finds it again', async () => {
  const world = newWorld()
  const { relay, circuit } = await runningRelay(world)
  const target = await behind(world, relay)
  const off = await runningRelay(world)
  await off.relay.stop()
  const { clock, relayBreaker: breaker } = relayBreaker()
  const source = await world.create({ relayBreaker: breaker })
  await source.start()
  for (let tried = 0; tried < 4; tried += 1) {
    expect(breaker.status().state).toBe('closed')
    expect(await failure(source.dial(target.peerId, [off.circuit], never()))).toBe('Unreachable unreachable')
  }
  expect(breaker.status().state).toBe('open')
  // Not even the one that works: nobody knows.
  expect(await failure(source.dial(target.peerId, [circuit], never()))).toBe('BreakerOpen unreachable')
  const direct = await source.dial(target.peerId, [circuit, ...routesTo(target, 'tcp')], never())
  expect(direct.transport).toBe('tcp')
  await source.close(direct.id, 'gracefully')
  await clock.advance(30_000)
  for (const state of ['half-open', 'closed']) {
    const relayed = await source.dial(target.peerId, [circuit], never())
    expect([relayed.transport, breaker.status().state]).toEqual(['relay', state])
    await source.close(relayed.id, 'gracefully')
  }
  // Now that one relay is known to work, another that is off is its own trouble.
  for (let tried = 0; tried < 6; tried += 1) await failure(source.dial(target.peerId, [off.circuit], never()))
  expect(breaker.status()).toMatchObject({ state: 'closed', failures: 0 })
})

it('a peer that is not there says nothing about its relay', async () => {
  const world = newWorld()
  const { circuit } = await runningRelay(world)
  const { relayBreaker: breaker } = relayBreaker()
  const source = await world.create({ relayBreaker: breaker })
  await source.start()
  for (let tried = 0; tried < 6; tried += 1)
    expect(await failure(source.dial(stranger(), [circuit], never()))).not.toBe('connected')
  expect(breaker.status()).toMatchObject({ state: 'closed', failures: 0 })
})

it('a place on a relay that could not be asked for is asked for when relays are tried again', async () => {
  const world = newWorld()
  const { relay } = await runningRelay(world)
  const { clock, relayBreaker: breaker } = relayBreaker()
  while (breaker.status().state === 'closed') breaker.failed()
  const target = await world.create({ useRelays: true, gate: { mayRelayForUs: () => true }, relayBreaker: breaker })
  const seen = watch(target)
  await target.start()
  const refused = new Promise<void>((resolve) => {
    const enter = breaker.enter
    Object.assign(breaker, {
      enter: (byHand?: boolean) => {
        const error = enter(byHand)
        if (error) resolve()
        return error
      },
    })
  })
  target.introduce((await target.dial(relay.peerId, routesTo(relay, 'tcp'), never())).id)
  await refused
  expect(target.addresses()).toEqual([])
  await clock.advance(30_000)
  await seen.next('addresses', ({ addresses }) => addresses.length > 0)
  expect(target.addresses()[0]).toContain(`/p2p/${relay.peerId}/p2p-circuit`)
})

import { describe, expect, it } from 'vitest'
import { settled } from '../../../tests/harness/manual-clock.ts'
import type { Announcement, Handlers } from '../../contract/contract.ts'
import { KithError } from '../../contract/errors.ts'
import type { HostView } from '../../contract/views.ts'
import { createServerPart } from '../../host/desktop-part.ts'
import type { Kith } from '../../host/start-kith.ts'
import { createEmitter } from '../../kit/emitter.ts'
import { createNodeKeeper, type KeptOptions } from './node-keeper.ts'

const running: HostView = { phase: 'running', problem: null, choices: [] }
const inUse = new KithError('InvalidRequest', 'The data folder /x is in use by another node (process 7).')

function setUp() {
  const starts: { given: KeptOptions; answer: PromiseWithResolvers<Kith> }[] = []
  const troubles: unknown[] = []
  const changed = createEmitter<never>()
  let stops = 0
  const tried = Promise.withResolvers<HostView>()
  const keeper = createNodeKeeper({
    startKith(given) {
      const answer = Promise.withResolvers<Kith>()
      starts.push({ given, answer })
      return answer.promise
    },
    desktop: { ...createServerPart('/x'), changed },
    onTrouble: (_what, error) => troubles.push(error),
  })
  const heard: Announcement[] = []
  keeper.events.on((announcement) => heard.push(announcement))
  const phases = () => heard.flatMap(({ name, payload }) => (name === 'host.changed' ? [payload.phase] : []))
  const kith = (view: HostView = running): Kith =>
    ({
      host: {
        handlers: {
          'host.status': async () => view,
          'node.rates': async () => ({ downBytesPerSecond: 1, upBytesPerSecond: 2 }),
        } as unknown as Handlers,
      },
      firstTry: tried.promise,
      stop: async () => {
        stops += 1
      },
    }) as unknown as Kith
  return { keeper, starts, troubles, changed, heard, phases, kith, stops: () => stops, tried }
}

describe('the node as the window sees it', () => {
  it('is starting before there is anything', async () => {
    const { keeper } = setUp()
    expect(await keeper.handlers['host.status'](undefined)).toMatchObject({ phase: 'starting' })
    await expect(keeper.handlers['node.status'](undefined)).rejects.toMatchObject({ name: 'Unreachable' })
    expect(await keeper.handlers['desktop.status'](undefined)).toMatchObject({ kind: 'server' })
  })

  it('hands everything to the host once there is one, and tells what it tells, nothing before', async () => {
    const { keeper, starts, kith, phases, heard } = setUp()
    const begun = keeper.start()
    const [{ given, answer }] = starts as [(typeof starts)[0]]
    given.onAnnouncement({ name: 'host.changed', payload: running })
    given.onAnnouncement({ name: 'rates.changed', payload: { downBytesPerSecond: 1, upBytesPerSecond: 2 } as never })
    expect(phases()).toEqual(['starting'])
    answer.resolve(kith())
    await begun
    expect(phases()).toEqual(['starting', 'running'])
    expect(await keeper.handlers['node.rates'](undefined)).toMatchObject({ upBytesPerSecond: 2 })
    given.onAnnouncement({ name: 'rates.changed', payload: { downBytesPerSecond: 3, upBytesPerSecond: 4 } as never })
    expect(heard.at(-1)).toMatchObject({ name: 'rates.changed', payload: { upBytesPerSecond: 4 } })
    expect(keeper.view.phase).toBe('running')
  })

  it('says why there is none, and tries again when a person asks', async () => {
    const { keeper, starts, kith, phases, tried } = setUp()
    const begun = keeper.start()
    starts[0]!.answer.reject(inUse)
    await begun
    expect(await keeper.handlers['host.status'](undefined)).toEqual({
      phase: 'failed',
      problem: inUse.toJSON(),
      choices: ['retry'],
    })
    await expect(keeper.handlers['node.status'](undefined)).rejects.toThrow(/in use by another node/)
    const resolved = keeper.handlers['host.resolve']({ choice: 'retry' })
    await settled()
    await expect(keeper.handlers['host.resolve']({ choice: 'retry' })).rejects.toMatchObject({ name: 'InvalidRequest' })
    starts[1]!.answer.resolve(kith())
    let answered = false
    void resolved.then(() => (answered = true))
    await settled()
    expect(answered).toBe(false)
    tried.resolve(running)
    expect(await resolved).toEqual(running)
    expect(starts).toHaveLength(2)
    expect(phases()).toEqual(['starting', 'failed', 'starting'])
  })

  it('does not show what a fault of its own says', async () => {
    const { keeper, starts, troubles } = setUp()
    const begun = keeper.start()
    starts[0]!.answer.reject(new TypeError('x is not a function'))
    await begun
    expect(keeper.view.problem?.name).toBe('Internal')
    expect(keeper.view.problem?.message).not.toContain('function')
    expect(troubles).toHaveLength(1)
  })

  it('lets no try that failed go on listening', async () => {
    const { keeper, starts, changed } = setUp()
    for (let tries = 0; tries < 5; tries += 1) {
      const begun = keeper.start()
      starts.at(-1)!.answer.reject(inUse)
      await begun
    }
    expect(changed.size).toBeLessThanOrEqual(2)
    await keeper.stop()
    expect(changed.size).toBe(0)
  })

  it('stops in any state, twice', async () => {
    const fresh = setUp()
    await fresh.keeper.stop()
    await fresh.keeper.start()
    expect([fresh.starts.length, fresh.phases()]).toEqual([0, ['stopping']])

    const { keeper, starts, kith, stops } = setUp()
    void keeper.start()
    const stopped = [keeper.stop(), keeper.stop()]
    starts[0]!.answer.resolve(kith())
    await Promise.all(stopped)
    expect(stops()).toBe(1)

    const failed = setUp()
    const begun = failed.keeper.start()
    const ended = failed.keeper.stop()
    failed.starts[0]!.answer.reject(inUse)
    await Promise.all([begun, ended])
    expect(failed.phases()).toEqual(['starting', 'stopping'])
  })
})

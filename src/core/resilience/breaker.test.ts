import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../../tests/harness/manual-clock.ts'
import { KithError } from '../../contract/errors.ts'
import { Settings } from '../../contract/settings.ts'
import { silentLog } from '../../kit/log.ts'
import { createBreaker } from './breaker.ts'
import type { Breaker } from './breaker.types.ts'
import { createBreakers } from './breakers.ts'

const usual = { failures: 3, windowMs: 60_000, openMs: 30_000, successes: 2 }
const broken = () => Promise.reject(new Error('broken'))

function setup() {
  const clock = new ManualClock()
  const breaker = createBreaker({ clock, log: silentLog }, 'storage', () => usual)
  const changes: string[] = []
  breaker.changed.on(({ from, to }) => changes.push(`${from} → ${to}`))
  return { clock, breaker, changes }
}

function trip(breaker: Breaker): void {
  while (breaker.status().state === 'closed') breaker.failed()
}

describe('a breaker', () => {
  it('leaves alone what failed three times, says for how long, and tries again by one probe', async () => {
    const { clock, breaker, changes } = setup()
    for (let times = 0; times < 3; times += 1) await expect(breaker.run(broken)).rejects.toThrow('broken')
    expect(breaker.status()).toEqual({ state: 'open', failures: 3, retryMs: 30_000 })
    await clock.advance(18_000)
    const refused = await breaker.run(broken).catch((error: unknown) => error)
    expect((refused as KithError).toJSON()).toEqual({
      code: 3001,
      name: 'BreakerOpen',
      message: '“storage” failed several times, so Kith leaves it alone for another 12 s, then it tries again.',
      retryable: true,
      details: { breaker: 'storage', retryInMs: 12_000, retryAt: '2026-01-01T00:00:30.000Z' },
    })
    expect(changes).toEqual(['closed → open'])
    await clock.advance(12_000)
    // Nobody asked, and who watches knows all the same.
    expect(changes).toEqual(['closed → open', 'open → half-open'])
    const probe = Promise.withResolvers<string>()
    const probing = breaker.run(() => probe.promise)
    await expect(breaker.run(broken)).rejects.toMatchObject({ name: 'BreakerProbing', code: 3002, retryable: true })
    probe.resolve('works')
    expect(await probing).toBe('works')
    expect(breaker.runSync(() => 'works again')).toBe('works again')
    expect(changes.slice(2)).toEqual(['half-open → closed'])
    expect(breaker.status()).toEqual({ state: 'closed', failures: 0, retryMs: null })
    expect(clock.pending).toBe(0)
  })

  it('takes only those errors for failures that its user calls so', async () => {
    const { breaker } = setup()
    const isFailure = (error: unknown) => error instanceof KithError
    for (let times = 0; times < 5; times += 1) {
      await expect(breaker.run(broken, isFailure)).rejects.toThrow('broken')
      expect(() =>
        breaker.runSync(() => {
          throw new Error('broken')
        }, isFailure),
      ).toThrow('broken')
    }
    expect(breaker.status().state).toBe('closed')
  })

  it('is not closed by somebody who entered before it opened and succeeds late', async () => {
    const { clock, breaker } = setup()
    const late = Promise.withResolvers<undefined>()
    const early = breaker.run(() => late.promise)
    trip(breaker)
    await clock.advance(30_000)
    expect(breaker.enter()).toBeNull()
    late.resolve(undefined)
    await early
    breaker.failed()
    expect(breaker.status().state).toBe('open')
  })

  it('knows that its time is over even when its timer came late, and without one', async () => {
    const { clock, breaker, changes } = setup()
    trip(breaker)
    breaker[Symbol.dispose]()
    breaker[Symbol.dispose]()
    expect(clock.pending).toBe(0)
    await clock.advance(30_000)
    expect(breaker.status()).toEqual({ state: 'half-open', failures: 3, retryMs: null })
    expect(changes).toEqual(['closed → open'])
    expect(breaker.enter()).toBeNull()
    expect(changes).toEqual(['closed → open', 'open → half-open'])
    breaker.failed()
    expect(clock.pending).toBe(0)
    breaker.start()
    await clock.advance(30_000)
    expect(changes.slice(2)).toEqual(['half-open → open', 'open → half-open'])
  })

  it('lets a listener do the probe before the one who asked', async () => {
    const { clock, breaker } = setup()
    breaker.changed.on(({ to }) => {
      if (to === 'half-open') breaker.runSync(() => 'a probe of its own')
    })
    trip(breaker)
    await clock.advance(30_000)
    expect(breaker.runSync(() => 'the second one')).toBe('the second one')
    expect(breaker.status().state).toBe('closed')
  })
})

describe('the breakers of a node', () => {
  const settings = Settings.parse({}).breakers
  const world = () => {
    const clock = new ManualClock()
    const host = createBreaker({ clock, log: silentLog }, 'keychain', () => settings.keychain)
    const breakers = createBreakers({ clock, log: silentLog, hosts: { keychain: host } }, () => settings)
    const told: string[] = []
    breakers.serviceChanged.on(({ name, to }) => told.push(`${name} ${to}`))
    breakers.peerChanged.on(({ name, to }) => told.push(`${name} ${to}`))
    return { clock, host, breakers, told }
  }

  it('say of each service whether it works, and what that means while it does not', async () => {
    const { clock, breakers, told } = world()
    expect(breakers.services()).toEqual(
      ['keychain', 'storage', 'relay', 'mdns', 'updates'].map((name) => ({
        name,
        state: 'closed',
        failures: 0,
        retryAt: null,
        degraded: null,
      })),
    )
    trip(breakers.service('storage'))
    expect(breakers.services().find(({ name }) => name === 'storage')).toEqual({
      name: 'storage',
      state: 'open',
      failures: 3,
      retryAt: '2026-01-01T00:00:30.000Z',
      degraded: expect.stringMatching(/cannot be saved and is refused. Connections go on/) as string,
    })
    await clock.advance(30_000)
    expect(breakers.services().find(({ name }) => name === 'storage')).toMatchObject({
      state: 'half-open',
      retryAt: null,
    })
    expect(told).toEqual(['storage open', 'storage half-open'])
  })

  it.each([
    ['keychain', 5, 60_000],
    ['storage', 3, 30_000],
    ['relay', 4, 120_000],
    ['mdns', 5, 60_000],
    ['updates', 3, 300_000],
  ] as const)(
    '%s: opens with failure %i within %i ms, and after 30 s two successes close it',
    async (name, failures, windowMs) => {
      const { clock, breakers, told } = world()
      const breaker = breakers.service(name)
      breaker.failed()
      await clock.advance(windowMs)
      for (let failed = 1; failed < failures; failed += 1) breaker.failed()
      expect(breaker.status()).toEqual({ state: 'closed', failures: failures - 1, retryMs: null })
      breaker.failed()
      expect(breaker.enter()?.message).toMatch(/ for another 30 s, then it tries again\./)
      await clock.advance(30_000)
      for (const state of ['half-open', 'closed']) {
        expect(breaker.runSync(() => 'works')).toBe('works')
        expect(breaker.status().state).toBe(state)
      }
      expect(told).toEqual([`${name} open`, `${name} half-open`, `${name} closed`])
    },
  )

  it('tell of the host’s own, and no more once disposed', () => {
    const { clock, host, breakers, told } = world()
    breakers[Symbol.dispose]()
    breakers[Symbol.dispose]()
    trip(host)
    expect(told).toEqual([])
    host[Symbol.dispose]()
    expect(clock.pending).toBe(0)
    breakers.start()
    expect(host.enter(true)).toBeNull()
    expect(told).toEqual(['keychain half-open'])
    breakers[Symbol.dispose]()
  })

  it('have one for a peer only while it fails', async () => {
    const { clock, breakers, told } = world()
    const ada = breakers.peer('ada')
    const heard: string[] = []
    ada.changed.on(({ to }) => heard.push(to))
    await ada.run(() => Promise.resolve('fine'))
    expect(breakers.summary()).toEqual({ closed: 0, open: 0, halfOpen: 0 })
    await expect(ada.run(broken)).rejects.toThrow('broken')
    breakers.peer('bob').failed()
    expect(breakers.summary()).toEqual({ closed: 2, open: 0, halfOpen: 0 })
    // Looked up twice, and still the same one.
    for (let times = 0; times < 4; times += 1) await expect(breakers.peer('ada').run(broken)).rejects.toThrow('broken')
    expect(breakers.summary()).toEqual({ closed: 1, open: 1, halfOpen: 0 })
    expect(ada.status()).toEqual({ state: 'open', failures: 5, retryMs: 30_000 })
    expect(ada.enter()).toMatchObject({ name: 'BreakerOpen' })
    await clock.advance(30_000)
    expect(breakers.summary()).toEqual({ closed: 1, open: 0, halfOpen: 1 })
    for (let probes = 0; probes < 2; probes += 1) ada.runSync(() => 'works')
    await clock.advance(30_000)
    expect(breakers.summary()).toEqual({ closed: 0, open: 0, halfOpen: 0 })
    expect(told).toEqual(['ada open', 'ada half-open', 'ada closed'])
    expect(heard).toEqual(['open', 'half-open', 'closed'])
    expect(clock.pending).toBe(0)
  })

  it('let a person through to a peer that is left alone', () => {
    const { breakers } = world()
    const ada = breakers.peer('ada')
    trip(ada)
    expect(ada.enter()?.message).toMatch(
      /^Connecting this peer failed several times.* Connect it by hand to try at once\.$/,
    )
    expect(ada.enter(true)).toBeNull()
    ada.left()
    expect(ada.enter()).toBeNull()
    breakers.forget('ada')
    expect(ada.status().state).toBe('closed')
  })

  it('remember no more than ten thousand peers, and forget the quiet ones first', async () => {
    const { clock, breakers } = world()
    const open = breakers.peer('open for long')
    trip(open)
    for (let number = 0; number < 100; number += 1) breakers.peer(`quiet ${number}`).failed()
    await clock.advance(60_000)
    for (let number = 0; number < 9_900; number += 1) breakers.peer(`lately ${number}`).failed()
    expect(open.status().state).toBe('half-open')
    expect(breakers.summary()).toEqual({ closed: 9_900, open: 0, halfOpen: 1 })
    for (let number = 0; number < 5_000; number += 1) breakers.peer(`more ${number}`).failed()
    const { closed, halfOpen } = breakers.summary()
    expect(closed + halfOpen).toBe(10_000)
    breakers[Symbol.dispose]()
    expect(clock.pending).toBe(0)
  })
})

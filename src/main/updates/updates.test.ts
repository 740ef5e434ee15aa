import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ManualClock, settled } from '../../../tests/harness/manual-clock.ts'
import { KithError } from '../../contract/errors.ts'
import { Settings, type SettingsInput } from '../../contract/settings.ts'
import { silentLog } from '../../kit/log.ts'
import type { FoundVersion, UpdaterPort } from './updater.types.ts'
import { createUpdates } from './updates.ts'

const key = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? ''
const feed = `https://feed.test/kith#key=${key}`
const HOUR_MS = 3_600_000

/** A feed and an installer whose answers the test gives, and what was asked of them. */
function start(more: Partial<UpdaterPort> = {}) {
  const clock = new ManualClock()
  const told: string[] = []
  let answer: () => Promise<FoundVersion | null> = () => Promise.resolve(null)
  let arrive: () => Promise<void> = () => Promise.resolve()
  const port: UpdaterPort = {
    async check({ url }) {
      told.push(`check ${url}`)
      return answer()
    },
    async download(onPercent, signal) {
      told.push('download')
      onPercent(30)
      signal.addEventListener('abort', () => told.push('download called off'))
      await arrive()
    },
    startsAtOnce: true,
    install: () => void told.push('install'),
    forget: () => void told.push('forget'),
    ...more,
  }
  const updates = createUpdates({
    clock,
    log: silentLog,
    load() {
      told.push('load')
      return Promise.resolve(port)
    },
    leave: () => Promise.resolve(void told.push('leave')),
    restart: () => void told.push('restart'),
  })
  const states: string[] = []
  updates.changed.on(({ state, percent }) => states.push(percent === null ? state : `${state} ${String(percent)}`))
  const follow = (input: SettingsInput['updates']): void => updates.follow(Settings.parse({ updates: input }))
  const pass = async (ms: number): Promise<void> => {
    await clock.advance(ms)
    await settled()
  }
  return {
    updates,
    clock,
    told,
    states,
    follow,
    pass,
    answers: (next: () => Promise<FoundVersion | null>) => void (answer = next),
    arrives: (next: () => Promise<void>) => void (arrive = next),
  }
}

const newer = (): Promise<FoundVersion> => Promise.resolve({ version: '0.2.0', notes: 'New.' })
const unreachable = (): Promise<never> =>
  Promise.reject(new KithError('ConnectionFailed', 'feed.test could not be reached.'))

describe('updates', () => {
  it('ask nobody and load nothing while no feed is set', async () => {
    const { updates, told, follow, pass } = start()
    follow({})
    await pass(48 * HOUR_MS)
    expect([told, updates.view.state]).toEqual([[], 'off'])
    await expect(updates.check()).rejects.toMatchObject({ name: 'InvalidRequest' })
  })

  it('are looked for shortly after the start, and daily', async () => {
    const { told, follow, pass } = start()
    follow({ feed })
    await pass(14_000)
    expect(told).toEqual([])
    await pass(1_000)
    expect(told).toEqual(['load', 'check https://feed.test/kith/'])
    await pass(23 * HOUR_MS)
    expect(told).toHaveLength(2)
    await pass(HOUR_MS)
    expect(told).toHaveLength(3)
  })

  it('wait for a person who does not want Kith to ask by itself', async () => {
    const { updates, told, follow, pass } = start()
    follow({ feed, automatic: false })
    await pass(48 * HOUR_MS)
    expect(told).toEqual([])
    await updates.check()
    expect(told).toEqual(['load', 'check https://feed.test/kith/'])
  })

  it('are found, fetched and installed step by step, each when the person says so', async () => {
    const { updates, told, states, follow, answers } = start()
    follow({ feed })
    answers(newer)
    await updates.check()
    expect(updates.view).toMatchObject({ state: 'available', version: '0.2.0', notes: 'New.', problem: null })
    await updates.download()
    expect(updates.view).toMatchObject({ state: 'ready', version: '0.2.0', percent: null })
    await updates.install()
    expect(states).toEqual(['idle', 'checking', 'available', 'downloading 0', 'downloading 30', 'ready'])
    expect(told.slice(2)).toEqual(['download', 'leave', 'install'])
  })

  it('let go of the node first only where the new program starts at once', async () => {
    const { updates, told, follow, answers } = start({ startsAtOnce: false })
    follow({ feed })
    answers(newer)
    await updates.check()
    await updates.download()
    await updates.install()
    expect(told.slice(2)).toEqual(['download', 'install'])
  })

  it('start this version anew when the installer would not begin', async () => {
    const { updates, told, follow, answers } = start({
      install() {
        throw new Error('no rights')
      },
    })
    follow({ feed })
    answers(newer)
    await updates.check()
    await updates.download()
    await expect(updates.install()).rejects.toMatchObject({
      name: 'Refused',
      message: expect.stringContaining('no rights') as string,
    })
    expect(told.slice(2)).toEqual(['download', 'leave', 'restart'])
    expect(updates.view).toMatchObject({ state: 'ready', problem: { name: 'Refused' } })
  })

  it('say what went wrong, ask again after an hour, and are well again after that', async () => {
    const { updates, follow, pass, answers } = start()
    follow({ feed })
    answers(unreachable)
    await pass(15_000)
    expect(updates.view).toMatchObject({ state: 'failed', problem: { name: 'ConnectionFailed' }, checkedAt: null })
    answers(newer)
    await pass(HOUR_MS)
    expect(updates.view).toMatchObject({ state: 'available', problem: null })
  })

  it('leave a feed alone that keeps failing: the breaker of the service opens, and a person may still try', async () => {
    const { updates, told, follow, answers } = start()
    follow({ feed })
    answers(unreachable)
    for (let tries = 0; tries < 3; tries++) await updates.check()
    expect(updates.breaker.status()).toMatchObject({ state: 'open', failures: 3 })
    expect(updates.breaker.name).toBe('updates')
    answers(newer)
    await updates.check()
    expect([updates.view.state, told.length]).toEqual(['available', 5])
  })

  it('do not blame a feed for a Kith that cannot be replaced by itself', async () => {
    const { updates, follow, answers } = start()
    follow({ feed })
    answers(() => Promise.reject(new KithError('InvalidRequest', 'This Kith was not installed from a package.')))
    for (let tries = 0; tries < 5; tries++) await updates.check()
    expect([updates.breaker.status().state, updates.view.problem?.name]).toEqual(['closed', 'InvalidRequest'])
  })

  it('say what a feed’s address lacks', async () => {
    const { updates, follow } = start()
    follow({ feed: 'https://feed.test/kith' })
    expect(updates.view).toMatchObject({ state: 'failed', problem: { name: 'InvalidConfig' } })
    await expect(updates.check()).rejects.toMatchObject({ name: 'InvalidConfig' })
  })

  it('forget what another feed said, also when it says it late', async () => {
    const { updates, told, follow, answers } = start()
    follow({ feed })
    const late = Promise.withResolvers<FoundVersion>()
    answers(() => late.promise)
    const checking = updates.check()
    await settled()
    follow({ feed: feed.replace('kith', 'other') })
    late.resolve({ version: '6.6.6', notes: null })
    await checking
    expect([updates.view.state, updates.view.version, told.at(-1)]).toEqual(['idle', null, 'forget'])
  })

  it('give a download up that takes longer than an hour', async () => {
    const { updates, told, follow, answers, arrives, pass } = start()
    follow({ feed, automatic: false })
    answers(newer)
    await updates.check()
    const arrival = Promise.withResolvers<undefined>()
    arrives(() => arrival.promise)
    const downloading = updates.download()
    await settled()
    await pass(HOUR_MS)
    expect(told.at(-1)).toBe('download called off')
    arrival.reject(new KithError('Timeout', 'not in time'))
    await downloading
    expect(updates.view).toMatchObject({ state: 'available', problem: { name: 'Timeout' } })
  })

  it('hold nothing once they are disposed, in any state, twice', async () => {
    const { updates, clock, told, follow, answers } = start()
    follow({ feed })
    answers(() => new Promise(() => {}))
    void updates.check()
    await settled()
    updates[Symbol.dispose]()
    updates[Symbol.dispose]()
    expect(clock.pending).toBe(0)
    follow({ feed: null })
    expect(told).toHaveLength(2)
  })
})

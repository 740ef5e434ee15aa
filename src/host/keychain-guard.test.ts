import { describe, expect, it } from 'vitest'
import { FakeSecretStore } from '../../tests/harness/fake-secret-store.ts'
import { ManualClock, settled } from '../../tests/harness/manual-clock.ts'
import { Settings } from '../contract/settings.ts'
import { openIdentity } from '../core/identity/index.ts'
import { createBreaker } from '../core/resilience/index.ts'
import { silentLog } from '../kit/log.ts'
import { mayPass } from './keychain.policy.ts'
import { guardKeychain } from './keychain-guard.ts'

const settings = Settings.parse({})

function setup(secret: string | null = 'the key') {
  const clock = new ManualClock()
  const keychain = new FakeSecretStore(secret)
  const breaker = createBreaker({ clock, log: silentLog }, 'keychain', () => settings.breakers.keychain)
  const guard = guardKeychain({ clock, random: () => 0.5, keychain, breaker }, settings.retry)
  /** The answer, or the error, once time went on for long enough. */
  const load = async (byHand: boolean, waitMs = 0): Promise<unknown> => {
    const loading = guard
      .forStart(byHand)
      .load()
      .catch((error: unknown) => error)
    await settled()
    await clock.advance(waitMs)
    return loading
  }
  return { clock, keychain, breaker, guard, load, state: () => breaker.status().state }
}

describe('a keychain that keeps failing', () => {
  it('is left alone, says for how long, and is asked again when that is over', async () => {
    const { clock, keychain, load, state } = setup()
    keychain.fail()
    for (let times = 0; times < 5; times += 1)
      expect(await load(false)).toMatchObject({ details: { reason: 'locked' } })
    const asked = keychain.loads
    await clock.advance(18_000)
    expect(await load(false)).toMatchObject({
      name: 'KeychainUnavailable',
      message: 'It failed several times, so Kith leaves it alone for another 12 s.',
      details: { reason: 'left-alone', retryInMs: 12_000, retryAt: '2026-01-01T00:00:30.000Z' },
    })
    expect(keychain.loads).toBe(asked)
    keychain.answer()
    await clock.advance(12_000)
    expect(await load(false)).toBe('the key')
    await settled()
    // A running node asks nothing of it any more: that it works is made sure of at once.
    expect([state(), clock.pending]).toEqual(['closed', 0])
  })

  it('is tried at once when a person asks', async () => {
    const { keychain, load, state } = setup()
    keychain.fail()
    for (let times = 0; times < 5; times += 1) await load(true)
    expect(state()).toBe('open')
    expect(await load(true)).toMatchObject({ details: { reason: 'locked' } })
    keychain.answer()
    expect(await load(true)).toBe('the key')
    await settled()
    expect(state()).toBe('closed')
  })

  it('keeps the identity safe meanwhile: a start says until when, and makes no new one', async () => {
    const { keychain, breaker, guard, clock } = setup()
    while (breaker.status().state === 'closed') breaker.failed()
    const nothing = { load: () => Promise.resolve(null), save: () => Promise.resolve() }
    const start = openIdentity(
      {
        keychain: guard.forStart(false),
        sealedFile: nothing,
        insecureFile: nothing,
        marker: {
          load: () =>
            Promise.resolve({ publicKeyHex: '00', keptIn: 'keychain', createdAt: '2026-01-01T00:00:00.000Z' }),
          save: () => Promise.resolve(),
        },
        clock,
        log: silentLog,
      },
      { requested: undefined, requirePassphrase: false, passphrase: () => Promise.resolve(null) },
    )
    await expect(start).rejects.toMatchObject({
      name: 'KeychainUnavailable',
      message:
        'The keychain cannot be used now. It failed several times, so Kith leaves it alone for another 30 s. Your identity is kept there and was not touched. Unlock the keychain, then try again.',
      details: { reason: 'left-alone', choices: ['retry'] },
    })
    expect([keychain.loads, keychain.saved]).toEqual([0, []])
  })
})

describe('a keychain that does not answer', () => {
  it('has failed after ten seconds, and what it says later counts for nothing', async () => {
    const { clock, keychain, breaker, guard, state } = setup()
    keychain.hang()
    const store = guard.forStart(false)
    const calls = Array.from({ length: 5 }, () => store.load())
    await settled()
    await clock.advance(10_000)
    expect(state()).toBe('open')
    keychain.answer()
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 5 }, () => 'the key'))
    expect(breaker.status()).toMatchObject({ state: 'open', failures: 5 })
  })
})

describe('a keychain that stumbles', () => {
  it('is asked again a moment later', async () => {
    const { clock, keychain, guard } = setup()
    keychain.fail('failed')
    const loading = guard.forStart(false).load()
    await settled()
    keychain.answer()
    await clock.advance(500)
    expect([await loading, keychain.loads]).toEqual(['the key', 2])
  })

  it('and goes on stumbling says why, after three tries', async () => {
    const { keychain, load } = setup()
    keychain.fail('failed')
    expect(await load(false, 1_500)).toMatchObject({ name: 'KeychainUnavailable', details: { reason: 'failed' } })
    expect(keychain.loads).toBe(3)
  })

  it.each([
    ['failed', 'anything', true],
    ['no-service', 'The connection is closed', true],
    ['no-service', 'no session bus', false],
    ['no-service', 'The name org.freedesktop.secrets was not provided by any .service files', false],
    ['locked', 'Cannot create an item in a locked collection', false],
    ['denied', 'The user cancelled', false],
    ['no-library', 'keytar could not be loaded', false],
  ])('%s (%s): tried again by itself: %s', (reason, said, again) => {
    expect(mayPass(reason, said)).toBe(again)
  })
})

import { beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeSecretStore } from '../../../tests/harness/fake-secret-store.ts'
import { ManualClock, settled } from '../../../tests/harness/manual-clock.ts'
import { silentLog } from '../../kit/log.ts'
import { changePassphrase } from './change-passphrase.ts'
import type { IdentityMarker, IdentityOptions } from './identity.types.ts'
import { openIdentity } from './open-identity.ts'
import { isSealed, seal } from './sealed.ts'
import { decodeSecret, encodeSecret, publicKeyHex } from './secret.ts'

const cheap = { N: 2, r: 1, p: 1 }
const someSecret = { seed: new Uint8Array(32).fill(1), dataKey: new Uint8Array(32).fill(2) }
const somePublicKey = publicKeyHex(someSecret.seed)

class FakeMarker {
  marker: IdentityMarker | null = null
  failing: Error | null = null
  load = async () => this.marker
  save = async (marker: IdentityMarker) => {
    if (this.failing) throw this.failing
    this.marker = marker
  }
}

let clock: ManualClock
let keychain: FakeSecretStore
let sealedFile: FakeSecretStore
let insecureFile: FakeSecretStore
let marker: FakeMarker

beforeEach(() => {
  clock = new ManualClock()
  keychain = new FakeSecretStore()
  sealedFile = new FakeSecretStore()
  insecureFile = new FakeSecretStore()
  marker = new FakeMarker()
})

const say = (passphrase: string | null) => vi.fn(async () => passphrase)
const start = (options: Partial<IdentityOptions> = {}) =>
  openIdentity(
    { keychain, sealedFile, insecureFile, marker, clock, log: silentLog },
    { requested: undefined, requirePassphrase: false, passphrase: say(null), ...options },
    cheap,
  )

describe('openIdentity', () => {
  it('makes an identity on the first start and finds it on the second', async () => {
    const first = await start()
    expect(first).toMatchObject({ keptIn: 'keychain', created: true })
    expect(first.seed).toHaveLength(32)
    expect(first.dataKey).toHaveLength(32)
    expect(first.seed).not.toEqual(first.dataKey)
    expect(marker.marker).toEqual({
      publicKeyHex: publicKeyHex(first.seed),
      keptIn: 'keychain',
      createdAt: '2026-01-01T00:00:00.000Z',
    })
    expect(await start()).toEqual({ ...first, created: false })
    expect(keychain.saved).toHaveLength(1)
    expect(clock.pending).toBe(0)
  })

  it('asks for no passphrase that it does not need', async () => {
    const passphrase = say('x')
    await start({ passphrase })
    await start({ passphrase })
    expect(passphrase).not.toHaveBeenCalled()
  })

  it('adopts the key after a crash between the key and its marker', async () => {
    marker.failing = new Error('power loss')
    await expect(start()).rejects.toThrow('power loss')
    const written = keychain.secret
    marker.failing = null
    const identity = await start()
    expect(identity).toMatchObject({ created: false, keptIn: 'keychain' })
    expect(identity.seed).toEqual(decodeSecret(written ?? '').seed)
    expect(keychain.saved).toHaveLength(1)
    expect(marker.marker?.publicKeyHex).toBe(publicKeyHex(identity.seed))
  })

  it('falls back to a sealed file without a keychain, and opens it on the next start', async () => {
    keychain.fail()
    const first = await start({ passphrase: say('correct horse') })
    expect(first).toMatchObject({ keptIn: 'sealed-file', created: true })
    expect(isSealed(sealedFile.secret ?? '')).toBe(true)
    keychain.answer()
    expect(await start({ passphrase: say('correct horse') })).toEqual({ ...first, created: false })
    await expect(start({ passphrase: say('wrong horse') })).rejects.toMatchObject({
      code: 6002,
      details: { choices: ['passphrase'] },
    })
    await expect(start()).rejects.toMatchObject({ code: 6002, details: { choices: ['passphrase'] } })
    expect(keychain.secret).toBeNull()
  })

  it('says what can be done when there is no keychain and nobody to ask', async () => {
    keychain.fail('no-service')
    await expect(start()).rejects.toMatchObject({
      code: 6001,
      retryable: true,
      details: { reason: 'no-service', choices: ['retry', 'new-passphrase'] },
    })
    expect(sealedFile.saved).toEqual([])
    expect(marker.marker).toBeNull()
  })

  it('falls back too when the keychain can be read and not written', async () => {
    keychain.save = () => Promise.reject(new Error('Cannot create an item in a locked collection'))
    const identity = await start({ passphrase: say('correct horse') })
    expect(identity).toMatchObject({ keptIn: 'sealed-file', created: true })
  })

  it('does not believe a keychain that forgets', async () => {
    keychain.save = async () => {}
    await expect(start({ requested: 'keychain' })).rejects.toMatchObject({
      code: 6001,
      details: { reason: 'not-kept' },
    })
    expect(marker.marker).toBeNull()
  })

  describe('an identity that exists', () => {
    beforeEach(async () => {
      keychain.secret = encodeSecret(someSecret)
      marker.marker = { publicKeyHex: somePublicKey, keptIn: 'keychain', createdAt: '2026-01-01T00:00:00.000Z' }
    })

    it('is not replaced when its keychain is locked, though a passphrase is at hand', async () => {
      keychain.fail()
      await expect(start({ passphrase: say('correct horse') })).rejects.toMatchObject({
        code: 6001,
        details: { reason: 'locked', choices: ['retry'] },
      })
      expect([keychain.saved, sealedFile.saved, insecureFile.saved]).toEqual([[], [], []])
    })

    it('is not replaced when its key is gone', async () => {
      keychain.secret = null
      await expect(start({ passphrase: say('correct horse') })).rejects.toMatchObject({ code: 6003 })
      expect(keychain.saved).toEqual([])
    })

    it('is not mixed up with another key', async () => {
      keychain.secret = encodeSecret({ ...someSecret, seed: new Uint8Array(32).fill(9) })
      await expect(start()).rejects.toMatchObject({ code: 6003, details: { reason: 'other-key' } })
      expect(keychain.saved).toEqual([])
    })

    it('is not overwritten where something unreadable is kept', async () => {
      keychain.secret = 'what another program wrote'
      marker.marker = null
      await expect(start({ passphrase: say('correct horse') })).rejects.toMatchObject({ code: 7002 })
      expect(keychain.saved).toEqual([])
    })

    it('is not looked for in another place', async () => {
      await expect(start({ requested: 'insecure-file' })).rejects.toMatchObject({ code: 8002 })
      await expect(start({ requested: 'insecure-file' })).rejects.toThrow('keychain')
      expect(insecureFile.loads).toBe(0)
    })

    it('is sealed when a passphrase becomes required, and opens with it from then on', async () => {
      const before = await start()
      await expect(start({ requirePassphrase: true })).rejects.toMatchObject({
        code: 6002,
        details: { choices: ['new-passphrase'] },
      })
      const ask = say('correct horse')
      expect(await start({ requirePassphrase: true, passphrase: ask })).toEqual({ ...before, sealed: true })
      expect(ask).toHaveBeenCalledExactlyOnceWith('create')
      expect(isSealed(keychain.secret ?? '')).toBe(true)
      const again = say('correct horse')
      expect(await start({ requirePassphrase: true, passphrase: again })).toEqual({ ...before, sealed: true })
      expect(again).toHaveBeenCalledExactlyOnceWith('open')
    })

    it('gets another passphrase, or none, when asked to', async () => {
      const ports = { keychain, sealedFile, insecureFile, clock }
      await changePassphrase(ports, { keptIn: 'keychain', from: null, to: 'one' }, cheap)
      await changePassphrase(ports, { keptIn: 'keychain', from: 'one', to: 'two' }, cheap)
      expect((await start({ passphrase: say('two') })).seed).toEqual(someSecret.seed)
      await expect(
        changePassphrase(ports, { keptIn: 'keychain', from: 'one', to: 'three' }, cheap),
      ).rejects.toMatchObject({ code: 6002 })
      await changePassphrase(ports, { keptIn: 'keychain', from: 'two', to: null })
      expect(keychain.secret).toBe(encodeSecret(someSecret))
      await expect(changePassphrase(ports, { keptIn: 'sealed-file', from: 'x', to: null })).rejects.toMatchObject({
        code: 8002,
      })
      await expect(changePassphrase(ports, { keptIn: 'sealed-file', from: 'x', to: 'y' })).rejects.toMatchObject({
        code: 6003,
      })
    })
  })

  describe('a keychain that hangs', () => {
    it('holds up the start for ten seconds and no longer', async () => {
      keychain.hang()
      const starting = expect(start()).rejects.toMatchObject({ code: 6001, details: { reason: 'slow' } })
      await settled()
      await clock.advance(9_999)
      expect(clock.pending).toBe(1)
      await clock.advance(1)
      await starting
      expect(clock.pending).toBe(0)
    })

    it('does not get ten more seconds for the next call', async () => {
      keychain.hang()
      const starting = start({ requested: 'keychain' })
      starting.catch(() => {})
      await settled()
      await clock.advance(6_000)
      // The first look is answered late; the second one, right before writing, hangs again.
      keychain.answer()
      keychain.hang()
      await settled()
      await clock.advance(4_000)
      await expect(starting).rejects.toMatchObject({ code: 6001, details: { reason: 'slow' } })
      expect(keychain.saved).toEqual([])
    })

    it('may answer late: nothing is written over what was made meanwhile', async () => {
      keychain.hang()
      const starting = start({ passphrase: say('correct horse') })
      await settled()
      await clock.advance(10_000)
      const fallback = await starting
      keychain.secret = encodeSecret(someSecret)
      keychain.answer()
      await settled()
      expect(fallback).toMatchObject({ keptIn: 'sealed-file', created: true })
      expect(keychain.saved).toEqual([])
      expect(marker.marker).toMatchObject({ keptIn: 'sealed-file', publicKeyHex: publicKeyHex(fallback.seed) })
      expect(sealedFile.saved).toHaveLength(1)
    })
  })

  it('looks again before it writes: somebody may have been quicker than the passphrase', async () => {
    const quicker = await seal(encodeSecret(someSecret), 'correct horse', cheap)
    const identity = await start({
      requested: 'sealed-file',
      passphrase: async () => {
        sealedFile.secret = quicker
        return 'correct horse'
      },
    })
    expect(identity).toMatchObject({ seed: someSecret.seed, created: false })
    expect(sealedFile.saved).toEqual([])
  })

  it('keeps a key in a plain file only for who asks for it, and then remembers', async () => {
    const first = await start({ requested: 'insecure-file' })
    expect(first).toMatchObject({ keptIn: 'insecure-file', created: true })
    expect(await start()).toEqual({ ...first, created: false })
    marker.marker = null
    await expect(start()).rejects.toMatchObject({ code: 8002, details: { reason: 'insecure-not-asked-for' } })
  })

  it('does not choose between two identities', async () => {
    keychain.secret = encodeSecret(someSecret)
    sealedFile.secret = await seal(encodeSecret(someSecret), 'x', cheap)
    await expect(start()).rejects.toThrow('--key-store keychain or --key-store sealed-file')
  })

  it('tells nobody the secret', async () => {
    const told: unknown[] = []
    const log = { debug: note, info: note, warn: note, error: note }
    function note(...line: unknown[]) {
      told.push(line)
    }
    keychain.fail()
    const ports = { keychain, sealedFile, insecureFile, marker, clock, log }
    const options = { requested: undefined, requirePassphrase: false, passphrase: say('correct horse') }
    const { seed } = await openIdentity(ports, options, cheap)
    sealedFile.secret = `${sealedFile.secret ?? ''} `
    const error: unknown = await openIdentity(ports, { ...options, passphrase: say('wrong horse') }, cheap).catch(
      (reason: unknown) => reason,
    )
    const everything = JSON.stringify([told, error, marker.marker])
    for (const secret of ['correct horse', 'wrong horse', Buffer.from(seed).toString('base64')])
      expect(everything).not.toContain(secret)
  })
})

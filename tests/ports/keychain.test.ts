import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createInsecureFile, createSealedFile } from '../../src/host/key-files.ts'
import { silentLog } from '../../src/kit/log.ts'
import { FakeSecretStore } from '../harness/fake-secret-store.ts'
import { type Operation, type Outcome, perform } from './fixtures/secret-operations.ts'
import { createSession, type Session } from './fixtures/secret-service.ts'

/** Something that keeps a secret, seen from processes that come and go. */
interface Subject {
  /** Each call is a new process, or stands for one. */
  run(...operations: Operation[]): Promise<Outcome[]>
  end(): void
}

const subjects: Record<string, () => Subject> = {
  'the fake': () => {
    const store = new FakeSecretStore()
    return { run: (...operations) => perform(store, operations), end: () => {} }
  },
  'the sealed file': () => fileSubject(createSealedFile),
  'the plain file': () => fileSubject(createInsecureFile),
  'the Secret Service': () => {
    const session = createSession()
    return {
      run: (...operations) => session.run('unlocked', operations),
      end: () => void session.end(),
    }
  },
}

function fileSubject(create: typeof createSealedFile): Subject {
  const folder = mkdtempSync(join(tmpdir(), 'kith-keys-'))
  return {
    run: (...operations) => perform(create({ folder, log: silentLog }), operations),
    end: () => rmSync(folder, { recursive: true, force: true }),
  }
}

const load = { do: 'load' } as const
const save = (secret: string): Operation => ({ do: 'save', secret })
const values = (outcomes: readonly Outcome[]) => outcomes.map(({ value, error }) => value ?? error ?? null)

describe.each(Object.entries(subjects))('a key store: %s', (_name, create) => {
  let subject: Subject
  beforeEach(() => {
    subject = create()
  })
  afterEach(() => subject.end())

  it('has nothing at first, and says so with certainty', async () => {
    expect(values(await subject.run(load, load))).toEqual([null, null])
  })

  it('gives back what it was given, also to a later process', async () => {
    expect(values(await subject.run(save('one'), load))).toEqual([null, 'one'])
    expect(values(await subject.run(load))).toEqual(['one'])
  })

  it('replaces the secret before', async () => {
    expect(values(await subject.run(save('one'), save('two'), load))).toEqual([null, null, 'two'])
    expect(values(await subject.run(load, save('three')))).toEqual(['two', null])
    expect(values(await subject.run(load))).toEqual(['three'])
  })

  it('keeps every character', async () => {
    const secret = JSON.stringify({ text: 'ä ß 漢字 🗝️ "quoted"\n\t', long: 'x'.repeat(2_000) })
    await subject.run(save(secret))
    expect(values(await subject.run(load))).toEqual([secret])
  })
})

describe('an identity and the real Secret Service', () => {
  let session: Session
  let folder: string
  beforeEach(() => {
    session = createSession()
    folder = join(session.home, 'data')
  })
  afterEach(() => void session.end())

  const start = async (keyring: Parameters<Session['run']>[0], passphrase: string | null = null) =>
    (await session.run(keyring, [{ do: 'start', folder, passphrase }]))[0]!
  const created = async () => (await start('unlocked')).value as { publicKeyHex: string }

  it('is made once and found by later processes', async () => {
    const first = await start('unlocked')
    expect(first.value).toMatchObject({ keptIn: 'keychain', created: true })
    const second = await start('unlocked')
    expect(second.value).toEqual({ ...(first.value as object), created: false })
    console.info(`keychain: first start ${first.tookMs} ms, later start ${second.tookMs} ms`)
  })

  it('is not replaced while the keychain is locked, and is there when it is unlocked', async () => {
    const identity = await created()
    const locked = await start('locked', 'a passphrase is at hand')
    expect(locked.error).toMatchObject({ code: 6001, details: { reason: 'locked', choices: ['retry'] } })
    expect(locked.tookMs).toBeLessThan(10_500)
    expect((await start('unlocked')).value).toEqual({ ...identity, created: false })
    console.info(`keychain: locked, refused after ${locked.tookMs} ms: ${locked.error?.message ?? ''}`)
  })

  it('is not replaced when its data folder is new and the keychain is locked', async () => {
    const identity = await created()
    rmSync(folder, { recursive: true })
    // A locked Secret Service says that it has nothing. It must not be believed.
    expect((await start('locked')).error).toMatchObject({
      code: 6001,
      details: { reason: 'locked', choices: ['retry', 'new-passphrase'] },
    })
    expect((await start('unlocked')).value).toEqual({ ...identity, created: false })
  })

  it('is not replaced when its data folder is new and a sealed file is chosen meanwhile', async () => {
    const identity = await created()
    rmSync(folder, { recursive: true })
    expect((await start('locked', 'correct horse')).value).toMatchObject({ keptIn: 'sealed-file', created: true })
    rmSync(folder, { recursive: true })
    expect((await start('unlocked')).value).toEqual({ ...identity, created: false })
  })

  it('is not replaced when there is no bus at all', async () => {
    const identity = await created()
    const without = await start('no-bus', 'a passphrase is at hand')
    expect(without.error).toMatchObject({ code: 6001, details: { reason: 'no-service', choices: ['retry'] } })
    expect(without.tookMs).toBeLessThan(1_000)
    expect((await start('unlocked')).value).toEqual({ ...identity, created: false })
  })

  it('is sealed in a file where there is no bus, and stays there', async () => {
    expect((await start('no-bus')).error).toMatchObject({
      code: 6001,
      details: { reason: 'no-service', choices: ['retry', 'new-passphrase'] },
    })
    const first = await start('no-bus', 'correct horse')
    expect(first.value).toMatchObject({ keptIn: 'sealed-file', created: true })
    expect((await start('unlocked', 'correct horse')).value).toEqual({ ...(first.value as object), created: false })
    expect((await start('no-bus', 'wrong horse')).error).toMatchObject({ code: 6002 })
  })

  it('is refused after ten seconds when the bus never answers, and the process still ends', async () => {
    const identity = await created()
    const silent = await start('silent', 'a passphrase is at hand')
    expect(silent.error).toMatchObject({ code: 6001, details: { reason: 'slow', choices: ['retry'] } })
    expect(silent.tookMs).toBeGreaterThanOrEqual(9_900)
    expect(silent.tookMs).toBeLessThan(10_500)
    expect((await start('unlocked')).value).toEqual({ ...identity, created: false })
  })

  it('goes by a backup from one keychain into another, empty one', async () => {
    const identity = await created()
    const [made] = await session.run('unlocked', [{ do: 'backup', folder, passphrase: 'correct horse' }])
    const other = createSession()
    try {
      const moved = join(other.home, 'moved')
      const text = made?.value as string
      const outcomes = await other.run('unlocked', [
        { do: 'restore', folder: moved, passphrase: 'wrong horse', text },
        { do: 'restore', folder: moved, passphrase: 'correct horse', text },
      ])
      expect(outcomes).toMatchObject([{ error: { code: 6002 } }, { value: { keptIn: 'keychain', sealed: false } }])
      // Another process, as a later start is.
      const [later] = await other.run('unlocked', [{ do: 'start restored', folder: moved }])
      expect(later?.value).toEqual({ ...identity, created: false })
    } finally {
      other.end()
    }
  })
})

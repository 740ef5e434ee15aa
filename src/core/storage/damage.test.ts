import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ManualClock } from '../../../tests/harness/manual-clock.ts'
import { ada, peerIdOf, useTemporaryStore } from '../../../tests/ports/fixtures/temporary-store.ts'
import { KithError } from '../../contract/errors.ts'
import type { PeerRecord } from '../trust/index.ts'
import { mended } from './sqlite-errors.ts'
import type { Store } from './store.types.ts'

const temporary = useTemporaryStore()
let folder: string
let path: string
let clock: ManualClock
beforeEach(() => {
  ;({ folder, path, clock } = temporary())
})
const open = (): Store => temporary().open()
const failure = (): KithError => temporary().failure()
const letters = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'.split('')
const copies = () => readdirSync(folder).filter((name) => /damaged-[^-]+-[^-]+-[^-]+-[^-]+-[^-]+$/.test(name))

describe('a damaged database', () => {
  function closedStore(): Buffer {
    const store = open()
    store.transaction(() => {
      for (const letter of letters) store.putPeer({ ...ada, peerId: peerIdOf(letter), agent: 'x'.repeat(900) })
    })
    store.close()
    return readFileSync(path)
  }
  const sql = (text: string) => {
    const db = new DatabaseSync(path)
    db.exec(text)
    db.close()
  }

  const damages: { what: string; reason: string; damage: () => void }[] = [
    { what: 'is no database', reason: 'not-a-database', damage: () => writeFileSync(path, 'hello '.repeat(2_000)) },
    { what: 'is empty', reason: 'not-a-database', damage: () => truncateSync(path, 0) },
    { what: 'was cut in the middle', reason: 'corrupt', damage: () => truncateSync(path, 20_480) },
    { what: 'was cut in its first page', reason: 'corrupt', damage: () => truncateSync(path, 80) },
    {
      what: 'has rubbish in its pages',
      reason: 'corrupt',
      damage: () => {
        const bytes = readFileSync(path)
        bytes.fill(0x5a, 4_096 * 3, 4_096 * 8)
        writeFileSync(path, bytes)
      },
    },
    { what: 'is of another program', reason: 'other-application', damage: () => sql('PRAGMA application_id = 7') },
    { what: 'is of a later version', reason: 'newer', damage: () => sql('PRAGMA user_version = 99') },
    {
      what: 'lost its main file',
      reason: 'main-file-missing',
      damage: () => {
        rmSync(path)
        writeFileSync(`${path}-wal`, 'what was not moved yet')
      },
    },
  ]

  it.each(damages)('that $what is refused, kept and copied', ({ reason, damage }) => {
    closedStore()
    damage()
    const contents = () =>
      Object.fromEntries(['', '-wal'].map((suffix) => [suffix, tryRead(path + suffix)?.toString('latin1') ?? null]))
    const before = contents()
    const error = failure()
    expect(error).toMatchObject({ code: 7003, details: { reason, path } })
    const copy = String(error.details['copy'])
    expect(copy).toBe(`${path}.damaged-2026-01-01T00-00-00.000Z`)
    expect(error.message).toContain(copy)
    expect(contents()['']).toEqual(before[''])
    expect(tryRead(copy)?.toString('latin1') ?? null).toEqual(before[''])
    if (before['-wal'] !== null) expect(tryRead(`${copy}-wal`)?.toString('latin1')).toEqual(before['-wal'])
  })

  it('does not pile up copies: the same damage is copied once, and three different ones are kept', () => {
    closedStore()
    writeFileSync(path, 'damage 0 '.repeat(1_000))
    for (let starts = 0; starts < 5; starts += 1) {
      failure()
      clock.jumpWallMs(60_000)
    }
    expect(copies()).toHaveLength(1)
    for (let damage = 1; damage <= 5; damage += 1) {
      writeFileSync(path, `damage ${damage} `.repeat(1_000))
      failure()
      clock.jumpWallMs(60_000)
    }
    expect(copies()).toHaveLength(3)
    expect(copies().map((name) => readFileSync(join(folder, name), 'utf8').slice(0, 8))).toEqual([
      'damage 3',
      'damage 4',
      'damage 5',
    ])
  })

  it('is noticed in single rows as well', () => {
    const store = open()
    store.putPeer(ada)
    store.putBlob('certificate', Buffer.of(1))
    store.close()
    sql("UPDATE peers SET level = 'emperor'")
    sql("UPDATE blobs SET value = x'01020304'")
    const again = open()
    const badRow = expect.objectContaining({
      code: 7003,
      details: expect.objectContaining({ reason: 'bad-row' }) as unknown,
    }) as Error
    expect(() => again.peers()).toThrow(badRow)
    expect(() => again.blob('certificate')).toThrow(badRow)
    expect(copies()).toHaveLength(1)
  })

  it('is never mistaken for a good one, wherever the bytes are wrong', () => {
    const good = closedStore()
    const whole = open().peers()
    temporary().close()
    fc.assert(
      fc.property(
        fc.nat(good.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.integer({ min: 1, max: 600 }),
        (at, xor, span) => {
          const bytes = Buffer.from(good)
          for (let i = at; i < Math.min(at + span, bytes.length); i += 1) bytes[i] = (bytes[i] ?? 0) ^ xor
          writeFileSync(path, bytes)
          let peers: readonly PeerRecord[] | null = null
          try {
            const store = open()
            peers = store.peers()
          } catch (error) {
            // Anything but a clear refusal is a failure of this test.
            if (!(error instanceof KithError) || (error.code !== 7003 && error.code !== 8002)) throw error
          } finally {
            temporary().close()
            for (const name of readdirSync(folder)) if (name !== 'kith.db') rmSync(join(folder, name))
          }
          // Plain columns carry no checksum: a changed byte there may pass, a lost or invented row may not.
          if (peers) expect(peers.length).toBe(whole.length)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('says so when it cannot even be opened', () => {
    closedStore()
    rmSync(path)
    mkdirSync(path)
    expect(failure()).toMatchObject({ code: 7003, details: { reason: 'disk-error' } })
  })

  it('survives rubbish behind its end', () => {
    closedStore()
    appendFileSync(path, 'x'.repeat(100))
    expect(open().peers()).toHaveLength(letters.length)
  })

  function tryRead(file: string): Buffer | null {
    try {
      return readFileSync(file)
    } catch {
      return null
    }
  }
})

describe('errors of the disk', () => {
  it('calls a full disk a full disk, and goes on when there is room', () => {
    const db = new DatabaseSync(':memory:')
    db.exec('CREATE TABLE t (a); PRAGMA max_page_count = 3')
    let error: unknown
    try {
      for (;;) db.prepare('INSERT INTO t VALUES (zeroblob(2000))').run()
    } catch (cause) {
      error = mended(cause, path)
    }
    expect(error).toMatchObject({ code: 7001, retryable: true, details: { path } })
    db.close()
  })

  it.each([
    { what: 'another program that holds it', errcode: 5, code: 8002 },
    { what: 'a file that may not be written', errcode: 8, code: 8002 },
    { what: 'a folder that may not be entered', errcode: 14, code: 8002 },
    { what: 'a disk that fails', errcode: 10, code: 7003 },
    { what: 'no room for the memory that the journal shares', errcode: 4_874, code: 7001 },
  ])('tells of $what', ({ errcode, code }) => {
    expect(mended(Object.assign(new Error('said'), { errcode }), path)).toMatchObject({ code, details: { path } })
  })

  it('leaves bugs as they came', () => {
    const bug = Object.assign(new Error('syntax error'), { errcode: 1 })
    expect(mended(bug, path)).toBe(bug)
  })
})

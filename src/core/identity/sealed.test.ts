import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSealed, open, seal } from './sealed.ts'

/** Cheap enough for hundreds of tries; the real cost has a test of its own. */
const cheap = { N: 2, r: 1, p: 1 }

interface Envelope {
  kdf: Record<string, unknown>
  cipher: Record<string, unknown>
  data: string
  checksum: string
}

const parsed = (envelope: string): Envelope => JSON.parse(envelope) as Envelope

/** What a forger does: changes a field and makes the checksum, which needs no secret, fit again. */
function forged(envelope: string, change: (envelope: Envelope) => void): string {
  const e = parsed(envelope)
  change(e)
  const { kdf, cipher } = e
  const fields = [
    'kith-sealed',
    1,
    kdf['name'],
    kdf['N'],
    kdf['r'],
    kdf['p'],
    kdf['salt'],
    cipher['name'],
    cipher['nonce'],
  ]
  e.checksum = createHash('sha256').update(JSON.stringify(fields)).update(e.data).digest('base64')
  return JSON.stringify(e)
}

describe('sealed', () => {
  it('gives back any text to the passphrase, and to no other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.string({ unit: 'grapheme', minLength: 1 }),
        async (text, passphrase, other) => {
          const envelope = await seal(text, passphrase, cheap)
          expect(isSealed(envelope)).toBe(true)
          expect(await open(envelope, passphrase)).toBe(Buffer.from(text, 'utf8').toString('utf8'))
          if (other.normalize('NFKC') !== passphrase.normalize('NFKC'))
            await expect(open(envelope, other)).rejects.toMatchObject({ code: 6002, name: 'WrongPassphrase' })
        },
      ),
      { numRuns: 200 },
    )
  })

  it('opens with the same passphrase typed as other code points', async () => {
    expect(await open(await seal('x', 'Grüße'.normalize('NFD'), cheap), 'Grüße'.normalize('NFC'))).toBe('x')
  })

  it('calls any changed byte damage, never a wrong passphrase', async () => {
    const envelope = await seal('the key', 'right', cheap)
    await fc.assert(
      fc.asyncProperty(fc.nat(envelope.length - 1), fc.integer({ min: 33, max: 126 }), async (at, code) => {
        const changed = envelope.slice(0, at) + String.fromCharCode(code) + envelope.slice(at + 1)
        if (changed === envelope) return
        await expect(open(changed, 'right')).rejects.toMatchObject({ code: 7002 })
      }),
      { numRuns: 300 },
    )
  })

  it('calls a cut file damage', async () => {
    const envelope = await seal('the key', 'right', cheap)
    for (const length of [0, 1, 20, envelope.length - 1])
      await expect(open(envelope.slice(0, length), 'right')).rejects.toMatchObject({ code: 7002 })
  })

  it('authenticates its parameters: a forged cost or nonce opens nothing', async () => {
    const envelope = await seal('the key', 'right', cheap)
    const changes: ((e: Envelope) => void)[] = [
      (e) => (e.kdf['N'] = 4),
      (e) => (e.kdf['p'] = 2),
      (e) => (e.kdf['salt'] = Buffer.alloc(32).toString('base64')),
      (e) => (e.cipher['nonce'] = Buffer.alloc(12).toString('base64')),
      (e) => (e.data = Buffer.alloc(40).toString('base64')),
    ]
    for (const change of changes)
      await expect(open(forged(envelope, change), 'right')).rejects.toMatchObject({ code: 6002 })
  })

  it.each([
    { N: 2 ** 30, r: 8, p: 1 },
    { N: 2 ** 20, r: 16, p: 1 },
    { N: 2 ** 17, r: 8, p: 1_000 },
    { N: 3, r: 1, p: 1 },
    { N: 2, r: 1e9, p: 1 },
    { N: -2, r: 1, p: 1 },
  ])('does not let a hostile file spend our memory and time: N=$N r=$r p=$p', async (cost) => {
    const envelope = await seal('the key', 'right', cheap)
    const hostile = forged(envelope, (e) => Object.assign(e.kdf, cost))
    await expect(open(hostile, 'right')).rejects.toMatchObject({ code: 7002 })
  })

  // Seconds where other suites want the processor too: that is what the cost is for.
  it('uses the cost of the spec', { timeout: 60_000 }, async () => {
    const envelope = await seal('the key', 'right')
    expect(parsed(envelope).kdf).toMatchObject({ name: 'scrypt', N: 131_072, r: 8, p: 1 })
    expect(await open(envelope, 'right')).toBe('the key')
  })

  it('never seals twice in the same way', async () => {
    const [one, two] = await Promise.all([seal('x', 'y', cheap), seal('x', 'y', cheap)])
    expect(parsed(one).kdf['salt']).not.toBe(parsed(two).kdf['salt'])
    expect(parsed(one).cipher['nonce']).not.toBe(parsed(two).cipher['nonce'])
  })
})

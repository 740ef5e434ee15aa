import fc from 'fast-check'
import { expect, it } from 'vitest'
import { admittedIn, type Backup, openBackup, sealBackup } from './backup.ts'
import { seal } from './sealed.ts'
import { encodeSecret } from './secret.ts'

const cheap = { N: 2, r: 1, p: 1 }
const secret = { seed: new Uint8Array(32).fill(1), dataKey: new Uint8Array(32).fill(2) }
const peers = [{ peerId: 'a', level: 'trusted', note: 'the note' }, { peerId: 'b', level: 'blocked' }, { peerId: 'c' }]
const backup: Backup = {
  secret,
  name: 'Ada',
  madeAt: '2026-11-21T12:00:00.000Z',
  allowlist: JSON.stringify({ format: 'kith-allowlist', peers, version: 1 }),
  settings: { admission: { mode: 'locked' } },
}

it('gives back all of it to the passphrase, and to no other', async () => {
  const text = await sealBackup(backup, 'correct horse', cheap)
  expect(await openBackup(`\n${text}\n`, 'correct horse')).toEqual(backup)
  expect(admittedIn(backup)).toBe(2)
  await expect(openBackup(text, 'wrong horse')).rejects.toMatchObject({ code: 6002 })
  for (const inside of ['Ada', 'note', 'locked', Buffer.from(secret.seed).toString('base64')])
    expect(text).not.toContain(inside)
})

it('calls whatever is no backup damaged, and says nothing of what is inside', async () => {
  const text = await sealBackup(backup, 'correct horse', cheap)
  const key = await seal(encodeSecret(secret), 'correct horse', cheap)
  const odd = await seal(JSON.stringify({ format: 'kith-backup', v: 1, secret: 'hidden' }), 'correct horse', cheap)
  for (const [what, said] of [
    ['', /no backup/],
    ['hello', /no backup/],
    [text.slice(0, -9), /damaged/],
    [text.replace(/"data":"..../, '"data":"AAAA'), /damaged/],
    [key, /key file/],
    [odd, /makes no sense/],
  ] as const)
    await expect(openBackup(what, 'correct horse')).rejects.toMatchObject({ code: 7002, message: said })
  const error: unknown = await openBackup(odd, 'correct horse').catch((reason: unknown) => reason)
  expect(JSON.stringify(error)).not.toContain('hidden')
})

it('says of a later version that it is one, inside and outside', async () => {
  const inside = await seal(JSON.stringify({ format: 'kith-backup', v: 2, more: 1 }), 'x', cheap)
  const outside = (await sealBackup(backup, 'x', cheap)).replace('"v":1', '"v":2')
  for (const text of [inside, outside])
    await expect(openBackup(text, 'x')).rejects.toMatchObject({ code: 7002, message: /later version/ })
})

it('survives any text', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
      await expect(openBackup(text, 'x')).rejects.toMatchObject({ code: 7002 })
    }),
    { numRuns: 100 },
  )
})

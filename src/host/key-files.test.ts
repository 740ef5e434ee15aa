import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { silentLog } from '../kit/log.ts'
import { createInsecureFile, createMarkerFile, createSealedFile } from './key-files.ts'

let parent: string
let folder: string
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'kith-key-files-'))
  folder = join(parent, 'data')
})
afterEach(() => rmSync(parent, { recursive: true, force: true }))

const modeOf = (path: string) => statSync(path).mode & 0o777
const marker = { publicKeyHex: 'ab'.repeat(32), keptIn: 'sealed-file', createdAt: '2026-01-01T00:00:00.000Z' } as const

it.skipIf(process.platform === 'win32')('is readable by its owner only, in a folder of its owner only', async () => {
  await createSealedFile({ folder, log: silentLog }).save('sealed')
  await createInsecureFile({ folder, log: silentLog }).save('plain')
  await createMarkerFile({ folder }).save(marker)
  expect(modeOf(folder)).toBe(0o700)
  for (const name of readdirSync(folder)) expect(modeOf(join(folder, name))).toBe(0o600)
})

it('leaves nothing half written beside its files', async () => {
  const file = createSealedFile({ folder, log: silentLog })
  await file.save('one')
  await file.save('two')
  expect(await file.load()).toBe('two')
  expect(readdirSync(folder)).toEqual(['identity.sealed'])
})

it.skipIf(process.platform === 'win32')(
  'takes a plain key away from other users, and says that they had it',
  async () => {
    const warn = vi.fn()
    const file = createInsecureFile({ folder, log: { ...silentLog, warn } })
    await file.save('plain')
    expect(await file.load()).toBe('plain')
    expect(warn).toHaveBeenCalledTimes(1)
    chmodSync(join(folder, 'identity.key'), 0o644)
    expect(await file.load()).toBe('plain')
    expect(modeOf(join(folder, 'identity.key'))).toBe(0o600)
    expect(warn.mock.calls.map(([text]) => String(text))).toContainEqual(
      expect.stringContaining('could read the key file'),
    )
  },
)

it('never calls a damaged marker none', async () => {
  const file = createMarkerFile({ folder })
  expect(await file.load()).toBeNull()
  await file.save(marker)
  expect(await file.load()).toEqual(marker)
  const path = join(folder, 'identity.json')
  writeFileSync(path, readFileSync(path, 'utf8').slice(0, 40))
  await expect(file.load()).rejects.toMatchObject({ code: 7002 })
  writeFileSync(path, '')
  await expect(file.load()).rejects.toMatchObject({ code: 7002 })
  writeFileSync(path, 'x'.repeat(100_000))
  await expect(file.load()).rejects.toMatchObject({ code: 7002 })
})

it('says what is wrong with a place that it cannot use', async () => {
  writeFileSync(join(parent, 'file'), '')
  const file = createSealedFile({ folder: join(parent, 'file'), log: silentLog })
  await expect(file.save('x')).rejects.toMatchObject({ code: 8002 })
  await expect(file.load()).rejects.toMatchObject({ code: 8002 })
})

import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { profileName } from './profile.ts'

function folders() {
  const root = mkdtempSync(join(tmpdir(), 'kith-profile-'))
  return { root, at: (name: string) => join(root, name), [Symbol.dispose]: () => rmSync(root, { recursive: true }) }
}

it('names a folder once: a folder that was moved finds its key again, a second one never takes it', () => {
  using made = folders()
  const first = mkdtempSync(made.at('one-'))
  const name = profileName(first)
  expect(name).toMatch(/^profile-[0-9a-f]{12}$/)
  expect(profileName(first)).toBe(name)
  renameSync(first, made.at('moved'))
  expect(profileName(made.at('moved'))).toBe(name)
  expect(profileName(mkdtempSync(made.at('two-')))).not.toBe(name)
})

it('does not trust a name that somebody damaged', () => {
  using made = folders()
  writeFileSync(made.at('profile'), '../../else')
  expect(profileName(made.root)).toMatch(/^profile-/)
})

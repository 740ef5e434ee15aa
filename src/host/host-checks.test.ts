import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { createHostChecks } from './host-checks.ts'
import { type KeychainFacts, keychainFinding } from './keychain-health.policy.ts'

const kept: KeychainFacts = { keptIn: 'keychain', busy: false, present: true, state: 'closed' }

test.each<[string, Partial<KeychainFacts>, string, string]>([
  ['in use', {}, 'healthy', 'The keychain gave the key when the node started.'],
  [
    'not needed',
    { keptIn: 'sealed-file', present: false, state: 'open' },
    'healthy',
    'Not needed: the key of this node is kept in a file.',
  ],
  ['stuck', { busy: true }, 'degraded', 'The keychain does not answer.'],
  ['failing', { state: 'open' }, 'degraded', 'The keychain keeps failing, so it is left alone for a while.'],
  ['gone', { present: false }, 'degraded', 'The keychain of this session is gone.'],
])('a keychain that is %s', (_what, over, status, message) => {
  const finding = keychainFinding({ ...kept, ...over })
  expect(finding).toMatchObject({ status, message })
  expect(finding.advice === null).toBe(status === 'healthy')
})

test('looks at the real disk, and at a folder that is gone', async () => {
  const disk = (dataFolder: string) =>
    createHostChecks({ dataFolder, keychain: () => kept, breaker: undefined }).find(({ name }) => name === 'storage')
  expect((await disk(tmpdir())?.check())?.details).toMatchObject({ freeBytes: expect.any(Number) as number })
  expect(await disk('/nonexistent/kith')?.check()).toMatchObject({ status: 'unhealthy', details: { error: 'ENOENT' } })
})

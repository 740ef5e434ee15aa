import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { manifestName, readFeed } from './feed.policy.ts'

const { x: key = '' } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })

describe('the address of a feed', () => {
  it('asks nobody while it is empty', () => {
    expect(readFeed(null)).toBeNull()
  })

  it.each([
    [`https://feed.test/kith#key=${key}`, 'https://feed.test/kith/'],
    [`https://feed.test:8443/a/b/#key=${key}`, 'https://feed.test:8443/a/b/'],
    [`https://ann:secret@feed.test/?x=1#key=${key}`, 'https://feed.test/'],
  ])('%s is a folder and a key', (setting, url) => {
    expect(readFeed(setting)).toEqual({ feed: { url, host: new URL(url).host, key } })
  })

  it.each([
    ['https://feed.test/kith', /carries no key/],
    ['https://feed.test/kith#key=', /carries no key/],
    [`https://feed.test/kith#key=${key}A`, /carries no key/],
    [`https://feed.test/kith#key=${key.slice(1)}`, /carries no key/],
    [`http://feed.test/kith#key=${key}`, /begins with https/],
    ['nonsense', /begins with https/],
  ])('%s is told what it lacks', (setting, problem) => {
    expect(readFeed(setting)).toEqual({ problem: expect.stringMatching(problem) as string })
  })
})

it.each([
  ['linux', 'x64', 'latest-linux.yml'],
  ['linux', 'arm64', 'latest-linux-arm64.yml'],
  ['darwin', 'arm64', 'latest-mac.yml'],
  ['win32', 'x64', 'latest.yml'],
])('%s on %s reads %s, as electron-builder writes it', (platform, arch, name) => {
  expect(manifestName(platform, arch)).toBe(name)
})

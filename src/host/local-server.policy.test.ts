import fc from 'fast-check'
import { expect, it } from 'vitest'
import { judgeRequest, securityHeaders } from './local-server.policy.ts'

it.each([
  ['127.0.0.1:4000', undefined, 'welcome'],
  ['LOCALHOST:4000', undefined, 'welcome'],
  ['[::1]:4000', 'http://[::1]:4000', 'welcome'],
  ['127.0.0.1:4000', 'http://localhost:4000', 'welcome'],
  [undefined, undefined, 'foreign-host'],
  ['127.0.0.1', undefined, 'foreign-host'],
  ['127.0.0.1:4001', undefined, 'foreign-host'],
  ['127.0.0.1.evil.example:4000', undefined, 'foreign-host'],
  ['rebound.example:4000', undefined, 'foreign-host'],
  ['127.0.0.1:4000', 'null', 'foreign-origin'],
  ['127.0.0.1:4000', '', 'foreign-origin'],
  ['127.0.0.1:4000', 'https://127.0.0.1:4000', 'foreign-origin'],
  ['127.0.0.1:4000', 'http://127.0.0.1:4001', 'foreign-origin'],
  ['127.0.0.1:4000', 'http://127.0.0.1:4000.evil.example', 'foreign-origin'],
] as const)('judges host %s with origin %s: %s', (host, origin, judgement) => {
  expect(judgeRequest({ host, origin }, 4000)).toBe(judgement)
})

it('welcomes no other host, whatever it is called', () => {
  fc.assert(
    fc.property(fc.oneof(fc.webAuthority(), fc.string()), (host) => {
      fc.pre(!/^(127\.0\.0\.1|localhost|\[::1\]):4000$/i.test(host))
      expect(judgeRequest({ host, origin: undefined }, 4000)).toBe('foreign-host')
    }),
  )
})

it('allows nothing unsafe', () => {
  expect(JSON.stringify(securityHeaders('127.0.0.1:4000'))).not.toMatch(/unsafe|\*/)
})

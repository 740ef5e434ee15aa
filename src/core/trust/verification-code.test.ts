import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testPeerId } from '../../../tests/harness/test-peers.ts'
import { verificationCode, whyNotVerified } from './verification-code.ts'

const ME = testPeerId(0)
const ANNA = testPeerId(1)
const EVE = testPeerId(2)

describe('a verification code', () => {
  it('that the other screen shows about us fits', () => {
    expect(whyNotVerified(ME, ANNA, verificationCode(ANNA, ME))).toBeNull()
    expect(
      whyNotVerified(ME, ANNA, ` ${verificationCode(ANNA, ME).slice(0, 30)}\n${verificationCode(ANNA, ME).slice(30)} `),
    ).toBeNull()
  })

  it('is short enough for a small QR code and tells who shows it', () => {
    expect(verificationCode(ANNA, ME)).toContain(`by=${ANNA}`)
    expect(verificationCode(ANNA, ME).length).toBeLessThan(110)
  })

  it.each([
    ['our own', verificationCode(ME, ANNA), /your own code/],
    ['somebody else’s about us', verificationCode(EVE, ME), /belongs to somebody else/],
    ['theirs about somebody else', verificationCode(ANNA, EVE), /about somebody else/],
    ['somebody else’s that claims to be theirs', verificationCode(EVE, ME).replace(EVE, ANNA), /about somebody else/],
    ['of another version', verificationCode(ANNA, ME).replace('v=1', 'v=2'), /another version/],
    ['damaged', verificationCode(ANNA, ME).slice(0, 40), /damaged/],
    ['no code at all', 'https://example.org', /not a verification code/],
    ['nothing', '', /not a verification code/],
  ])('%s does not fit, and says why', (_, code, said) => {
    expect(whyNotVerified(ME, ANNA, code)).toMatchObject({
      name: 'InvalidRequest',
      message: expect.stringMatching(said) as string,
    })
  })

  it('never throws and never fits by accident', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string().map((rest) => `kith:verify?v=1&by=${ANNA}&pair=${rest}`),
    )
    fc.assert(
      fc.property(text, (code) => whyNotVerified(ME, ANNA, code) !== null),
      { numRuns: 2_000 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeMarker, encodeMarker } from './marker.ts'
import { decodeSecret, encodeSecret, publicKeyHex } from './secret.ts'

const key = fc.uint8Array({ minLength: 32, maxLength: 32 })

describe('secret', () => {
  it('is a text that gives back its keys', () => {
    fc.assert(
      fc.property(key, key, (seed, dataKey) => {
        expect(decodeSecret(encodeSecret({ seed, dataKey }))).toEqual({ seed, dataKey })
      }),
    )
  })

  it('refuses anything else without repeating it', () => {
    const almost = encodeSecret({ seed: new Uint8Array(31).fill(7), dataKey: new Uint8Array(32) })
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.constant(almost)), (text) => {
        let message = ''
        try {
          decodeSecret(text)
        } catch (error) {
          expect(error).toMatchObject({ code: 7002 })
          message = String(error)
        }
        expect(message).not.toBe('')
        if (text.length > 12) expect(message).not.toContain(text)
      }),
    )
  })

  it('knows its public key (RFC 8032 §7.1, tests 1 and 2)', () => {
    const of = (hex: string) => publicKeyHex(Buffer.from(hex, 'hex'))
    expect(of('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60')).toBe(
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    )
    expect(of('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb')).toBe(
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    )
  })
})

describe('marker', () => {
  const marker = { publicKeyHex: 'ab'.repeat(32), keptIn: 'keychain', createdAt: '2026-01-01T00:00:00.000Z' } as const

  it('is a text that gives itself back, and forgives what a later version adds', () => {
    expect(decodeMarker(encodeMarker(marker))).toEqual(marker)
    expect(decodeMarker(JSON.stringify({ ...marker, later: 1 }))).toEqual(marker)
  })

  it.each([
    '',
    '{',
    '{}',
    'null',
    JSON.stringify({ ...marker, publicKeyHex: 'x' }),
    JSON.stringify({ ...marker, keptIn: 'pocket' }),
  ])('is damaged when it reads %j', (text) => {
    expect(() => decodeMarker(text)).toThrow(expect.objectContaining({ code: 7002 }))
  })
})

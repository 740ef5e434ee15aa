import { createHash, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { silentLog } from '../../kit/log.ts'
import { loadOrCreateCertificate } from './webrtc-certificate.ts'

const NOW_MS = Date.UTC(2026, 0, 1, 12, 0, 0, 123)

function store(value: Uint8Array | null = null) {
  const kept = { value, saves: 0 }
  return {
    kept,
    load: () => kept.value,
    save: (next: Uint8Array) => {
      kept.value = next
      kept.saves += 1
    },
  }
}

describe('the certificate of webrtc-direct', () => {
  it('is made once and stays, so that the addresses that others know stay true', async () => {
    const s = store()
    const first = await loadOrCreateCertificate(s, NOW_MS, silentLog)
    expect(await loadOrCreateCertificate(s, NOW_MS + 1e10, silentLog)).toEqual(first)
    expect(s.kept.saves).toBe(1)
  })

  it('is what its hash says, lasts twenty years and names nobody', async () => {
    const { pem, certhash, privateKey } = await loadOrCreateCertificate(store(), NOW_MS, silentLog)
    const certificate = new X509Certificate(pem)
    expect(certificate.subject).toBe('CN=webrtc')
    expect(certificate.issuer).toBe('CN=webrtc')
    expect(certificate.validFromDate.toISOString()).toBe('2026-01-01T12:00:00.000Z')
    expect(certificate.validToDate.toISOString()).toBe('2046-01-01T12:00:00.000Z')
    expect(privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----\n([\w+/=]{1,64}\n)+-----END PRIVATE KEY-----\n$/)
    const digest = createHash('sha256').update(certificate.raw).digest()
    expect(certhash).toBe(`u${Buffer.concat([Buffer.from([0x12, 0x20]), digest]).toString('base64url')}`)
  })

  it.each([
    ['empty', ''],
    ['not JSON', 'x'],
    ['of another shape', '{"pem":1}'],
  ])('is made anew when what was kept is %s', async (_what, text) => {
    const s = store(new TextEncoder().encode(text))
    const made = await loadOrCreateCertificate(s, NOW_MS, silentLog)
    expect(s.kept.saves).toBe(1)
    expect(await loadOrCreateCertificate(s, NOW_MS, silentLog)).toEqual(made)
  })

  it('serves for this run when it cannot be kept', async () => {
    const s = store()
    const full = {
      ...s,
      save: () => {
        throw new Error('disk full')
      },
    }
    expect(await loadOrCreateCertificate(full, NOW_MS, silentLog)).toMatchObject({
      certhash: expect.any(String) as string,
    })
  })
})

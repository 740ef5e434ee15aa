/**
 * The DTLS certificate of webrtc-direct, kept across restarts: its hash is part of the addresses that others remember, and
 * libp2p's own is new at every start and every 14 days. Trust never rests on it: the noise handshake proves the peer ID.
 */
import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import type { TransportCertificate } from '@libp2p/webrtc'
import { X509CertificateGenerator } from '@peculiar/x509'
import { z } from 'zod'
import type { Log } from '../../kit/log.ts'

/** As long as a disk lives; the WebRTC binding checks the hash, not the dates (libp2p webrtc-direct spec). */
const LIFESPAN_YEARS = 20
const SHA2_256 = 0x12

const Stored = z.object({ privateKey: z.string(), pem: z.string(), certhash: z.string() })

export interface CertificateStore {
  load(): Uint8Array | null
  save(value: Uint8Array): void
}

/** The stored certificate, or a new one that is stored. A stored one that cannot be read is replaced: only addresses change. */
export async function loadOrCreateCertificate(
  store: CertificateStore,
  nowMs: number,
  log: Log,
): Promise<TransportCertificate> {
  const stored = read(store.load())
  if (stored) return stored
  const made = await create(nowMs)
  try {
    store.save(new TextEncoder().encode(JSON.stringify(made)))
  } catch (error) {
    // A full disk: the next start makes another, and others learn the new addresses by then.
    log.warn('the certificate of webrtc-direct could not be kept', { error })
  }
  return made
}

function read(bytes: Uint8Array | null): TransportCertificate | null {
  if (!bytes) return null
  try {
    return Stored.parse(JSON.parse(new TextDecoder().decode(bytes)))
  } catch {
    return null
  }
}

async function create(nowMs: number): Promise<TransportCertificate> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const notBefore = new Date(nowMs)
  notBefore.setUTCMilliseconds(0) // X.509 times have whole seconds
  const notAfter = new Date(notBefore)
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + LIFESPAN_YEARS)
  const certificate = await X509CertificateGenerator.createSelfSigned(
    // The name says nothing about the node: it crosses the wire before anybody is proven.
    // Two libraries of types disagree about the uses of a key.
    { name: 'CN=webrtc', notBefore, notAfter, keys: keys as never, signingAlgorithm: algorithm },
    webcrypto as never,
  )
  const digest = new Uint8Array(await webcrypto.subtle.digest('SHA-256', certificate.rawData))
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  return {
    privateKey: `-----BEGIN PRIVATE KEY-----\n${(pkcs8.match(/.{1,64}/g) ?? []).join('\n')}\n-----END PRIVATE KEY-----\n`,
    pem: certificate.toString('pem'),
    // Multibase base64url ("u") of the multihash, as in the multiaddr's certhash component.
    certhash: `u${Buffer.from([SHA2_256, digest.length, ...digest]).toString('base64url')}`,
  }
}

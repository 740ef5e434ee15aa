/** The first packet of a webrtc-direct handshake, after which nothing more comes: what an attacker with a UDP socket sends. */
import { createHmac, randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { crc32 } from 'node:zlib'

/** RFC 8489. */
const BINDING_REQUEST = 0x0001
const MAGIC_COOKIE = 0x2112a442
const USERNAME = 0x0006
const MESSAGE_INTEGRITY = 0x0008
const FINGERPRINT = 0x8028
const FINGERPRINT_XOR = 0x5354554e
const HEADER_BYTES = 20

function attribute(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt16BE(type, 0)
  head.writeUInt16BE(value.length, 2)
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)])
}

/** A message as it is up to here, its length already counting `more` bytes. */
function message(header: Buffer, attributes: readonly Buffer[], more: number): Buffer {
  const whole = Buffer.concat([header, ...attributes])
  whole.writeUInt16BE(whole.length - HEADER_BYTES + more, 2)
  return whole
}

/** libp2p's webrtc-direct names both ends alike, and the name is the password too (specs, webrtc-direct.md). */
function bindingRequest(ufrag: string): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt16BE(BINDING_REQUEST, 0)
  header.writeUInt32BE(MAGIC_COOKIE, 4)
  randomBytes(12).copy(header, 8)
  const attributes = [attribute(USERNAME, Buffer.from(`${ufrag}:${ufrag}`))]
  const signed = createHmac('sha1', ufrag)
    .update(message(header, attributes, 24))
    .digest()
  attributes.push(attribute(MESSAGE_INTEGRITY, signed))
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE((crc32(message(header, attributes, 8)) ^ FINGERPRINT_XOR) >>> 0)
  return message(header, [...attributes, attribute(FINGERPRINT, sum)], 0)
}

/** @param from a local address, so that one machine can look like many */
export function stunRequest(address: string, from = '127.0.0.1'): void {
  const [, host = '', port = ''] = /^\/ip4\/([^/]+)\/udp\/(\d+)\//.exec(address) ?? []
  const ufrag = `libp2p+webrtc+v1/${randomBytes(16).toString('hex')}`
  const socket = createSocket('udp4')
  socket.bind(0, from, () => socket.send(bindingRequest(ufrag), Number(port), host, () => socket.close()))
}

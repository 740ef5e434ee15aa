import fc from 'fast-check'
import { expect, it } from 'vitest'
import { testPeerId } from '../../../tests/harness/test-peers.ts'
import {
  decodeReceipt,
  decodeSuggestion,
  encodeIntroduction,
  MAX_INTRODUCTION_BYTES,
  suggestion,
} from './introduction-frames.ts'
import {
  decodeJoinAnswer,
  decodeJoinRequest,
  encodeJoinFrame,
  introduction,
  type JoinRequest,
  MAX_JOIN_FRAME_BYTES,
} from './join-frames.ts'

const long = {
  name: '\u{7}'.repeat(300),
  agent: '\u{7}'.repeat(200),
  addresses: Array.from({ length: 40 }, (_, n) => `/dns4/${'ä'.repeat(300 + n * 5)}/tcp/1`),
}

it('what is said comes back', () => {
  const request: JoinRequest = {
    t: 'join',
    secret: 'abc-_1',
    name: 'Anna',
    agent: 'kith/1',
    addresses: ['/ip4/192.0.2.1/tcp/1'],
  }
  expect(decodeJoinRequest(encodeJoinFrame(request))).toEqual(request)
  expect(decodeJoinAnswer(encodeJoinFrame({ t: 'no' }))).toEqual({ t: 'no' })
  const one = suggestion(testPeerId(1), 'Anna', ['/ip4/192.0.2.1/tcp/1'])
  expect(decodeSuggestion(encodeIntroduction(one))).toEqual(one)
  expect(decodeReceipt(encodeIntroduction({ t: 'heard' }))).toEqual({ t: 'heard' })
})

it('what a node says of itself always fits a frame', () => {
  const request: JoinRequest = { t: 'join', secret: 'a'.repeat(128), ...introduction(long) }
  const frame = encodeJoinFrame(request)
  expect(frame.byteLength).toBeLessThanOrEqual(MAX_JOIN_FRAME_BYTES)
  expect(decodeJoinRequest(frame)).toEqual(request)
  const told = suggestion(testPeerId(1), long.name, long.addresses)
  expect(encodeIntroduction(told).byteLength).toBeLessThanOrEqual(MAX_INTRODUCTION_BYTES)
  expect(decodeSuggestion(encodeIntroduction(told))).toEqual(told)
})

it('whatever arrives is a frame or nothing, and never throws', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.json().map((text) => new TextEncoder().encode(text)),
  )
  fc.assert(
    fc.property(bytes, (frame) => {
      for (const decode of [decodeJoinRequest, decodeJoinAnswer, decodeSuggestion, decodeReceipt]) decode(frame)
    }),
    { numRuns: 3_000 },
  )
  expect(
    decodeJoinRequest(new TextEncoder().encode('{"t":"join","secret":"a b","name":"","agent":"","addresses":[]}')),
  ).toBeNull()
  expect(
    decodeSuggestion(new TextEncoder().encode('{"t":"suggest","peerId":"QmX","name":"","addresses":[]}')),
  ).toBeNull()
})

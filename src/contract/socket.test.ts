import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { z } from 'zod'
import { HostEvent } from './host-events.ts'
import { ClientFrame, parseJsonLine, ServerFrame } from './socket.ts'

const peerId = `12D3KooW${'A'.repeat(44)}`
const time = '2026-01-01T00:00:00.000Z'

const valid: readonly [string, z.ZodType, unknown][] = [
  ['hello', ClientFrame, { type: 'hello', token: 't' }],
  ['call', ClientFrame, { type: 'call', id: 0, name: 'node.status' }],
  ['call with input', ClientFrame, { type: 'call', id: 1, name: 'peers.show', input: { peerId } }],
  ['welcome', ServerFrame, { type: 'welcome' }],
  ['reply', ServerFrame, { type: 'reply', id: 1, reply: { ok: true, value: [1] } }],
  [
    'refusal',
    ServerFrame,
    {
      type: 'reply',
      id: null,
      reply: { ok: false, error: { code: 1, name: 'n', message: 'm', retryable: false, details: {} } },
    },
  ],
  ['event', ServerFrame, { type: 'event', name: 'nearby.changed', payload: [] }],
  ['ready', HostEvent, { event: 'ready', peerId, addresses: [], uiUrl: null, pid: 1 }],
  ['addresses', HostEvent, { event: 'addresses', time, addresses: ['/ip4/127.0.0.1/tcp/1'] }],
  ['stopped', HostEvent, { event: 'stopped', time }],
]

it.each(valid)('reads a %s line', (_name, schema, value) => {
  expect(parseJsonLine(schema, JSON.stringify(value))).toEqual({ ok: true, value })
})

it.each([
  ['', 'not JSON'],
  ['{', 'not JSON'],
  ['{"type":"call"}', /^id: /],
  ['{"type":"hello","token":""}', /^token: /],
  ['{"type":"dance"}', /^type: /],
  ['null', /./],
])('says of %j what is wrong', (line, error) => {
  const parsed = parseJsonLine(ClientFrame, line)
  expect(parsed).toMatchObject({
    ok: false,
    error: typeof error === 'string' ? error : (expect.stringMatching(error) as string),
  })
})

/** A valid line with one thing broken in it: cut, doubled, or a character replaced. */
const nearly = fc
  .tuple(fc.constantFrom(...valid), fc.nat(), fc.string({ maxLength: 3 }), fc.constantFrom('cut', 'insert', 'replace'))
  .map(([[, , value], place, piece, how]) => {
    const line = JSON.stringify(value)
    const at = place % (line.length + 1)
    if (how === 'cut') return line.slice(0, at)
    return line.slice(0, at) + piece + line.slice(how === 'insert' ? at : at + 1)
  })
const anyLine = fc.oneof(
  fc.string(),
  fc.json({ maxDepth: 1 }),
  nearly,
  fc
    .dictionary(fc.constantFrom('type', 'event', 'id', 'reply', 'token'), fc.jsonValue({ maxDepth: 1 }))
    .map((value) => JSON.stringify(value)),
)

it.each([
  ['ClientFrame', ClientFrame],
  ['ServerFrame', ServerFrame],
  ['HostEvent', HostEvent],
] as const)(
  'never throws on any line for %s: a value that fits, or a short reason (10,000 cases)',
  { timeout: 60_000 },
  (_name, schema: z.ZodType) => {
    fc.assert(
      fc.property(anyLine, (line) => {
        const parsed = parseJsonLine(schema, line)
        if (parsed.ok) expect(schema.safeParse(parsed.value).success).toBe(true)
        else expect(parsed.error).not.toBe('')
      }),
      { numRuns: 10_000 },
    )
  },
)

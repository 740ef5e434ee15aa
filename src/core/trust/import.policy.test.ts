import { describe, expect, it } from 'vitest'
import type { AllowlistEntry, AllowlistLine } from './allowlist.types.ts'
import { NO_LIMITS } from './decision.policy.ts'
import { type ImportBase, planImport } from './import.policy.ts'
import type { PeerRecord } from './trust-store.types.ts'

const record = (peerId: string, change: Partial<PeerRecord> = {}): PeerRecord => ({
  peerId,
  level: 'verified',
  name: null,
  claimedName: 'claims',
  agent: null,
  note: null,
  kept: false,
  permissions: null,
  limits: NO_LIMITS,
  verifiedAtMs: 5,
  verifiedHow: 'words',
  addedAtMs: 1,
  lastSeenAtMs: null,
  ...change,
})
const base = (...peers: PeerRecord[]): ImportBase => ({
  self: 'me',
  peers: new Map(peers.map((peer) => [peer.peerId, peer])),
  requests: new Map(),
  addressesOf: (peerId) => (peerId === 'ann' ? ['/a'] : []),
})
const says = (line: number, peerId: string, rest: Partial<AllowlistEntry> = {}): AllowlistLine => ({
  line,
  text: `line ${line}`,
  ok: true,
  entry: { peerId, addresses: [], ...rest },
})
const wrong = (line: number, peerId: string | null): AllowlistLine => ({
  line,
  text: `line ${line}`,
  ok: false,
  peerId,
  problem: 'It makes no sense.',
})
const plan = (lines: AllowlistLine[], known: ImportBase, whole = true) =>
  planImport({ format: 'text', lines, whole }, known)
const nobody = {
  level: 'verified',
  name: null,
  note: null,
  kept: false,
  permissions: null,
  limits: NO_LIMITS,
  addresses: [],
}

describe('an import', () => {
  it('adds who is new, verified unless the line says otherwise; trusted ones are kept', () => {
    const { lines, missing } = plan(
      [
        says(1, 'ann'),
        says(2, 'ben', { level: 'trusted', name: 'Ben', addresses: ['/b'] }),
        says(3, 'cy', { level: 'blocked', kept: true }),
      ],
      base(),
    )
    expect(missing).toEqual([])
    expect(lines.map(({ action, before, after }) => [action, before, after])).toEqual([
      ['add', null, { ...nobody, addresses: ['/a'] }],
      ['add', null, { ...nobody, level: 'trusted', name: 'Ben', kept: true, addresses: ['/b'] }],
      ['add', null, { ...nobody, level: 'blocked' }],
    ])
    expect(lines[1]?.change).toEqual({ peerId: 'ben', to: { level: 'trusted', name: 'Ben' }, addresses: ['/b'] })
  })

  it('leaves alone what a line does not say, and shows what it changes', () => {
    const ann = record('ann', { level: 'trusted', name: 'Ann', note: 'n', kept: true, permissions: ['message'] })
    const now = {
      level: 'trusted',
      name: 'Ann',
      note: 'n',
      kept: true,
      permissions: ['message'],
      limits: NO_LIMITS,
      addresses: ['/a'],
    }
    expect(plan([says(1, 'ann')], base(ann)).lines[0]).toMatchObject({
      action: 'same',
      before: now,
      after: now,
      change: null,
    })
    expect(plan([says(1, 'ann', { addresses: ['/a'] })], base(ann)).lines[0]?.action).toBe('same')
    expect(
      plan(
        [says(1, 'ann', { level: 'verified', name: null, permissions: null, kept: false, addresses: ['/b'] })],
        base(ann),
      ).lines[0],
    ).toMatchObject({
      action: 'change',
      before: now,
      after: {
        level: 'verified',
        name: null,
        note: 'n',
        kept: false,
        permissions: null,
        limits: NO_LIMITS,
        addresses: ['/a', '/b'],
      },
    })
  })

  it('changes the limits that a line names and no other', () => {
    const ann = record('ann', { limits: { ...NO_LIMITS, uploadBytesPerSecond: 9, monthlyBytes: 7 } })
    const [line] = plan([says(1, 'ann', { limits: { monthlyBytes: 0, downloadBytesPerSecond: 5 } })], base(ann)).lines
    expect(line).toMatchObject({
      action: 'change',
      after: { limits: { uploadBytesPerSecond: 9, downloadBytesPerSecond: 5, monthlyBytes: 0 } },
    })
    expect(plan([says(1, 'ann', { limits: { monthlyBytes: 7 } })], base(ann)).lines[0]?.action).toBe('same')
  })

  it('lets the later of two lines count, and never speaks of this node itself', () => {
    const { lines } = plan(
      [says(1, 'ann', { level: 'trusted' }), says(4, 'ann', { level: 'blocked' }), says(5, 'me')],
      base(),
    )
    expect(lines.map(({ action, problem }) => [action, problem])).toEqual([
      ['invalid', 'Line 4 is about the same peer again, and counts instead.'],
      ['add', null],
      ['invalid', 'This is your own node. It needs no level of trust.'],
    ])
  })

  it('misses who is on the list and not in the file: no blocked peer, nobody whose line is wrong, nobody behind a cut', () => {
    const known = base(record('ann'), record('ben'), record('cy', { level: 'blocked' }), record('dan'))
    const lines = [says(1, 'ann'), wrong(2, 'ben'), wrong(3, null)]
    const missing = (whole: boolean) => plan(lines, known, whole).missing.map(({ peerId }) => peerId)
    expect([missing(true), missing(false)]).toEqual([['dan'], []])
  })
})

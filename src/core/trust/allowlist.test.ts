import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testPeerId } from '../../../tests/harness/test-peers.ts'
import { MAX_BYTES_PER_SECOND, Name, Note, Permission } from '../../contract/views.ts'
import { parsePeerAddress } from '../net/index.ts'
import type { AllowlistEntry, AllowlistPeer } from './allowlist.types.ts'
import { looksLikeJson, readAllowlistJson, writeAllowlistJson } from './allowlist-json.ts'
import { readAllowlistText, writeAllowlistText } from './allowlist-text.ts'
import { NO_LIMITS } from './decision.policy.ts'

const [ann, ben] = [testPeerId(1), testPeerId(2)]
const header = { nodeName: 'here', peerId: testPeerId(9), time: '2026-01-01T00:00:00.000Z' }
const text = (written: string) => readAllowlistText(written, parsePeerAddress).lines
const json = (written: unknown) =>
  readAllowlistJson(typeof written === 'string' ? written : JSON.stringify(written), parsePeerAddress).lines
/** What a line says, or what is wrong with it. */
const said = (line: ReturnType<typeof text>[number] | undefined) => (line?.ok ? line.entry : line?.problem)

describe('an allowlist in text', () => {
  it('needs no more than peer IDs', () => {
    expect(text(`\u{feff}# mine\n\n${ann}\r\n  ${ben}  # Ben`)).toEqual([
      { line: 3, text: ann, ok: true, entry: { peerId: ann, addresses: [] } },
      { line: 4, text: `${ben}  # Ben`, ok: true, entry: { peerId: ben, addresses: [] } },
    ])
  })

  it('takes everything that can be said of a peer, in any order', () => {
    const line = `${ann} trusted "Anna's \\"laptop\\"" keep permissions=message,offer-files,message address=/ip4/192.0.2.7/tcp/4711 note="a # b\\n\\u00fc" # seen`
    const entry = {
      peerId: ann,
      level: 'trusted',
      name: 'Anna\'s "laptop"',
      kept: true,
      permissions: ['message', 'offer-files'],
      addresses: ['/ip4/192.0.2.7/tcp/4711'],
      note: 'a # b\nü',
    }
    expect(said(text(line)[0])).toEqual(entry)
    expect(said(text(`${ann} note="x" no-keep name="Al\t  ice" BLOCKED permissions=none`)[0])).toEqual({
      peerId: ann,
      note: 'x',
      kept: false,
      name: 'Al ice',
      level: 'blocked',
      permissions: [],
      addresses: [],
    })
    expect(said(text(`${ann} up=1.5mib/s monthly=0.0001B down=unlimited`)[0])).toEqual({
      peerId: ann,
      limits: { uploadBytesPerSecond: 1_572_864, monthlyBytes: 1, downloadBytesPerSecond: 0 },
      addresses: [],
    })
    expect(said(text(`${ann} "" note="" permissions=default`)[0])).toEqual({
      peerId: ann,
      name: null,
      note: null,
      permissions: null,
      addresses: [],
    })
  })

  it('takes addresses as other nodes show them', () => {
    const address = '/ip4/192.0.2.7/tcp/4711'
    const more = `/dns4/example.net/tcp/1/p2p/${ben}/p2p-circuit`
    const expected = { peerId: ann, addresses: [address, more] }
    expect(said(text(`${ann}@${address} address=${more}`)[0])).toEqual(expected)
    expect(said(text(`${address}/p2p/${ann} address=${more} address=${address}/p2p/${ann}`)[0])).toEqual(expected)
  })

  it.each([
    ['nonsense', /“nonsense” is not a peer ID/],
    ['/ip4/1.2.3.4/tcp/1', /no peer ID/],
    [`${ann} trustd`, /“trustd” makes no sense here.*blocked, verified, trusted/],
    [`${ann} unknown`, /“unknown” is no level here/],
    [`${ann} level=unknown`, /is no level here/],
    [`${ann} trusted verified`, /The level is given twice/],
    [`${ann} "a" name="b"`, /The name is given twice/],
    [`${ann} permissions=message,fly`, /“fly” is no permission/],
    [`${ann} permissions=`, /“permissions=” makes no sense here/],
    [`${ann} permissions= keep`, /“permissions=” makes no sense here/],
    [`${ann} color=red`, /“red” makes no sense/],
    [`${ann} "unclosed`, /begins and ends with "/],
    [`${ann} "one""two"`, /stands apart/],
    [`${ann} "C:\\dir"`, /is written \\\\/],
    [`${ann} keep=yes`, /without “=”/],
    [`${ann} "${'x'.repeat(65)}"`, /A name has at most 64 characters/],
    [`${ann} note="${'x'.repeat(2001)}"`, /A note has at most 2,000/],
    [`${ann} up=fast`, /“up=fast” cannot be read: write up=1MiB\/s, or up=unlimited/],
    [`${ann} up=1MiB/s up=2MiB/s`, /The up is given twice/],
    [`${ann} down=11GiB/s`, /more than can be set: at most 10GiB\/s/],
    [`${ann} down=-1B`, /cannot be read/],
    [`${ann} monthly=5GiB/s`, /“monthly=5GiB\/s” cannot be read: write monthly=10GiB/],
    [`${ann} monthly=999999999TiB`, /more than can be set\./],
    [`${ann} address=/ip4/1.2.3.4/udp/1`, /cannot dial/],
    [`${ann} address=/ip4/1.2.3.4/tcp/1/p2p/${ben}`, /differ/],
    [`${ann}${' address=/ip4/1.2.3.4/tcp/1'.repeat(33)}`, /At most 32 addresses/],
  ])('says what is wrong with %j', (line, problem) => {
    const [first, second, ...rest] = text(`${line}\n${ben}`)
    expect(first).toMatchObject({ line: 1, ok: false, problem: expect.stringMatching(problem) as string })
    expect(first?.ok === false && first.problem).toMatch(/\.$/)
    expect(first).toMatchObject({ peerId: line.startsWith(ann) ? ann : null })
    expect([second?.ok, rest]).toEqual([true, []])
  })

  it('reads ten thousand peers and says that the rest is left out', () => {
    const read = readAllowlistText(`${ann}\n`.repeat(10_005), parsePeerAddress)
    expect([read.whole, read.lines.length]).toEqual([false, 10_001])
    expect(read.lines.at(-1)).toMatchObject({
      line: 10_001,
      ok: false,
      problem: expect.stringMatching(/left out/) as string,
    })
    expect(readAllowlistText(`${ann}\n`.repeat(10_000), parsePeerAddress).whole).toBe(true)
  })

  it('is read in no time, whatever a line is made of', () => {
    const began = performance.now()
    for (const piece of ['a ', '"', '\\', '" ', 'x=', '#', '"\\'])
      text(`${ann} ${piece.repeat(2_000_000 / piece.length)}`)
    // Two seconds on a quiet machine; with the square of its length it would be hours.
    expect(performance.now() - began).toBeLessThan(40_000)
  })
})

describe('an allowlist in JSON', () => {
  const file = (...peers: unknown[]) => ({ format: 'kith-allowlist', version: 1, peers })

  it('takes everything that can be said of a peer', () => {
    expect(
      json(file({ peerId: ann }, { peerId: `${ben}@/ip4/192.0.2.7/tcp/1`, name: null, note: ' x ' })),
    ).toMatchObject([
      { line: 1, ok: true, entry: { peerId: ann, addresses: [] } },
      { line: 2, ok: true, entry: { peerId: ben, name: null, note: 'x', addresses: ['/ip4/192.0.2.7/tcp/1'] } },
    ])
  })

  it.each([
    ['{', /not JSON/],
    ['[]', /this is something else/],
    [{ format: 'other', version: 1, peers: [] }, /this is something else/],
    [{ format: 'kith-allowlist', version: 2, peers: [] }, /newer Kith/],
    [file({ name: 'x' }), /peerId/],
    [file('x'), /object/],
    [file({ peerId: 'x' }), /not a peer ID/],
    [file({ peerId: ann, level: 'unknown' }), /level/],
    [file({ peerId: ann, permisions: [] }), /permisions/],
    [file({ peerId: ann, permissions: ['fly'] }), /permissions/],
    [file({ peerId: ann, addresses: ['/ip4/1.2.3.4/udp/1'] }), /cannot dial/],
    [file({ peerId: ann, name: 'x'.repeat(65) }), /64/],
  ])('says what is wrong with %j', (written, problem) => {
    expect(json(written)).toMatchObject([{ line: 1, ok: false, problem: expect.stringMatching(problem) as string }])
  })

  it('is told apart from text', () => {
    expect([' {', '\u{feff}\n[', '# {', ann, ''].map(looksLikeJson)).toEqual([true, true, false, false, false])
  })
})

const nonNull = <T>(parse: () => T): T | null => {
  try {
    return parse() || null
  } catch {
    return null
  }
}
const peer = fc
  .record({
    peerId: fc.integer({ min: 1, max: 60 }).map(testPeerId),
    level: fc.constantFrom('blocked' as const, 'verified' as const, 'trusted' as const),
    name: fc.option(fc.string({ unit: 'binary', maxLength: 80 })),
    note: fc.option(fc.string({ unit: 'binary', maxLength: 200 })),
    kept: fc.boolean(),
    permissions: fc.option(fc.subarray([...Permission.options])),
    limits: fc.record({
      uploadBytesPerSecond: fc.oneof(fc.constant(0), fc.nat({ max: MAX_BYTES_PER_SECOND })),
      downloadBytesPerSecond: fc.oneof(
        fc.constant(0),
        fc.nat({ max: 10_240 }).map((kib) => kib * 1_024),
      ),
      monthlyBytes: fc.oneof(fc.constant(0), fc.nat({ max: 2 ** 50 })),
    }),
    addresses: fc.uniqueArray(
      fc
        .tuple(fc.integer({ min: 1, max: 255 }), fc.integer({ min: 1, max: 65_535 }))
        .map(([a, b]) => `/ip4/10.0.0.${a}/tcp/${b}`),
      { maxLength: 5 },
    ),
  })
  .map(
    (given): AllowlistPeer => ({
      ...given,
      // As the node keeps them.
      name: given.name === null ? null : nonNull(() => Name.parse(given.name)),
      note: given.note === null ? null : nonNull(() => Note.parse(given.note)),
      kept: given.kept && given.level !== 'blocked',
    }),
  )

describe('what is written can be read', () => {
  const peers = fc.uniqueArray(peer, { selector: ({ peerId }) => peerId, maxLength: 8 })

  it('as text', () => {
    fc.assert(
      fc.property(peers, (list) => {
        const lines = text(writeAllowlistText(list, header))
        expect(lines.map((line) => (line.ok ? full(line.entry) : line))).toEqual(list)
      }),
      { numRuns: 300 },
    )
  })

  it('as JSON', () => {
    fc.assert(
      fc.property(peers, (list) => {
        const lines = json(writeAllowlistJson(list, header))
        expect(lines.map((line) => (line.ok ? full(line.entry) : line))).toEqual(list)
      }),
      { numRuns: 300 },
    )
  })

  it('and hides nothing from who reads or prints it', () => {
    const note = 'a\u009b2Jb\u202ec\u{e0041}d\u0085\n\u2028e'
    const hidden: AllowlistPeer = {
      peerId: ann,
      level: 'blocked',
      name: null,
      note,
      kept: false,
      permissions: null,
      limits: NO_LIMITS,
      addresses: [],
    }
    for (const [write, read] of [
      [writeAllowlistText, text],
      [writeAllowlistJson, json],
    ] as const) {
      const written = write([hidden], header)
      expect(written).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
      expect(read(written)).toMatchObject([{ ok: true, entry: { note } }])
    }
  })

  it('and looks like this', () => {
    const list: AllowlistPeer[] = [
      {
        peerId: ann,
        level: 'trusted',
        name: 'Anna’s "laptop"',
        note: 'two\nlines',
        kept: true,
        permissions: [],
        limits: { uploadBytesPerSecond: 1_572_864, downloadBytesPerSecond: 1_000, monthlyBytes: 10 * 1_024 ** 3 },
        addresses: ['/ip4/192.0.2.7/tcp/4711'],
      },
      {
        peerId: ben,
        level: 'blocked',
        name: null,
        note: null,
        kept: false,
        permissions: null,
        limits: NO_LIMITS,
        addresses: [],
      },
    ]
    expect(writeAllowlistText(list, header).split('\n').slice(0, 1)).toEqual([
      `# The allowlist of here (${header.peerId}) on 2026-01-01T00:00:00.000Z: 2 peers.`,
    ])
    expect(writeAllowlistText(list, header).split('\n').slice(-4)).toEqual([
      '',
      `${ann} trusted "Anna’s \\"laptop\\"" keep permissions=none up=1536KiB/s down=1000B/s monthly=10GiB address=/ip4/192.0.2.7/tcp/4711 note="two\\nlines"`,
      `${ben} blocked`,
      '',
    ])
  })

  /** With what a written line leaves out because it is the default. */
  const full = (entry: AllowlistEntry) => ({
    name: null,
    note: null,
    kept: false,
    permissions: null,
    ...entry,
    limits: { ...NO_LIMITS, ...entry.limits },
  })
})

it('reads any garbage without throwing, as lines that say what is wrong (10,000 cases)', () => {
  const word = fc.constantFrom(
    ann,
    ben,
    'trusted',
    'keep',
    '"a"',
    '"',
    'note="x"',
    'permissions=message',
    'permissions=',
    `address=/ip4/1.2.3.4/tcp/1`,
    '#',
    '\\',
    '@',
    '=',
    '\n',
    '{',
    '[',
    ':',
    ',',
    '"peers"',
    '{"format":"kith-allowlist","version":1,"peers":[{"peerId":"',
  )
  const garbage = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(word).map((words) => words.join(' ')),
    fc.json(),
  )
  fc.assert(
    fc.property(garbage, (written) => {
      for (const { lines } of [
        readAllowlistText(written, parsePeerAddress),
        readAllowlistJson(written, parsePeerAddress),
      ])
        for (const line of lines) {
          if (line.ok) expect(line.entry.peerId).toMatch(/^12D3KooW/)
          else expect(line.problem).toMatch(/^.{5}/s)
        }
    }),
    { numRuns: 10_000 },
  )
})

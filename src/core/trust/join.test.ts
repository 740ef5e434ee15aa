import { describe, expect, it } from 'vitest'
import { type JoinNode, type JoinWorld, joinWorld } from '../../../tests/harness/join-world.ts'
import { settled } from '../../../tests/harness/manual-clock.ts'
import { KithError } from '../../contract/errors.ts'
import { HOUR_MS, SECOND_MS } from '../../kit/units.ts'
import { decodeJoinAnswer, encodeJoinFrame, JOIN_PROTOCOL, MAX_JOIN_FRAME_BYTES } from './join-frames.ts'

const NO = /does not accept this invite/

/** Two nodes, or more: the first one invites. */
async function world(count = 2, options: Parameters<typeof joinWorld>[1] = {}) {
  const made = await joinWorld(count, options)
  const [anna, bert, carl, dora] = made.nodes as [JoinNode, JoinNode, JoinNode, JoinNode]
  return { ...made, [Symbol.asyncDispose]: made[Symbol.asyncDispose].bind(made), anna, bert, carl, dora }
}

const linkOf = (node: JoinNode, note: string | null = null): string => node.invites.create({ note }).link

/** The inviter's ID, or what was said instead. */
const joins = (node: JoinNode, link: string, name: string | null = null): Promise<string> =>
  node.invites.join(link, name).catch((error: unknown) => {
    if (error instanceof KithError) return `${error.name}: ${error.message}`
    throw error
  })

/** Says one frame over the protocol, as no Kith would, and answers what came back. */
async function says(from: JoinNode, to: JoinNode, frame: Uint8Array): Promise<string> {
  const addresses = to.network.addresses().map((address) => address.split('/p2p/')[0] ?? '')
  const { signal } = new AbortController()
  from.trust.decide(to.peerId, { level: 'verified' })
  const connection = await from.network.dial(to.peerId, addresses, signal)
  const options = { maxFrameBytes: MAX_JOIN_FRAME_BYTES }
  const stream = await from.network.open(connection.id, JOIN_PROTOCOL, options, signal)
  await stream.write(frame)
  const bytes = await stream.read()
  await stream.close()
  await from.network.close(connection.id, 'gracefully')
  return bytes === null ? 'nothing' : (decodeJoinAnswer(bytes)?.t ?? 'noise')
}

describe('an invite that is redeemed', () => {
  it('makes both sides know each other as verified, kept and with addresses', async () => {
    await using nodes = await world()
    const { anna, bert } = nodes
    expect(await joins(bert, linkOf(anna), 'Anna')).toBe(anna.peerId)
    await settled()
    expect(anna.trust.peer(bert.peerId)).toMatchObject({
      level: 'verified',
      verifiedHow: 'invite',
      kept: true,
      claimedName: 'node 1',
      agent: 'kith/test',
    })
    expect(bert.trust.peer(anna.peerId)).toMatchObject({
      level: 'verified',
      verifiedHow: 'invite',
      kept: true,
      name: 'Anna',
      claimedName: 'node 0',
    })
    expect(anna.book.of(bert.peerId)).toEqual(['/ip4/203.0.113.2/tcp/4711'])
    expect(bert.book.of(anna.peerId)).toEqual(['/ip4/203.0.113.1/tcp/4711'])
    expect(anna.invites.list()).toMatchObject([{ state: 'used', usedBy: bert.peerId }])
    expect(anna.audited).toEqual(['invite: made', 'invite: redeemed'])
    expect(bert.audited).toEqual(['invite: joined'])
    expect(anna.told).toContain(`peer ${bert.peerId}`)
    expect(anna.told.at(-1)).toBe('requests')
    expect(anna.told).toContain('Your invite was accepted: node 1 is on your list now.')
  })

  it('comes through a line that breaks while the connection is made, and says why when it goes on breaking', async () => {
    await using nodes = await world()
    const { anna, bert, clock } = nodes
    bert.network.failDials(anna.peerId, 'reset')
    const joining = joins(bert, linkOf(anna), 'Anna')
    await settled()
    await clock.advance(500)
    bert.network.failDials(anna.peerId, null)
    await clock.advance(1_000)
    expect(await joining).toBe(anna.peerId)
    bert.network.failDials(anna.peerId, 'reset')
    bert.trust.forget(anna.peerId)
    const failing = joins(bert, linkOf(anna), 'Anna')
    await settled()
    await clock.advance(1_500)
    // What happened to the line, not how often it was tried.
    expect(await failing).toBe('ConnectionFailed: The dial failed (reset).')
  })

  it('ends its connection and connects anew, so that nothing of the stranger is left', async () => {
    await using nodes = await world()
    const { anna, bert } = nodes
    let open = -1
    bert.onDial = () => {
      open = bert.network.openConnections + anna.network.openConnections
      return Promise.resolve()
    }
    await joins(bert, linkOf(anna))
    expect(open).toBe(0)
    expect(bert.asked).toEqual(['hold', `reconsider ${anna.peerId}`, `dial ${anna.peerId}`])
    expect(bert.invites.isJoining(anna.peerId)).toBe(false)
  })

  it('names the peer as the note says, unless it has a name already', async () => {
    await using nodes = await world(3)
    const { anna, bert, carl } = nodes
    anna.trust.decide(carl.peerId, { level: 'verified', name: 'Carl' })
    await joins(bert, linkOf(anna, 'Bert at work'))
    await joins(carl, linkOf(anna, 'somebody'))
    expect(anna.trust.peer(bert.peerId)?.name).toBe('Bert at work')
    expect(anna.trust.peer(carl.peerId)?.name).toBe('Carl')
  })

  it.each(['learn', 'ask', 'locked'] as const)('lets in in mode %s', async (mode) => {
    await using nodes = await world()
    nodes.anna.mode = mode
    expect(await joins(nodes.bert, linkOf(nodes.anna))).toBe(nodes.anna.peerId)
  })

  it('settles the request that waited, and the removal that stuck', async () => {
    await using nodes = await world()
    const { anna, bert } = nodes
    anna.trust.decide(bert.peerId, { level: 'verified' })
    anna.trust.forget(bert.peerId)
    anna.trust.knock({ peerId: bert.peerId, name: null, addresses: [], transport: 'tcp', agent: null })
    await joins(bert, linkOf(anna))
    expect([anna.trust.requests(), anna.trust.wasRemoved(bert.peerId)]).toEqual([[], false])
  })

  it('leaves a trusted peer trusted, on both sides', async () => {
    await using nodes = await world()
    const { anna, bert } = nodes
    anna.trust.decide(bert.peerId, { level: 'trusted' })
    bert.trust.decide(anna.peerId, { level: 'trusted' })
    expect(await joins(bert, linkOf(anna))).toBe(anna.peerId)
    expect(anna.trust.peer(bert.peerId)).toMatchObject({ level: 'trusted', verifiedHow: 'invite' })
    expect(bert.trust.peer(anna.peerId)).toMatchObject({ level: 'trusted', verifiedHow: 'invite' })
  })

  it('by somebody who is connected already leaves that connection alone', async () => {
    await using nodes = await world()
    const { anna, bert } = nodes
    // As a stranger, which mode `learn` lets in without permissions.
    anna.mode = 'learn'
    bert.trust.decide(anna.peerId, { level: 'verified' })
    const { signal } = new AbortController()
    const connection = await bert.network.dial(anna.peerId, ['/ip4/203.0.113.1/tcp/4711'], signal)
    for (const [one, other] of [[anna, bert] as const, [bert, anna] as const]) one.linked.add(other.peerId)
    expect(await joins(bert, linkOf(anna))).toBe(anna.peerId)
    expect(anna.trust.level(bert.peerId)).toBe('verified')
    expect(bert.network.connectionIds).toEqual([connection.id])
  })

  it.each(['used', 'expired', 'revoked'] as const)(
    'or is %s: whoever knows the inviter is connected all the same',
    async (how) => {
      await using nodes = await world(3)
      const { anna, bert, carl, clock } = nodes
      bert.trust.decide(anna.peerId, { level: 'verified' })
      const { id, link } = anna.invites.create({ note: null })
      if (how === 'used') await joins(carl, link)
      if (how === 'expired') clock.jumpWallMs(25 * HOUR_MS)
      if (how === 'revoked') anna.invites.revoke(id)
      expect(await joins(bert, link, 'Anna')).toBe(anna.peerId)
      expect(bert.trust.peer(anna.peerId)).toMatchObject({ name: 'Anna', verifiedHow: null })
      expect(bert.book.of(anna.peerId)).toEqual(['/ip4/203.0.113.1/tcp/4711'])
      bert.onDial = () => Promise.reject(new KithError('NotApproved', 'no'))
      expect(await joins(bert, link)).toMatch(how === 'expired' ? /^InviteInvalid: .*expired/ : NO)
    },
  )

  it('whose joiner does not come back is dialled by the inviter', async () => {
    await using nodes = await world()
    const { anna, bert, clock } = nodes
    await joins(bert, linkOf(anna))
    expect(anna.asked).toEqual(['hold'])
    await clock.advance(5 * SECOND_MS)
    expect(anna.asked).toEqual(['hold', `reconsider ${bert.peerId}`])
  })

  it('but cannot be connected says that it was accepted, and why it is not there', async () => {
    await using nodes = await world()
    const { anna, bert } = nodes
    bert.onDial = () =>
      Promise.reject(new KithError('Unreachable', 'Nobody answers.', { details: { reason: 'unreachable' } }))
    expect(await joins(bert, linkOf(anna))).toMatch(/^Unreachable: The invite was accepted .* Nobody answers\.$/)
    expect(bert.trust.level(anna.peerId)).toBe('verified')
  })
})

describe('an invite works once', () => {
  it('for a third one it is over, who becomes no request by trying', async () => {
    await using nodes = await world(3)
    const { anna, bert, carl } = nodes
    const link = linkOf(anna)
    await joins(bert, link)
    expect(await joins(carl, link)).toMatch(NO)
    // The protocol is closed again; the connection is marked so that it becomes no request.
    expect(anna.asked.filter((what) => what === 'hold').length).toBeGreaterThanOrEqual(2)
    linkOf(anna)
    expect(await joins(carl, link)).toMatch(NO)
    expect(anna.trust.level(carl.peerId)).toBe('unknown')
    expect(carl.trust.level(anna.peerId)).toBe('unknown')
    expect(anna.network.openConnections).toBe(0)
    expect(anna.audited.at(-1)).toBe('invite: used')
  })

  it('when two come at once, exactly one is let in', async () => {
    for (let round = 0; round < 30; round++) {
      await using nodes = await world(3, { latencyMs: round % 3 })
      const { anna, bert, carl, clock } = nodes
      const link = linkOf(anna)
      const both = Promise.all([joins(bert, link), joins(carl, link)])
      for (let step = 0; step < 40; step++) await clock.advance(5)
      const outcomes = await both
      expect(outcomes.filter((outcome) => outcome === anna.peerId)).toHaveLength(1)
      expect(outcomes.filter((outcome) => NO.test(outcome))).toHaveLength(1)
      expect(anna.trust.peers()).toHaveLength(1)
    }
  })

  it('and says yes again to who used it and did not hear the answer', async () => {
    await using nodes = await world()
    const { anna, bert } = nodes
    const link = linkOf(anna)
    await joins(bert, link)
    bert.trust.forget(anna.peerId)
    linkOf(anna)
    expect(await joins(bert, link)).toBe(anna.peerId)
    expect(anna.audited.filter((entry) => entry === 'invite: redeemed')).toHaveLength(1)
    anna.trust.forget(bert.peerId)
    bert.trust.forget(anna.peerId)
    expect(await joins(bert, link)).toMatch(NO)
  })

  it('and is not used up by what could not be written', async () => {
    await using nodes = await world()
    const { anna, bert } = nodes
    const link = linkOf(anna)
    anna.store.fail(new Error('disk full'))
    expect(await joins(bert, link)).toMatch(NO)
    expect([anna.trust.level(bert.peerId), anna.invites.list()[0]?.state]).toEqual(['unknown', 'open'])
    anna.store.fail(null)
    expect(await joins(bert, link)).toBe(anna.peerId)
  })
})

describe('nothing can be learned from a refusal', () => {
  it('a wrong, revoked, expired or used secret, and a blocked or banned joiner, hear the same', async () => {
    await using nodes = await world(4, { invites: { wrongSecretsPerHourPerAddress: 100 } })
    const { anna, bert, carl, dora, clock } = nodes
    const revoked = anna.invites.create({ note: null })
    anna.invites.revoke(revoked.id)
    const expired = anna.invites.create({ note: null, lifetimeMs: 60_000 })
    const used = linkOf(anna)
    linkOf(anna)
    await joins(carl, used)
    anna.trust.decide(dora.peerId, { level: 'blocked' })
    const secretOf = (link: string): string => {
      const [, body = ''] = link.split('#1.')
      const payload = JSON.parse(Buffer.from(body, 'base64url').subarray(3).toString()) as string[]
      return payload[2] ?? ''
    }
    await clock.advance(60_000)
    const present = (secret: string): Promise<string> =>
      says(bert, anna, encodeJoinFrame({ t: 'join', secret, name: 'x', agent: 'x', addresses: [] }))
    const answers = [
      await present('AAAAAAAAAAAAAAAAAAAAAA'),
      await present(secretOf(revoked.link)),
      await present(secretOf(expired.link)),
      await present(secretOf(used)),
      await says(bert, anna, new TextEncoder().encode('{}')),
      await says(bert, anna, new Uint8Array(3)),
    ]
    expect(new Set(answers)).toEqual(new Set(['no']))
    // A wrong secret is none; what is no frame at all is told of.
    expect(anna.violations).toEqual(new Array(2).fill(`${bert.peerId}: join: a frame that is not a request`))
    anna.trust.ban(bert.peerId, clock.wallMs() + HOUR_MS, 'person')
    expect(anna.audited.filter((entry) => entry.startsWith('invite: ')).slice(-6)).toEqual([
      'invite: wrong secret',
      'invite: revoked',
      'invite: expired',
      'invite: used',
      'invite: wrong secret',
      'invite: wrong secret',
    ])
    expect(anna.trust.requests()).toEqual([])
  })

  it('an inviter that answers nonsense, or too much of it, has broken the protocol', async () => {
    await using nodes = await world(2)
    const { anna, bert } = nodes
    const link = linkOf(anna)
    anna.invites[Symbol.dispose]()
    for (const [answer, violation] of [
      [new TextEncoder().encode('{"t":"perhaps"}'), 'join: a frame that is not an answer'],
      [new Uint8Array(MAX_JOIN_FRAME_BYTES + 1), 'join: a frame is too long'],
    ] as const) {
      bert.violations.length = 0
      const answering = anna.network.handle(JOIN_PROTOCOL, { maxFrameBytes: MAX_JOIN_FRAME_BYTES }, (stream) => {
        void stream.write(answer).catch(() => {})
      })
      expect(await joins(bert, link)).toMatch(NO)
      expect(new Set(bert.violations)).toEqual(new Set([`${anna.peerId}: ${violation}`]))
      answering[Symbol.dispose]()
    }
  })

  it('who is blocked while the door is open is told no, and the invite stays', async () => {
    await using nodes = await world(2, { latencyMs: 10 })
    const { anna, bert, clock } = nodes
    const joining = joins(bert, linkOf(anna))
    await clock.advance(15)
    anna.trust.decide(bert.peerId, { level: 'blocked' })
    for (let step = 0; step < 20; step++) await clock.advance(10)
    expect(await joining).toMatch(NO)
    expect(anna.invites.list()).toMatchObject([{ state: 'open' }])
    expect(anna.trust.level(bert.peerId)).toBe('blocked')
  })

  it('an old link is no guess, however often it is opened', async () => {
    await using nodes = await world(3)
    const { anna, bert, carl } = nodes
    const old = linkOf(anna)
    await joins(bert, old)
    const fresh = linkOf(anna)
    for (let n = 0; n < 7; n++) expect(await joins(carl, old)).toMatch(NO)
    expect(await joins(carl, fresh)).toBe(anna.peerId)
  })

  it('after five wrong secrets from one address even the right one is answered no, for an hour, and written down once', async () => {
    await using nodes = await world(3)
    const { anna, bert, carl, clock } = nodes
    const link = linkOf(anna)
    const wrong = { t: 'join' as const, secret: 'AAAA', name: '', agent: '', addresses: [] }
    for (let n = 0; n < 5; n++) expect(await says(bert, anna, encodeJoinFrame(wrong))).toBe('no')
    // Another peer behind the same address.
    expect(await joins(carl, link)).toMatch(NO)
    expect(await joins(carl, link)).toMatch(NO)
    expect(anna.audited.filter((entry) => entry === 'invite: too many wrong')).toHaveLength(1)
    expect(anna.invites.list()).toMatchObject([{ state: 'open' }])
    await clock.advance(HOUR_MS)
    expect(await joins(carl, link)).toBe(anna.peerId)
  })
})

describe('time', () => {
  it('who says nothing is let go after five seconds', async () => {
    await using nodes = await world()
    const { anna, bert, clock } = nodes
    linkOf(anna)
    bert.trust.decide(anna.peerId, { level: 'verified' })
    const { signal } = new AbortController()
    const connection = await bert.network.dial(anna.peerId, ['/ip4/203.0.113.1/tcp/4711'], signal)
    await bert.network.open(connection.id, JOIN_PROTOCOL, { maxFrameBytes: 64 }, signal)
    await clock.advance(4_999)
    expect(anna.network.openConnections).toBe(1)
    await clock.advance(1)
    await settled()
    expect(anna.network.openConnections).toBe(0)
  })

  it('an inviter that does not answer is given up after 30 seconds, and can be tried again', async () => {
    await using nodes = await world()
    const { anna, bert, board, clock } = nodes
    const link = linkOf(anna)
    board.freeze(anna.peerId)
    const joining = joins(bert, link)
    await settled()
    expect(await joins(bert, link)).toMatch(/^InvalidRequest: .*already/)
    await clock.advance(30_000)
    expect(await joining).toMatch(/^Timeout: /)
    expect(bert.invites.isJoining(anna.peerId)).toBe(false)
    board.thaw(anna.peerId)
    await settled()
    expect(await joins(bert, link)).toBe(anna.peerId)
  })

  it('a node that stops calls its joins off and leaves no timer', async () => {
    const nodes = await world()
    const { anna, bert, board, clock } = nodes
    const link = linkOf(anna)
    board.freeze(anna.peerId)
    const joining = joins(bert, link)
    await settled()
    bert.invites[Symbol.dispose]()
    bert.invites[Symbol.dispose]()
    expect(await joining).toMatch(/^Aborted: /)
    expect(await joins(bert, link)).toMatch(/^Unreachable: /)
    await nodes[Symbol.asyncDispose]()
    expect(clock.pending).toBe(0)
  })
})

describe('what is refused before anything is dialled', () => {
  const cases: readonly [
    string,
    (nodes: JoinWorld & { anna: JoinNode; bert: JoinNode }) => [JoinNode, string],
    RegExp,
  ][] = [
    ['nonsense', ({ bert }) => [bert, 'hello'], /^InviteInvalid: This is not an invite link/],
    ['our own invite', ({ anna }) => [anna, linkOf(anna)], /^InviteInvalid: This is your own invite/],
    [
      'the invite of a peer that we blocked',
      ({ anna, bert }) => {
        bert.trust.decide(anna.peerId, { level: 'blocked' })
        return [bert, linkOf(anna)]
      },
      /^Blocked: .*blocked/,
    ],
    [
      'the invite of a peer that we banned',
      ({ anna, bert, clock }) => {
        bert.trust.ban(anna.peerId, clock.wallMs() + HOUR_MS, 'person')
        return [bert, linkOf(anna)]
      },
      /^Blocked: .*kept out/,
    ],
    [
      'an expired invite',
      ({ anna, bert, clock }) => {
        const link = linkOf(anna)
        clock.jumpWallMs(25 * HOUR_MS)
        return [bert, link]
      },
      /^InviteInvalid: This invite has expired/,
    ],
  ]
  it.each(cases)('%s', async (_, prepare, said) => {
    await using nodes = await world()
    const [node, link] = prepare(nodes)
    expect(await joins(node, link)).toMatch(said)
    expect(node.network.dials).toEqual([])
  })
})

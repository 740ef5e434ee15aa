import { describe, expect, it } from 'vitest'
import { type JoinNode, joinWorld } from '../../../tests/harness/join-world.ts'
import { settled } from '../../../tests/harness/manual-clock.ts'
import { KithError } from '../../contract/errors.ts'
import { MINUTE_MS } from '../../kit/units.ts'
import { encodeIntroduction, INTRODUCE_PROTOCOL, MAX_INTRODUCTION_BYTES, suggestion } from './introduction-frames.ts'

/** Anna introduces Carl to Bert, who trusts her. Anna and Bert are connected. */
async function world(bertTrusts: 'verified' | 'trusted' = 'trusted') {
  const made = await joinWorld(3)
  const [anna, bert, carl] = made.nodes as [JoinNode, JoinNode, JoinNode]
  anna.trust.decide(bert.peerId, { level: 'verified' })
  anna.trust.decide(carl.peerId, { level: 'verified', name: 'my friend Carl' })
  anna.trust.seen(carl.peerId, { claimedName: 'Carl', agent: null })
  anna.book.learn(carl.peerId, ['/ip4/203.0.113.3/tcp/4711'], 'person')
  bert.trust.decide(anna.peerId, { level: bertTrusts })
  const { signal } = new AbortController()
  const connection = await anna.network.dial(bert.peerId, ['/ip4/203.0.113.2/tcp/4711'], signal)
  anna.linked.add(bert.peerId)
  const tell = (peerId = carl.peerId, to = bert.peerId): Promise<string> =>
    anna.introductions.introduce(peerId, to).then(
      () => 'told',
      (error: unknown) => (error instanceof KithError ? `${error.name}: ${error.message}` : String(error)),
    )
  return { ...made, [Symbol.asyncDispose]: made[Symbol.asyncDispose].bind(made), anna, bert, carl, connection, tell }
}

describe('an introduction', () => {
  it('arrives with the name that the peer uses, and where it can be dialled', async () => {
    await using nodes = await world()
    const { anna, bert, carl, tell } = nodes
    expect(await tell()).toBe('told')
    expect(bert.suggestions).toEqual([
      { by: anna.peerId, peerId: carl.peerId, addresses: ['/ip4/203.0.113.3/tcp/4711'] },
    ])
  })

  it('is refused kindly without the permission, and takes effect as soon as it is given', async () => {
    await using nodes = await world('verified')
    const { anna, bert, tell } = nodes
    expect(await tell()).toMatch(/^PermissionDenied: This peer does not take introductions from you/)
    expect(bert.suggestions).toEqual([])
    bert.trust.edit(anna.peerId, { permissions: ['introduce'] })
    expect(await tell()).toBe('told')
  })

  it.each([
    ['a peer to itself', (n: Nodes) => n.tell(n.bert.peerId, n.bert.peerId), /^InvalidRequest: Nobody needs/],
    ['ourselves', (n: Nodes) => n.tell(n.anna.peerId, n.bert.peerId), /^InvalidRequest: This is your own node/],
    ['a peer to ourselves', (n: Nodes) => n.tell(n.carl.peerId, n.anna.peerId), /^InvalidRequest: This is your own/],
    ['a peer to somebody absent', (n: Nodes) => n.tell(n.bert.peerId, n.carl.peerId), /^Unreachable: .*not connected/],
    [
      'a stranger',
      (n: Nodes) => {
        n.anna.trust.forget(n.carl.peerId)
        return n.tell()
      },
      /^InvalidRequest: Only peers on your allowlist/,
    ],
  ])('of %s is refused before anything is sent', async (_, work, said) => {
    await using nodes = await world()
    expect(await work(nodes)).toMatch(said)
    expect(nodes.bert.suggestions).toEqual([])
  })

  it('is heard sixteen times a minute, and then again', async () => {
    await using nodes = await world()
    const { bert, clock, tell } = nodes
    for (let n = 0; n < 16; n++) expect(await tell()).toBe('told')
    expect(await tell()).toMatch(/^RateLimited: /)
    expect(bert.suggestions).toHaveLength(16)
    await clock.advance(MINUTE_MS)
    expect(await tell()).toBe('told')
  })

  it('that is no frame, or too long, is dropped without harm', async () => {
    await using nodes = await world()
    const { anna, bert, carl, connection, tell } = nodes
    const { signal } = new AbortController()
    const long = encodeIntroduction({ ...suggestion(carl.peerId, 'x', []), addresses: ['a'.repeat(7_000)] })
    for (const frame of [new Uint8Array(3), new TextEncoder().encode('{}'), long]) {
      const options = { maxFrameBytes: MAX_INTRODUCTION_BYTES }
      const stream = await anna.network.open(connection.id, INTRODUCE_PROTOCOL, options, signal)
      await stream.write(frame).catch(() => {})
      expect(await stream.read()).toBeNull()
    }
    expect(bert.suggestions).toEqual([])
    expect(bert.violations).toEqual(
      ['a frame that is not a suggestion', 'a frame that is not a suggestion', 'a frame is too long'].map(
        (what) => `${anna.peerId}: introduction: ${what}`,
      ),
    )
    expect(await tell()).toBe('told')
    expect(anna.violations).toEqual([])
  })

  it('that is answered with nonsense tells of who did it', async () => {
    await using nodes = await world()
    const { anna, bert, tell } = nodes
    bert.introductions[Symbol.dispose]()
    bert.network.handle(INTRODUCE_PROTOCOL, { maxFrameBytes: MAX_INTRODUCTION_BYTES }, (stream) => {
      void stream.write(new TextEncoder().encode('{"t":"what?"}'))
    })
    expect(await tell()).not.toBe('told')
    expect(anna.violations).toEqual([`${bert.peerId}: introduction: a frame that is not a receipt`])
  })

  it('to somebody who does not answer is given up after ten seconds', async () => {
    await using nodes = await world()
    const { bert, board, clock, tell } = nodes
    board.freeze(bert.peerId)
    const telling = tell()
    await clock.advance(10_000)
    board.thaw(bert.peerId)
    await settled()
    expect(await telling).toMatch(/^Timeout: /)
  })

  it('stops and starts with the node, and leaves no timer', async () => {
    const nodes = await world()
    const { anna, bert, clock, tell } = nodes
    bert.introductions[Symbol.dispose]()
    bert.introductions[Symbol.dispose]()
    expect(await tell()).toMatch(/^ProtocolMismatch/)
    bert.introductions.start()
    bert.introductions.start()
    expect(await tell()).toBe('told')
    expect(anna.network.openConnections).toBe(1)
    await nodes[Symbol.asyncDispose]()
    expect(clock.pending).toBe(0)
  })
})

type Nodes = Awaited<ReturnType<typeof world>>

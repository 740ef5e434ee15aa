import { describe, expect, it } from 'vitest'
import { switchboardNodes } from '../../../tests/harness/switchboard-nodes.ts'
import { KithError } from '../../contract/errors.ts'

const said = (answer: unknown): string => (answer instanceof KithError ? `${answer.name}: ${answer.message}` : 'done')
function value<T>(answer: T | KithError): T {
  if (answer instanceof KithError) throw answer
  return answer
}

/** Two nodes; the first has the second on its list. */
async function world() {
  const made = await switchboardNodes(3)
  const [anna, bert, carl] = made.nodes
  if (!anna || !bert || !carl) throw new Error('too few nodes')
  value(await anna.call('peers.add', { address: bert.address, name: 'Bert' }))
  return { ...made, [Symbol.asyncDispose]: made[Symbol.asyncDispose].bind(made), anna, bert, carl }
}

describe('making sure who somebody is', () => {
  it('both sides see the same words, and each the code that the other reads', async () => {
    await using nodes = await world()
    const { anna, bert } = nodes
    const here = value(await anna.call('peers.words', { peerId: bert.peerId }))
    const there = value(await bert.call('peers.words', { peerId: anna.peerId }))
    expect(here.words).toEqual(there.words)
    expect(here.words).toHaveLength(6)
    expect(said(await anna.call('peers.words', { peerId: anna.peerId }))).toMatch(/^InvalidRequest: This is your own/)

    const verify = (code: string) => anna.call('peers.verify', { peerId: bert.peerId, how: 'code', code })
    expect(said(await verify(here.code))).toMatch(/^InvalidRequest: This is your own code/)
    expect(said(await anna.call('peers.verify', { peerId: bert.peerId, how: 'code' }))).toMatch(/code is missing/)
    expect(value(await verify(there.code))).toMatchObject({ verified: { how: 'code' }, trust: 'verified' })
  })

  it('is written down with how and when, changes no level, and can be taken back', async () => {
    await using nodes = await world()
    const { anna, bert, clock } = nodes
    await clock.advance(5_000)
    const at = new Date(clock.wallMs()).toISOString()
    const { peerId } = bert
    value(await anna.call('peers.trust', { peerId, level: 'trusted' }))
    expect(value(await anna.call('peers.verify', { peerId, how: 'words' }))).toMatchObject({
      trust: 'trusted',
      verified: { how: 'words', at },
    })
    expect(value(await anna.call('peers.verify', { peerId, how: null }))).toMatchObject({
      trust: 'trusted',
      verified: null,
    })
    const { entries } = value(await anna.call('audit.query', { kinds: ['verify'], peerId, order: 'oldest' }))
    expect(entries).toMatchObject([
      { reason: 'words', actor: 'person', name: 'Bert' },
      { reason: 'taken back', actor: 'person' },
    ])
  })

  it('is for peers on the list only', async () => {
    await using nodes = await world()
    const { anna, bert, carl } = nodes
    const verify = (peerId: string) => anna.call('peers.verify', { peerId, how: 'words' })
    expect(said(await verify(carl.peerId))).toMatch(/^InvalidRequest: No such peer/)
    expect(said(await verify(anna.peerId))).toMatch(/^InvalidRequest: This is your own/)
    value(await carl.call('peers.add', { address: anna.address }))
    expect(value(await anna.call('requests.list'))).toHaveLength(1)
    expect(said(await verify(carl.peerId))).toMatch(/^InvalidRequest: .*Approve it first/)
    // A changed key is another peer: nothing of Bert is Carl's.
    value(await verify(bert.peerId))
    value(await anna.call('requests.approve', { peerId: carl.peerId, name: 'Bert' }))
    expect(value(await anna.call('peers.show', { peerId: carl.peerId }))).toMatchObject({ verified: null })
  })
})

describe('an invite', () => {
  it('is made, looked at, redeemed and listed; the inviter is connected then', async () => {
    await using nodes = await world()
    const { anna, carl } = nodes
    const made = value(await anna.call('invites.create', { note: 'Carl' }))
    expect(value(await carl.call('invites.check', { link: made.link }))).toMatchObject({
      peerId: anna.peerId,
      known: null,
    })
    expect(value(await carl.call('invites.join', { link: made.link, name: 'Anna' }))).toMatchObject({
      name: 'Anna',
      trust: 'verified',
      kept: true,
      state: 'connected',
      verified: { how: 'invite' },
    })
    expect(value(await anna.call('peers.show', { peerId: carl.peerId }))).toMatchObject({
      name: 'Carl',
      trust: 'verified',
    })
    expect(value(await anna.call('invites.list'))).toMatchObject([{ id: made.id, state: 'used', usedBy: carl.peerId }])
    expect(said(await anna.call('invites.revoke', { id: made.id }))).toMatch(/used already/)
    expect(value(await anna.call('requests.list'))).toEqual([])
    expect([...anna.bugs, ...carl.bugs]).toEqual([])
  })

  it('that was taken back is refused kindly, and the joiner becomes no request', async () => {
    await using nodes = await world()
    const { anna, carl } = nodes
    const { id, link } = value(await anna.call('invites.create', {}))
    value(await anna.call('invites.revoke', { id }))
    expect(said(await carl.call('invites.join', { link }))).toMatch(/^InviteInvalid: The other side does not accept/)
    expect(value(await anna.call('requests.list'))).toEqual([])
    expect(value(await carl.call('peers.list'))).toEqual([])
  })
})

describe('an introduction', () => {
  it('becomes a request where it is allowed, and is written down on both sides', async () => {
    await using nodes = await world()
    const { anna, bert, carl } = nodes
    const { link } = value(await carl.call('invites.create', {}))
    value(await anna.call('invites.join', { link }))
    const invited = value(await anna.call('invites.create', {}))
    value(await bert.call('invites.join', { link: invited.link }))
    const introduce = () => anna.call('peers.introduce', { peerId: carl.peerId, to: bert.peerId })
    expect(said(await introduce())).toMatch(/^PermissionDenied/)
    value(await bert.call('peers.edit', { peerId: anna.peerId, permissions: ['introduce'] }))
    expect(said(await introduce())).toBe('done')
    expect(value(await bert.call('requests.list'))).toMatchObject([
      { peerId: carl.peerId, suggestedBy: anna.peerId, name: 'node 2' },
    ])
    const here = value(await anna.call('audit.query', { kinds: ['introduce'] }))
    const there = value(await bert.call('audit.query', { kinds: ['introduce'] }))
    expect(here.entries).toMatchObject([{ reason: 'told', actor: 'person', peerId: carl.peerId }])
    expect(there.entries).toMatchObject([{ reason: 'new', actor: 'peer', details: { by: anna.peerId } }])
  })
})

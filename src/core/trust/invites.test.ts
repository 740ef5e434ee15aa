import { describe, expect, it } from 'vitest'
import { type JoinNode, joinWorld } from '../../../tests/harness/join-world.ts'
import { KithError } from '../../contract/errors.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kit/units.ts'
import { parseInviteLink } from './invite-link.ts'

async function world(options: Parameters<typeof joinWorld>[1] = {}) {
  const made = await joinWorld(2, options)
  const [anna, bert] = made.nodes as [JoinNode, JoinNode]
  return { ...made, [Symbol.asyncDispose]: made[Symbol.asyncDispose].bind(made), anna, bert }
}

function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof KithError) return `${error.name}: ${error.message}`
    throw error
  }
  return 'none'
}

describe('making an invite', () => {
  it('tells its link once; the store has a digest and no secret', async () => {
    await using nodes = await world()
    const { anna, clock } = nodes
    const { link, ...view } = anna.invites.create({ note: 'Bert' })
    expect(view).toMatchObject({ note: 'Bert', state: 'open', usedBy: null })
    expect(Date.parse(view.expiresAt)).toBe(clock.wallMs() + DAY_MS)
    expect(anna.invites.list()).toEqual([view])
    const parsed = parseInviteLink(link)
    if (!parsed.ok) throw parsed.error
    expect(parsed.value).toMatchObject({
      peerId: anna.peerId,
      name: 'node 0',
      addresses: ['/ip4/203.0.113.1/tcp/4711'],
      expiresAtMs: clock.wallMs() + DAY_MS,
    })
    const stored = JSON.stringify(anna.store.invites(), (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('base64url') : value,
    )
    expect(stored).not.toContain(Buffer.from(parsed.value.secret).toString('base64url'))
    expect(JSON.stringify(anna.audit)).not.toContain(Buffer.from(parsed.value.secret).toString('base64url'))
  })

  it('takes the lifetime that was asked for, a whole second at least', async () => {
    await using nodes = await world()
    const { anna, clock } = nodes
    clock.jumpWallMs(1)
    const { expiresAt } = anna.invites.create({ note: null, lifetimeMs: MINUTE_MS })
    expect(Date.parse(expiresAt) - clock.wallMs()).toBe(MINUTE_MS + 999)
  })

  it('never makes the same secret twice', async () => {
    await using nodes = await world({ invites: { maxOpen: 1_000 } })
    const links = Array.from({ length: 200 }, () => nodes.anna.invites.create({ note: null }).link)
    const secrets = links.map((link) => {
      const parsed = parseInviteLink(link)
      return parsed.ok ? Buffer.from(parsed.value.secret).toString('hex') : ''
    })
    expect(new Set(secrets).size).toBe(200)
  })

  it('is refused when too many are open, and goes on when one is revoked or has expired', async () => {
    await using nodes = await world({ invites: { maxOpen: 2, lifetimeMs: HOUR_MS } })
    const { anna, clock } = nodes
    const { id } = anna.invites.create({ note: null })
    const make = (): unknown => anna.invites.create({ note: null })
    expect([refusal(make), refusal(make)]).toEqual(['none', expect.stringMatching(/^LimitReached: There are 2 open/)])
    anna.invites.revoke(id)
    expect([refusal(make), refusal(make)]).toEqual(['none', expect.stringMatching(/^LimitReached/)])
    await clock.advance(HOUR_MS)
    expect(refusal(make)).toBe('none')
  })

  it('is refused while nobody could reach this node', async () => {
    await using nodes = await world()
    await nodes.anna.network.stop()
    expect(refusal(() => nodes.anna.invites.create({ note: null }))).toMatch(/^Unreachable: /)
    expect(nodes.anna.invites.list()).toEqual([])
  })
})

describe('the list of invites', () => {
  it('is newest first', async () => {
    await using nodes = await world()
    const { anna, clock } = nodes
    const ids = []
    for (const note of ['one', 'two', 'three']) {
      ids.unshift(anna.invites.create({ note }).id)
      await clock.advance(1_000)
    }
    expect(anna.invites.list().map(({ id }) => id)).toEqual(ids)
  })

  it('forgets what ended 30 days ago when the next one is made', async () => {
    await using nodes = await world()
    const { anna, clock } = nodes
    anna.invites.create({ note: 'old' })
    await clock.advance(31 * DAY_MS)
    expect(anna.invites.list()).toMatchObject([{ note: 'old', state: 'expired' }])
    anna.invites.create({ note: 'new' })
    expect(anna.invites.list()).toMatchObject([{ note: 'new' }])
    expect(anna.store.invites()).toHaveLength(1)
  })

  it('is announced anew when an invite expires, and the door is closed then', async () => {
    await using nodes = await world()
    const { anna, clock } = nodes
    anna.invites.create({ note: null, lifetimeMs: HOUR_MS })
    anna.invites.create({ note: null, lifetimeMs: 2 * HOUR_MS })
    const count = (): number => anna.told.filter((what) => what === 'invites').length
    const before = count()
    await clock.advance(HOUR_MS + 100)
    expect([count() - before, anna.invites.anyOpen]).toEqual([1, true])
    await clock.advance(HOUR_MS)
    expect([count() - before, anna.invites.anyOpen]).toEqual([2, false])
  })

  it('says at once that the wall clock jumped past the end', async () => {
    await using nodes = await world()
    const { anna, clock } = nodes
    anna.invites.create({ note: null })
    clock.jumpWallMs(DAY_MS)
    expect([anna.invites.anyOpen, anna.invites.list()[0]?.state]).toEqual([false, 'expired'])
  })
})

describe('revoking', () => {
  it('closes the invite, twice is fine, and is written down once', async () => {
    await using nodes = await world()
    const { anna } = nodes
    const { id } = anna.invites.create({ note: null })
    expect([anna.invites.revoke(id).state, anna.invites.revoke(id).state]).toEqual(['revoked', 'revoked'])
    expect(anna.invites.anyOpen).toBe(false)
    expect(anna.audited).toEqual(['invite: made', 'invite: revoked'])
  })

  it('of what is not there, or was used, says so', async () => {
    await using nodes = await world()
    const { anna, bert } = nodes
    expect(refusal(() => anna.invites.revoke('nope'))).toMatch(/^InvalidRequest: There is no such invite/)
    const { id, link } = anna.invites.create({ note: null })
    await bert.invites.join(link, null)
    expect(refusal(() => anna.invites.revoke(id))).toMatch(/^InvalidRequest: .*used already/)
  })
})

describe('looking at a link', () => {
  it('tells whose it is, whether it has expired, and who that is to us', async () => {
    await using nodes = await world()
    const { anna, bert, clock } = nodes
    const { link } = anna.invites.create({ note: null })
    expect(bert.invites.check(`<${link}>`)).toMatchObject({ peerId: anna.peerId, expired: false, known: null })
    bert.trust.decide(anna.peerId, { level: 'trusted' })
    clock.jumpWallMs(DAY_MS)
    expect(bert.invites.check(link)).toMatchObject({ expired: true, known: 'trusted', name: 'node 0' })
    expect(refusal(() => anna.invites.check(link))).toMatch(/^InviteInvalid: This is your own/)
    expect(refusal(() => anna.invites.check('kith://join#1.abc'))).toMatch(/^InviteInvalid: .*damaged/)
    expect(bert.network.dials).toEqual([])
  })
})

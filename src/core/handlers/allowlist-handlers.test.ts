/** The allowlist as a screen edits it, on one node that is not connected to anybody. */
import { afterEach, describe, expect, it } from 'vitest'
import { type KithNode, kithNode } from '../../../tests/harness/kith-nodes.ts'
import { testPeerId } from '../../../tests/harness/test-peers.ts'
import type { PeerView } from '../../contract/views.ts'

const [me, ann, ben, cy, dan] = [0, 1, 2, 3, 4].map(testPeerId) as [string, string, string, string, string]
const open: KithNode[] = []
async function node(): Promise<KithNode> {
  const made = await kithNode({ number: 0 })
  open.push(made)
  return made
}
afterEach(async () => {
  for (const made of open.splice(0)) {
    await made.node.stop()
    expect(made.bugs).toEqual([])
  }
})
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  )
const short = ({ peerId, trust, name, kept, permissions, addresses }: PeerView) => ({
  peerId,
  trust,
  name,
  kept,
  permissions,
  addresses,
})
const list = async (made: KithNode) => (await made.call('peers.list')).map(short)
const lastEntry = async (made: KithNode) => (await made.call('audit.query', { limit: 1 })).entries[0]

/** Ann is verified with an address, Ben trusted, Cy blocked. */
async function filled(): Promise<KithNode> {
  const made = await node()
  await made.call('peers.add', { address: `${ann}@/ip4/192.0.2.1/tcp/1`, name: 'Ann', note: 'met in May', kept: false })
  await made.call('peers.add', { address: ben, level: 'trusted', permissions: ['message'] })
  await made.call('peers.trust', { peerId: cy, level: 'blocked' })
  return made
}

describe('limits of a peer', () => {
  const none = { uploadBytesPerSecond: 0, downloadBytesPerSecond: 0, monthlyBytes: 0 }

  it('change one by one, are told and in the log, and leave the rest of the peer as it is', async () => {
    const made = await filled()
    const before = await made.call('peers.show', { peerId: ann })
    const limits = { uploadBytesPerSecond: 1_048_576, monthlyBytes: 5_000 }
    expect(await made.call('peers.edit', { peerId: ann, limits })).toEqual({
      ...before,
      limits: { ...none, ...limits },
    })
    expect(await lastEntry(made)).toMatchObject({
      kind: 'edit',
      peerId: ann,
      reason: 'limits',
      details: { before: { uploadBytesPerSecond: 0, monthlyBytes: 0 }, after: limits },
    })
    await made.call('peers.edit', { peerId: ann, limits: { monthlyBytes: 0, downloadBytesPerSecond: 7 }, note: 'x' })
    const now = { uploadBytesPerSecond: 1_048_576, downloadBytesPerSecond: 7, monthlyBytes: 0 }
    expect(await made.call('peers.show', { peerId: ann })).toMatchObject({ limits: now, note: 'x' })
    expect((await made.call('bandwidth.traffic')).peers).toMatchObject([{ peerId: ann, limits: now }])
    // What was so already is not worth an entry.
    const entries = (await made.call('audit.query', { limit: 100 })).entries.length
    await made.call('peers.edit', { peerId: ann, limits: now })
    expect((await made.call('audit.query', { limit: 100 })).entries).toHaveLength(entries)
    await made.call('peers.trust', { peerId: ann, level: 'trusted' })
    expect((await made.call('peers.show', { peerId: ann })).limits).toEqual(now)
  })

  it('go with a forgotten peer, come back when that is undone, and travel in the file', async () => {
    const made = await filled()
    await made.call('peers.edit', {
      peerId: ann,
      limits: { uploadBytesPerSecond: 65_536, monthlyBytes: 3_221_225_472 },
    })
    const { limits } = await made.call('peers.show', { peerId: ann })
    const files = await Promise.all(
      (['text', 'json'] as const).map(async (format) => (await made.call('allowlist.export', { format })).text),
    )
    expect(files[0]).toContain('up=64KiB/s monthly=3GiB')
    const { undo } = await made.call('peers.forget', { peerIds: [ann] })
    await made.call('peers.add', { address: ann })
    expect((await made.call('peers.show', { peerId: ann })).limits).toEqual(none)
    await made.call('peers.undo', { undo })
    expect((await made.call('peers.show', { peerId: ann })).limits).toEqual(limits)
    for (const text of files) {
      await made.call('peers.edit', { peerId: ann, limits: none })
      expect(await made.call('allowlist.import', { text })).toMatchObject({ changed: 1, invalid: 0 })
      expect((await made.call('peers.show', { peerId: ann })).limits).toEqual(limits)
    }
  })

  it('are not for strangers, and never below nothing', async () => {
    const made = await filled()
    for (const [peerId, uploadBytesPerSecond] of [
      [dan, 5],
      [ann, -1],
      [ann, 11 * 1_024 ** 3],
    ] as const)
      expect(await failure(made.call('peers.edit', { peerId, limits: { uploadBytesPerSecond } }))).toMatchObject({
        name: 'InvalidRequest',
      })
  })
})

describe('many peers at once', () => {
  it('change together, are each in the log, and can be taken back once', async () => {
    const made = await filled()
    const before = await list(made)
    const changed = await made.call('peers.change', { peerIds: [ann, ben, ann], level: 'blocked' })
    expect(changed).toMatchObject({ changed: 2 })
    expect((await list(made)).map(({ trust, kept }) => [trust, kept])).toEqual(Array(3).fill(['blocked', false]))
    for (const peerId of [ann, ben])
      expect((await made.call('audit.query', { peerId, limit: 1 })).entries).toMatchObject([
        { kind: 'block', peerId, actor: 'person', reason: 'blocked', details: { count: 2 } },
      ])
    expect(await made.call('peers.undo', { undo: changed.undo })).toEqual({ restored: 2 })
    expect(await list(made)).toEqual(before)
    expect(await lastEntry(made)).toMatchObject({ kind: 'restore', details: { count: 2 } })
    expect(await failure(made.call('peers.undo', { undo: changed.undo }))).toMatchObject({ name: 'InvalidRequest' })
  })

  it('change what is said and nothing else; who is not on the list is passed over', async () => {
    const made = await filled()
    expect(await made.call('peers.change', { peerIds: [ann, ben, dan], permissions: ['introduce'] })).toMatchObject({
      changed: 2,
    })
    expect((await list(made)).map(({ trust, permissions }) => [trust, permissions])).toEqual([
      ['verified', ['introduce']],
      ['trusted', ['introduce']],
      ['blocked', []],
    ])
    await made.call('peers.change', { peerIds: [ann, ben], permissions: null, kept: true })
    expect((await made.call('peers.show', { peerId: ann })).ownPermissions).toBe(false)
    expect(await made.call('peers.show', { peerId: ann })).toMatchObject({ kept: true, note: 'met in May' })
  })

  it('that are new come onto the list when a level is given, but never this node itself', async () => {
    const made = await node()
    expect(await made.call('peers.change', { peerIds: [dan, me], level: 'blocked' })).toMatchObject({ changed: 1 })
    expect((await list(made)).map(({ peerId, trust }) => [peerId, trust])).toEqual([[dan, 'blocked']])
    expect(await lastEntry(made)).toMatchObject({ kind: 'block', peerId: dan, details: { before: 'unknown' } })
    for (const input of [
      { peerIds: [me], level: 'trusted' as const },
      { peerIds: [ann], kept: true },
      { peerIds: [dan] },
    ])
      expect(await failure(made.call('peers.change', input))).toMatchObject({ name: 'InvalidRequest' })
  })

  it('are forgotten with their addresses, and come back with them', async () => {
    const made = await filled()
    const before = await list(made)
    const records = made.store.addresses()
    const forgotten = await made.call('peers.forget', { peerIds: [ann, cy, dan] })
    expect(forgotten.changed).toBe(2)
    expect((await list(made)).map(({ peerId }) => peerId)).toEqual([ben])
    expect(made.store.addresses()).toEqual([])
    expect(made.store.removals().map(({ peerId }) => peerId)).toEqual([ann, cy])
    await made.call('peers.undo', { undo: forgotten.undo })
    expect(new Map((await list(made)).map((peer) => [peer.peerId, peer]))).toEqual(
      new Map(before.map((peer) => [peer.peerId, peer])),
    )
    expect([made.store.addresses(), made.store.removals()]).toEqual([records, []])
    expect(await failure(made.call('peers.forget', { peerIds: [dan, me] }))).toMatchObject({ name: 'InvalidRequest' })
  })

  it('all hold or none: a full disk changes nobody', async () => {
    const made = await filled()
    const before = await list(made)
    made.store.fail(new Error('disk full'))
    await failure(made.call('peers.change', { peerIds: [ann, ben], level: 'blocked' }))
    made.store.fail(null)
    expect(await list(made)).toEqual(before)
    // What the disk said is for the log, and not what `afterEach` looks for.
    open.splice(open.indexOf(made), 1)
  })
})

describe('an allowlist file', () => {
  it('takes everybody to another node as they were', async () => {
    const [from, to] = [await filled(), await node()]
    for (const format of ['text', 'json'] as const) {
      const exported = await from.call('allowlist.export', { format })
      expect(exported).toMatchObject({
        entries: 3,
        fileName: expect.stringMatching(/^kith-allowlist-\d{4}-\d\d-\d\d\.(txt|json)$/) as string,
      })
      const done = await to.call('allowlist.import', { text: exported.text })
      expect(done).toMatchObject({ added: 3, changed: 0, removed: 0, invalid: 0 })
      const byId = (peers: Awaited<ReturnType<typeof list>>) => new Map(peers.map((peer) => [peer.peerId, peer]))
      expect(byId(await list(to))).toEqual(byId(await list(from)))
      expect((await to.call('peers.show', { peerId: ann })).note).toBe('met in May')
      expect(await to.call('allowlist.preview', { text: exported.text })).toMatchObject({ same: 3, add: 0, change: 0 })
      await to.call('peers.undo', { undo: done.undo })
      expect(await list(to)).toEqual([])
      expect(to.store.addresses()).toEqual([])
    }
  })

  it('is shown before anything is done, and then does just that', async () => {
    const made = await filled()
    const before = await list(made)
    const text = `${ann} trusted\n${dan}@/ip4/192.0.2.4/tcp/4 "Dan"\nnonsense\n${cy} verified`
    const preview = await made.call('allowlist.preview', { text })
    expect(preview).toMatchObject({
      format: 'text',
      add: 1,
      change: 2,
      same: 0,
      invalid: 1,
      missing: [{ peerId: ben, name: null }],
    })
    expect(
      preview.lines.map(({ line, action, before: was, after }) => [line, action, was?.level, after?.level]),
    ).toEqual([
      [1, 'change', 'verified', 'trusted'],
      [2, 'add', undefined, 'verified'],
      [3, 'invalid', undefined, undefined],
      [4, 'change', 'blocked', 'verified'],
    ])
    expect(await list(made)).toEqual(before)
    const done = await made.call('allowlist.import', { text, removeMissing: true })
    expect(done).toMatchObject({ added: 1, changed: 2, removed: 1, invalid: 1 })
    for (const { peerId, after } of preview.lines)
      if (peerId && after)
        expect(await made.call('peers.show', { peerId })).toMatchObject({
          trust: after.level,
          kept: after.kept,
          addresses: after.addresses,
        })
    expect(await failure(made.call('peers.show', { peerId: ben }))).toMatchObject({ name: 'InvalidRequest' })
    const { entries } = await made.call('audit.query', { kinds: ['import'] })
    const told = { actor: 'person', details: { added: 1, changed: 2, removed: 1, invalid: 1 } }
    expect(entries).toHaveLength(4)
    for (const entry of entries) expect(entry).toMatchObject(told)
    const levels = (await list(made)).map((peer) => [peer.peerId, peer.trust])
    const outcomes = entries.map(({ peerId, reason }) => [peerId, reason])
    expect(outcomes).toContainEqual([ben, 'removed'])
    for (const outcome of outcomes) if (outcome[1] !== 'removed') expect(levels).toContainEqual(outcome)
    await made.call('peers.undo', { undo: done.undo })
    expect(new Set((await list(made)).map((peer) => JSON.stringify(peer)))).toEqual(
      new Set(before.map((peer) => JSON.stringify(peer))),
    )
  })

  it('in which nothing can be read removes nobody', async () => {
    const made = await filled()
    for (const text of [
      '',
      '# nobody\n',
      'nonsense',
      '{"peers":[]}',
      '{"format":"kith-allowlist","version":1,"peers":[]}',
    ])
      expect(await failure(made.call('allowlist.import', { text, removeMissing: true }))).toMatchObject({
        name: 'InvalidRequest',
        message: expect.stringMatching(/^Nothing was imported: /) as string,
      })
    expect((await list(made)).length).toBe(3)
  })
})

describe('settings', () => {
  it('are asked for, changed and noted; a wrong one names its path', async () => {
    const made = await node()
    expect(await made.call('settings.get')).toMatchObject({ settings: { requests: { maxKept: 100 } }, overridden: [] })
    const change = { grants: { verified: [] }, network: { useRelays: true } }
    expect(await made.call('settings.set', { change })).toMatchObject({
      settings: { grants: { verified: [] } },
      needRestart: ['network.useRelays'],
    })
    expect(made.saved).toEqual([change])
    const { entries } = await made.call('audit.query', { kinds: ['setting'], order: 'oldest' })
    expect(entries.map(({ reason, details }) => [reason, details['before'], details['after']])).toEqual([
      ['network.useRelays', false, true],
      ['grants.verified', ['message', 'offer-files'], []],
    ])
    expect(await failure(made.call('settings.set', { change: { limits: { perPeer: 0 } } }))).toMatchObject({
      name: 'InvalidConfig',
      message: expect.stringMatching(/^limits\.perPeer: /) as string,
      details: { path: 'limits.perPeer' },
    })
    expect(await made.call('settings.reload')).toMatchObject({ settings: { grants: { verified: [] } } })
  })

  it('have the node’s name among them', async () => {
    const made = await node()
    await made.node.start()
    expect(await made.call('node.rename', { name: ' New \n name ' })).toMatchObject({ name: 'New name' })
    expect(made.saved).toEqual([{ name: 'New name' }])
    expect((await made.call('settings.get')).settings.name).toBe('New name')
    expect(await lastEntry(made)).toMatchObject({ kind: 'setting', reason: 'name', details: { after: 'New name' } })
  })
})

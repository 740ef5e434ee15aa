/** A decision takes effect on connections that are open, within a second (spec §4). Real nodes on loopback. */
import { afterEach, describe, expect, it } from 'vitest'
import { type KithNode, type KithNodeOptions, kithNode } from '../../tests/harness/kith-nodes.ts'
import type { Announcement } from '../contract/contract.ts'
import type { PeerView } from '../contract/views.ts'
import { createLibp2pNetwork } from './net/index.ts'

const SOON_MS = 1_000

const open: KithNode[] = []
async function started(options: KithNodeOptions): Promise<KithNode> {
  const made = await kithNode(options)
  open.push(made)
  await made.node.start()
  return made
}
afterEach(async () => {
  const nodes = open.splice(0)
  await Promise.all(nodes.map((node) => node[Symbol.asyncDispose]()))
  for (const { bugs } of nodes) expect(bugs).toEqual([])
})

/** Hears only what comes after it is asked for. */
function next(node: KithNode, matches: (event: Announcement) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const listening = node.node.events.on((event) => {
      if (!matches(event)) return
      listening[Symbol.dispose]()
      resolve()
    })
  })
}
const becomes = (node: KithNode, peerId: string, is: (view: PeerView) => boolean): Promise<void> =>
  next(
    node,
    (event) =>
      event.name === 'peers.changed' && event.payload.upserted.some((view) => view.peerId === peerId && is(view)),
  )
const isGone = ({ state }: PeerView): boolean => !['connected', 'suspect'].includes(state)
const leaves = (node: KithNode, peerId: string): Promise<void> =>
  next(
    node,
    (event) =>
      event.name === 'peers.changed' &&
      (event.payload.removed.includes(peerId) ||
        event.payload.upserted.some((view) => view.peerId === peerId && isGone(view))),
  )
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const began = performance.now()
  const result = await work
  expect(performance.now() - began).toBeLessThan(ms)
  return result
}

/** Ann dials Ben, and Ben lets her in: because of his mode, or because she is on his list. */
async function connected(settings: KithNodeOptions['settings'] = {}, options: Partial<KithNodeOptions> = {}) {
  const [ann, ben] = [await started({ number: 1 }), await started({ number: 2, settings, ...options })]
  const annStatus = await ann.call('node.status')
  const benStatus = await ben.call('node.status')
  const address = benStatus.addresses[0] ?? ''
  const [annId, benId] = [annStatus.peerId, benStatus.peerId]
  if (settings.admission?.mode !== 'learn') await ben.call('peers.trust', { peerId: annId, level: 'verified' })
  const both = Promise.all([
    becomes(ann, benId, ({ state }) => state === 'connected'),
    becomes(ben, annId, ({ state }) => state === 'connected'),
  ])
  await ann.call('peers.add', { address })
  await both
  return { ann, ben, annId, benId }
}

describe('a connected peer is cut off', () => {
  it.each([
    ['blocked', (ben: KithNode, peerId: string) => ben.call('peers.trust', { peerId, level: 'blocked' })],
    [
      'blocked among others',
      (ben: KithNode, peerId: string) => ben.call('peers.change', { peerIds: [peerId], level: 'blocked' }),
    ],
    ['forgotten', (ben: KithNode, peerId: string) => ben.call('peers.forget', { peerIds: [peerId] })],
    ['made unknown', (ben: KithNode, peerId: string) => ben.call('peers.trust', { peerId, level: 'unknown' })],
    ['banned', (ben: KithNode, peerId: string) => ben.call('peers.ban', { peerId })],
    [
      'blocked by an import',
      (ben: KithNode, peerId: string) => ben.call('allowlist.import', { text: `${peerId} blocked` }),
    ],
  ])('when it is %s', async (_how, decide) => {
    const { ann, ben, annId, benId } = await connected()
    const gone = Promise.all([leaves(ann, benId), leaves(ben, annId)])
    await within(SOON_MS, Promise.all([decide(ben, annId), gone]))
    expect(await ben.call('node.status')).toMatchObject({ connected: 0 })
  })

  it('as a stranger, when the mode changes from learn to ask', async () => {
    const { ann, ben, annId, benId } = await connected({ admission: { mode: 'learn' } })
    expect(await ben.call('peers.list')).toMatchObject([{ peerId: annId, trust: 'unknown', permissions: [] }])
    const gone = Promise.all([leaves(ann, benId), leaves(ben, annId)])
    await within(SOON_MS, Promise.all([ben.call('settings.set', { change: { admission: { mode: 'ask' } } }), gone]))
    expect(await ben.call('peers.list')).toEqual([])
    expect(await ben.call('requests.list')).toMatchObject([{ peerId: annId }])
    expect(ben.notified).toMatchObject([{ tag: 'requests', title: 'Somebody wants to connect' }])
  })

  it('as a stranger, when it is forgotten in mode learn: its request goes too, and comes back when that is undone', async () => {
    const { ben, annId } = await connected({ admission: { mode: 'learn' } })
    const gone = leaves(ben, annId)
    const [{ undo, changed }] = await within(
      SOON_MS,
      Promise.all([ben.call('peers.forget', { peerIds: [annId] }), gone]),
    )
    expect(changed).toBe(1)
    expect(await ben.call('peers.list')).toEqual([])
    expect(await ben.call('requests.list')).toEqual([])
    expect(await ben.call('peers.undo', { undo })).toEqual({ restored: 1 })
    expect(await ben.call('requests.list')).toMatchObject([{ peerId: annId, count: 1 }])
  })

  it('when it is forgotten in mode learn, although strangers may stay', async () => {
    const { ben, annId } = await connected({ admission: { mode: 'learn' } })
    await ben.call('requests.approve', { peerId: annId })
    const gone = leaves(ben, annId)
    await within(SOON_MS, Promise.all([ben.call('peers.forget', { peerIds: [annId] }), gone]))
    expect(await ben.call('requests.list')).toEqual([])
  })
})

describe('a peer that was cut off', () => {
  it('is dialled again when forgetting it is undone and it is kept', async () => {
    const { ann, annId, benId } = await connected()
    const { undo } = await ann.call('peers.forget', { peerIds: [benId] })
    expect(await ann.call('peers.list')).toEqual([])
    const back = becomes(ann, benId, ({ state }) => state === 'connected')
    await ann.call('peers.undo', { undo })
    await back
    expect(annId).not.toBe(benId)
  })

  it('is dialled again when its ban runs out and it is kept', async () => {
    const { ann, benId } = await connected()
    // Long enough to be looked at on a busy machine.
    const banned = await ann.call('peers.ban', { peerId: benId, durationMs: 3_000 })
    expect(banned.bannedUntil).not.toBeNull()
    expect(banned.reason).toBe('banned')
    expect(isGone(banned)).toBe(true)
    await becomes(ann, benId, ({ state }) => state === 'connected')
    expect(await ann.call('peers.show', { peerId: benId })).toMatchObject({ bannedUntil: null })
    const { entries } = await ann.call('audit.query', { kinds: ['unban'] })
    expect(entries).toMatchObject([{ peerId: benId, actor: 'node', reason: 'ended' }])
  })

  it('can be let in again at once', async () => {
    const { ann, benId } = await connected()
    await ann.call('peers.ban', { peerId: benId })
    expect(await ann.call('peers.unban', { peerId: benId })).toMatchObject({ bannedUntil: null })
    await becomes(ann, benId, ({ state }) => state === 'connected')
  })

  it('as a banned stranger is on the list, so that the ban can be lifted', async () => {
    const ben = await started({ number: 2 })
    const ann = (await kithNode({ number: 1 })).node
    const { peerId } = await ann.handlers['node.status'](undefined)
    await ben.call('peers.ban', { peerId })
    expect(await ben.call('peers.list')).toMatchObject([{ peerId, trust: 'unknown' }])
    await ben.call('peers.unban', { peerId })
    expect(await ben.call('peers.list')).toEqual([])
  })
})

it('a lost permission is looked at on every open connection', async () => {
  const rechecked: string[] = []
  const { ben, annId } = await connected(
    {},
    {
      parts: {
        async createNetwork(...given) {
          const network = await createLibp2pNetwork(...given)
          return {
            ...network,
            recheck(peerId) {
              rechecked.push(peerId)
              network.recheck(peerId)
            },
          }
        },
      },
    },
  )
  const asked = async (work: () => Promise<unknown>): Promise<string[]> => {
    rechecked.length = 0
    await work()
    return [...rechecked]
  }
  expect(await asked(() => ben.call('peers.edit', { peerId: annId, permissions: [] }))).toEqual([annId])
  expect(await asked(() => ben.call('peers.change', { peerIds: [annId], permissions: null }))).toEqual([annId])
  expect(await asked(() => ben.call('settings.set', { change: { grants: { verified: [] } } }))).toEqual([annId])
  expect((await ben.call('peers.show', { peerId: annId })).permissions).toEqual([])
  expect(await ben.call('node.status')).toMatchObject({ connected: 1 })
})

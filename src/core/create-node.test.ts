/** Real nodes on loopback, asked as a screen asks. No clock is moved: everything here takes milliseconds. */
import { noise } from '@chainsafe/libp2p-noise'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { afterEach, describe, expect, it } from 'vitest'
import { type KithNode, type KithNodeOptions, kithNode } from '../../tests/harness/kith-nodes.ts'
import { testPeerId } from '../../tests/harness/test-peers.ts'
import type { PeerView } from '../contract/views.ts'

const open: KithNode[] = []
async function make(options: KithNodeOptions): Promise<KithNode> {
  const made = await kithNode(options)
  open.push(made)
  return made
}
async function started(options: KithNodeOptions): Promise<KithNode> {
  const made = await make(options)
  await made.node.start()
  return made
}
afterEach(async () => {
  const nodes = open.splice(0)
  await Promise.all(nodes.map((node) => node[Symbol.asyncDispose]()))
  for (const { bugs } of nodes) expect(bugs).toEqual([])
})

const idOf = async (node: KithNode): Promise<string> => (await node.call('node.status')).peerId
const addressOf = async (node: KithNode): Promise<string> => (await node.call('node.status')).addresses[0]!
const sees = (node: KithNode, peerId: string, is: (view: PeerView) => boolean) =>
  node.heard(
    (event) =>
      event.name === 'peers.changed' && event.payload.upserted.some((view) => view.peerId === peerId && is(view)),
  )
const connects = (node: KithNode, peerId: string) => sees(node, peerId, ({ state }) => state === 'connected')
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  )

/** Ann knocks at Ben's door. */
async function knocked(settings: KithNodeOptions['settings'] = {}) {
  const [ann, ben] = [await started({ number: 1 }), await started({ number: 2, settings })]
  await ann.call('peers.add', { address: await addressOf(ben), name: 'Ben' })
  return { ann, ben, annId: await idOf(ann), benId: await idOf(ben) }
}

/** Ann and Ben let each other in. */
async function friends() {
  const made = await knocked()
  const { ann, ben, annId, benId } = made
  await ben.heard((event) => event.name === 'requests.changed' && event.payload.length > 0)
  await ben.call('requests.approve', { peerId: annId, name: 'Ann' })
  await Promise.all([connects(ann, benId), connects(ben, annId)])
  return made
}

describe('a node', () => {
  it('says who and where it is, and starts and stops any number of times', async () => {
    const ann = await make({ number: 1 })
    await ann.node.stop()
    expect(await ann.call('node.status')).toMatchObject({ peerId: testPeerId(1), addresses: [], connected: 0 })
    await ann.node.start()
    await ann.node.start()
    const status = await ann.call('node.status')
    expect(status).toMatchObject({
      peerId: testPeerId(1),
      name: 'node 1',
      addresses: [expect.stringMatching(/^\/ip4\/127\.0\.0\.1\/tcp\/\d+\/p2p\/12D3KooW/)],
      known: 0,
      requests: 0,
      admission: 'ask',
      keyStore: 'insecure-file',
      version: '0.0.0-test',
      pid: process.pid,
      warnings: [],
    })
    await ann.node.stop()
    await ann.node.stop()
    await ann.node.start()
    expect(await ann.call('node.status')).toMatchObject({ addresses: [expect.any(String)] })
    await ann.heard((event) => event.name === 'node.changed' && event.payload.addresses.length > 0)
  })

  it('is stopped when it was told to stop while it started', async () => {
    const ann = await make({ number: 1 })
    const starting = ann.node.start()
    await ann.node.stop()
    await starting
    expect(await ann.call('node.status')).toMatchObject({ addresses: [] })
  })

  it('cannot be used to connect while it does not run, and says so', async () => {
    const ann = await make({ number: 1 })
    await ann.call('peers.trust', { peerId: testPeerId(2), level: 'verified' })
    expect(await failure(ann.call('peers.connect', { peerId: testPeerId(2) }))).toMatchObject({ name: 'Unreachable' })
    expect(await ann.call('peers.list')).toMatchObject([{ peerId: testPeerId(2), state: 'disconnected' }])
  })

  it('can be renamed, and remembers', async () => {
    const ann = await started({ number: 1 })
    expect(await ann.call('node.rename', { name: ' Ann  ' })).toMatchObject({ name: 'Ann' })
    expect(ann.saved).toEqual([{ name: 'Ann' }])
    await ann.heard((event) => event.name === 'node.changed' && event.payload.name === 'Ann')
  })

  it('says which addresses it could not listen on', async () => {
    const ann = await started({ number: 1 })
    const port = /tcp\/(\d+)/.exec(await addressOf(ann))?.[1] ?? ''
    const listen = [`/ip4/127.0.0.1/tcp/${port}`, '/ip4/192.0.2.1/tcp/4711', 'nonsense']
    const ben = await started({ number: 2, settings: { network: { listen } } })
    const { warnings, addresses } = await ben.call('node.status')
    expect(addresses).toHaveLength(1)
    expect(warnings.map(({ name, message }) => `${name}: ${message}`)).toEqual([
      `ConnectionFailed: /ip4/127.0.0.1/tcp/${port} is used by another program, so Kith listens on a free port instead. Addresses that you gave to others may not work until it is free again.`,
      'ConnectionFailed: Kith cannot listen on /ip4/192.0.2.1/tcp/4711: this machine does not have it.',
      'InvalidAddress: “nonsense” is not an address that Kith can listen on, and is left out.',
    ])
  })

  it('that can listen nowhere does not start, says why, and can be tried again', async () => {
    const ann = await make({ number: 1, settings: { network: { listen: ['nonsense'] } } })
    expect(await failure(ann.node.start())).toMatchObject({ name: 'InvalidAddress' })
    expect(await failure(ann.node.start())).toMatchObject({ name: 'InvalidAddress' })
    await ann.node.stop()
  })
})

describe('bootstrap peers', () => {
  it('are kept and verified; lines that make no sense are left out, with their number', async () => {
    const lines = [
      '# friends',
      '',
      `/ip4/127.0.0.1/tcp/9/p2p/${testPeerId(5)}`,
      'nonsense',
      testPeerId(6),
      testPeerId(1),
    ]
    const ann = await started({ number: 1, settings: { network: { bootstrap: lines } } })
    const { warnings } = await ann.call('node.status')
    expect(warnings.map(({ message }) => message)).toEqual([
      'Bootstrap line 4 is left out: “nonsense” is not a peer ID. A peer ID begins with 12D3KooW and has 52 characters.',
      'Bootstrap line 6 is left out: It is this node’s own address.',
    ])
    const peers = await ann.call('peers.list')
    expect(peers.map(({ peerId, trust, kept, addresses }) => ({ peerId, trust, kept, addresses }))).toEqual([
      { peerId: testPeerId(5), trust: 'verified', kept: true, addresses: ['/ip4/127.0.0.1/tcp/9'] },
      { peerId: testPeerId(6), trust: 'verified', kept: true, addresses: [] },
    ])
    expect(await ann.call('peers.trust', { peerId: testPeerId(5), level: 'blocked' })).toMatchObject({ kept: false })
    await ann.call('peers.forget', { peerIds: [testPeerId(6)] })
    expect((await ann.call('peers.list')).map(({ peerId }) => peerId)).toEqual([testPeerId(5)])
    // A removal sticks, and says so.
    await ann.node.stop()
    await ann.node.start()
    expect((await ann.call('peers.list')).map(({ peerId }) => peerId)).toEqual([testPeerId(5)])
    expect((await ann.call('node.status')).warnings.at(-1)?.message).toMatch(/^Bootstrap peer 12D3KooW.*you removed it/)
  })
})

describe('an address', () => {
  it('is explained before anything is done with it', async () => {
    const ann = await started({ number: 1 })
    const check = (text: string) => ann.call('address.check', { text })
    const direct = { peerId: testPeerId(2), addresses: ['/ip4/192.0.2.7/tcp/1'], transport: 'tcp', known: null }
    expect(await check(`/ip4/192.0.2.7/tcp/1/p2p/${testPeerId(2)}`)).toEqual(direct)
    await ann.call('peers.trust', { peerId: testPeerId(2), level: 'blocked' })
    expect(await check(testPeerId(2))).toEqual({ ...direct, addresses: [], transport: 'other', known: 'blocked' })
    expect(await failure(check('hello'))).toMatchObject({ name: 'InvalidAddress' })
    expect(await failure(check(await addressOf(ann)))).toMatchObject({
      name: 'InvalidAddress',
      message: 'This is your own address. Give it to the other person, and paste theirs here.',
    })
  })
})

describe('two people', () => {
  it('meet: a request on one side, “waiting for approval” on the other, and connected after the approval', async () => {
    const { ann, ben, annId, benId } = await knocked()
    await sees(ann, benId, ({ state, reason }) => state === 'failed' && reason === 'not-approved')
    const asked = await ben.heard((event) => event.name === 'requests.changed' && event.payload.length > 0)
    expect(asked.payload).toMatchObject([
      { peerId: annId, name: 'node 1', agent: 'kith/0.0.0-test', transport: 'tcp', count: 1, ignored: false },
    ])
    expect(await ben.call('requests.list')).toMatchObject([{ peerId: annId }])
    expect(await ben.call('node.status')).toMatchObject({ requests: 1, known: 0 })
    expect(await failure(ann.call('peers.connect', { peerId: benId }))).toMatchObject({ name: 'NotApproved' })

    await ben.call('requests.approve', { peerId: annId, level: 'trusted', name: 'Ann' })
    await Promise.all([connects(ann, benId), connects(ben, annId)])
    expect(await ben.call('requests.list')).toEqual([])
    expect(await ben.call('peers.show', { peerId: annId })).toMatchObject({
      name: 'Ann',
      trust: 'trusted',
      permissions: ['message', 'offer-files', 'auto-accept-files', 'use-relay', 'introduce'],
      kept: true,
      state: 'connected',
      transport: 'tcp',
      direction: 'outbound',
      agent: 'kith/0.0.0-test',
    })
    expect(await ann.call('peers.show', { peerId: benId })).toMatchObject({ name: 'Ben', direction: 'inbound' })
    const { rttMs } = await ann.call('peers.ping', { peerId: benId })
    expect(rttMs).toBeLessThan(1_000)
    expect(await ann.call('peers.connect', { peerId: benId })).toMatchObject({ state: 'connected' })
    expect(await ann.call('node.status')).toMatchObject({ connected: 1, known: 1 })
    expect(await ann.call('node.rates')).toMatchObject({ uploadedBytes: 0 })
  })

  it('part: both see it, each with the right reason, and meet again when asked', async () => {
    const { ann, ben, annId, benId } = await friends()
    expect(await ann.call('peers.disconnect', { peerId: benId })).toMatchObject({
      state: 'disconnected',
      reason: 'disconnected-here',
    })
    await sees(ben, annId, ({ state, reason }) => state === 'disconnected' && reason === 'disconnected-there')
    expect(await failure(ann.call('peers.ping', { peerId: benId }))).toMatchObject({ name: 'Unreachable' })
    expect(await ann.call('peers.connect', { peerId: benId })).toMatchObject({
      state: 'connected',
      direction: 'outbound',
    })
  })

  it('remember each other over a restart of the whole program', async () => {
    const { ann, ben, annId, benId } = await friends()
    await Promise.all([ann.node.stop(), ben.node.stop()])
    const again = await started({ number: 2, store: ben.store })
    expect(await idOf(again)).toBe(benId)
    expect(await again.call('peers.list')).toMatchObject([{ peerId: annId, name: 'Ann', trust: 'verified' }])
    const annAgain = await started({ number: 1, store: ann.store })
    await annAgain.call('peers.add', { address: await addressOf(again) })
    expect(await annAgain.call('peers.connect', { peerId: benId })).toMatchObject({ name: 'Ben', state: 'connected' })
  })

  it('fall out: blocking cuts the line at once, and forgetting makes strangers of them', async () => {
    const { ann, ben, annId, benId } = await friends()
    expect(await ben.call('peers.trust', { peerId: annId, level: 'blocked' })).toMatchObject({
      trust: 'blocked',
      permissions: [],
      kept: false,
      state: 'disconnected',
      reason: 'blocked',
    })
    await sees(ann, benId, ({ state, reason }) => state === 'failed' && reason === 'not-approved')
    expect(await failure(ben.call('peers.connect', { peerId: annId }))).toMatchObject({ name: 'Blocked' })
    expect(await failure(ben.call('peers.add', { address: await addressOf(ann) }))).toMatchObject({ name: 'Blocked' })

    expect(await ann.call('peers.trust', { peerId: benId, level: 'unknown' })).toMatchObject({
      trust: 'unknown',
      state: 'disconnected',
      kept: false,
    })
    await ann.heard((event) => event.name === 'peers.changed' && event.payload.removed.includes(benId))
    expect(await ann.call('peers.list')).toEqual([])
    expect(ann.store.addresses()).toEqual([])
    await ben.call('peers.forget', { peerIds: [annId] })
    expect(await ben.call('peers.list')).toEqual([])
  })

  it('a request that is ignored stays silent, and one that is blocked is gone', async () => {
    const { ann, ben, annId, benId } = await knocked()
    await ben.heard((event) => event.name === 'requests.changed' && event.payload.length > 0)
    expect(await ben.call('requests.ignore', { peerId: annId })).toMatchObject({ ignored: true })
    expect(await ben.call('node.status')).toMatchObject({ requests: 0 })
    expect(await failure(ann.call('peers.connect', { peerId: benId }))).toMatchObject({ name: 'NotApproved' })
    expect(await ben.call('requests.block', { peerId: annId })).toMatchObject({ trust: 'blocked', name: 'node 1' })
    expect(await ben.call('requests.list')).toEqual([])
  })

  it('edit what they know of each other', async () => {
    const { ben, annId } = await friends()
    expect(await ben.call('peers.edit', { peerId: annId, name: null, kept: true })).toMatchObject({
      name: 'node 1',
      kept: true,
      state: 'connected',
    })
    expect(await ben.call('peers.edit', { peerId: annId, name: 'Anna' })).toMatchObject({ name: 'Anna', kept: true })
  })

  it('in mode learn a stranger is let in without permissions, is shown, and is asked about', async () => {
    const { ben, annId } = await knocked({ admission: { mode: 'learn' } })
    await connects(ben, annId)
    expect(await ben.call('peers.list')).toMatchObject([
      { peerId: annId, trust: 'unknown', permissions: [], kept: false, state: 'connected', name: 'node 1' },
    ])
    expect(await ben.call('requests.list')).toMatchObject([{ peerId: annId }])
    expect(await ben.call('requests.approve', { peerId: annId })).toMatchObject({
      trust: 'verified',
      state: 'connected',
    })
    expect(await ben.call('requests.list')).toEqual([])
  })

  it('in mode locked a stranger leaves no request', async () => {
    const { ann, ben, benId } = await knocked({ admission: { mode: 'locked' } })
    await sees(ann, benId, ({ state, reason }) => state === 'failed' && reason === 'refused')
    expect(await ben.call('requests.list')).toEqual([])
  })
})

describe('a call about somebody who is not there', () => {
  const peerId = testPeerId(9)
  it.each([
    ['peers.show', { peerId }],
    ['peers.connect', { peerId }],
    ['peers.disconnect', { peerId }],
    ['peers.forget', { peerId }],
    ['peers.trust', { peerId, level: 'unknown' }],
    ['peers.edit', { peerId, name: 'x' }],
    ['peers.ping', { peerId }],
    ['requests.approve', { peerId }],
    ['requests.ignore', { peerId }],
    ['requests.block', { peerId }],
  ] as const)('%s says so', async (name, input) => {
    const ann = await make({ number: 1 })
    expect(await failure(ann.call(name, input as never))).toMatchObject({ name: 'InvalidRequest' })
    expect(await ann.call('peers.list')).toEqual([])
    expect(await ann.call('nearby.list')).toEqual([])
  })

  it('a decision about oneself makes no sense', async () => {
    const ann = await make({ number: 1 })
    for (const level of ['verified', 'trusted', 'blocked'] as const)
      expect(await failure(ann.call('peers.trust', { peerId: testPeerId(1), level }))).toMatchObject({
        name: 'InvalidRequest',
      })
    expect(await ann.call('peers.list')).toEqual([])
  })
})

describe('a stranger whose key is of another kind', () => {
  it('is turned away and cannot spoil the list of requests', async () => {
    const ben = await started({ number: 2 })
    const stranger = await createLibp2p({
      privateKey: await generateKeyPair('secp256k1'),
      transports: [tcp()],
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
    })
    const closed = new Promise((resolve) => stranger.addEventListener('connection:close', resolve))
    await stranger.dial(multiaddr(await addressOf(ben))).then(
      () => closed,
      () => {},
    )
    await stranger.stop()
    expect(await ben.call('requests.list')).toEqual([])
  })
})

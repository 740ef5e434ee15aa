/** Invites and introductions with real nodes and the command line: who is let in by a link, once, and who is not. */
import { afterAll, describe, expect, it } from 'vitest'
import type { InviteView } from '../../src/contract/trust-views.ts'
import type { AdmissionMode, PeerView } from '../../src/contract/views.ts'
import { encodeInviteLink, parseInviteLink } from '../../src/core/trust/invite-link.ts'
import { type KithNode, kithNode } from '../harness/kith-nodes.ts'
import { type CliResult, type KithProcess, startKithProcess } from '../harness/kith-process.ts'

const TCP = '/ip4/127.0.0.1/tcp/0'
const WEBRTC_DIRECT = '/ip4/127.0.0.1/udp/0/webrtc-direct'
const RELAYED = '/p2p-circuit'
/** What a person waits for after one click. */
const JOIN_MS = 3_000
/** More than a round trip and a write; long enough for a request that must not come. */
const QUIET_MS = 300

const figures: string[] = []
afterAll(() => console.log(figures.join('\n')))

async function invite(node: KithProcess, ...args: readonly string[]): Promise<InviteView & { link: string }> {
  const { code, json } = await node.cli('invite', ...args)
  expect(code).toBe(0)
  return json as InviteView & { link: string }
}

const errorOf = ({ code, stderr }: CliResult): string => {
  expect(code).toBe(1)
  return (JSON.parse(stderr) as { error: { name: string } }).error.name
}

describe.each([
  { over: 'tcp', listen: [TCP] },
  { over: 'webrtc-direct', listen: [WEBRTC_DIRECT] },
])('over $over', ({ over, listen }) => {
  it('one makes an invite, the other opens it, and both are verified and connected', async () => {
    await using anna = await startKithProcess({ listen, args: ['--name', 'Anna'] })
    await using bert = await startKithProcess({ listen, args: ['--name', 'Bert'] })
    await using carl = await startKithProcess({ listen })
    const { link, id } = await invite(anna, '--note', 'Bert at work', '--for', '2h')

    const began = performance.now()
    const joined = await bert.cli('join', link)
    const commandMs = performance.now() - began
    expect(joined).toMatchObject({
      code: 0,
      json: { peerId: anna.peerId, name: 'Anna', trust: 'verified', state: 'connected', transport: over, kept: true },
    })
    figures.push(`kith join → connected, ${over}, with the start of the command: ${commandMs.toFixed(0)} ms`)
    await anna.waitForEvent('peer', (event) => event.peerId === bert.peerId && event.state === 'connected')
    expect((await anna.cli('peers', 'show', bert.peerId)).json).toMatchObject({
      name: 'Bert at work',
      trust: 'verified',
      verified: { how: 'invite' },
    } satisfies { [K in keyof PeerView]?: unknown })
    expect((await anna.cli('invite', 'ls')).json).toMatchObject([{ id, state: 'used', usedBy: bert.peerId }])

    // The same link in other hands.
    expect(errorOf(await carl.cli('join', link))).toBe('InviteInvalid')
    await invite(anna)
    expect(errorOf(await carl.cli('join', link))).toBe('InviteInvalid')
    expect((await anna.cli('requests', 'ls')).json).toEqual([])
    expect((await carl.cli('peers', 'ls')).json).toEqual([])
    expect(anna.events.filter(({ event }) => event === 'request')).toEqual([])
    // Both sides show the same words, and can take back that they know who it is.
    const words = (await anna.cli('words', bert.peerId)).json as { words: string[] }
    const read = (await bert.cli('words', anna.peerId)).json as { words: string[]; code: string }
    expect(words.words).toEqual(read.words)
    expect((await anna.cli('verify', bert.peerId, '--code', read.code)).json).toMatchObject({
      verified: { how: 'code' },
    })
    expect((await anna.cli('verify', bert.peerId, '--undo')).json).toMatchObject({ verified: null, trust: 'verified' })
  })
})

it('an invite that was revoked or has expired lets nobody in', async () => {
  await using anna = await startKithProcess()
  await using bert = await startKithProcess()
  const revoked = await invite(anna)
  expect((await anna.cli('invite', 'revoke', revoked.id.slice(0, 5))).json).toMatchObject({ state: 'revoked' })
  expect(errorOf(await bert.cli('join', revoked.link))).toBe('InviteInvalid')
  // Open at the same time, so that the protocol can be reached.
  await invite(anna)
  expect(errorOf(await bert.cli('join', revoked.link))).toBe('InviteInvalid')
  expect((await anna.cli('requests', 'ls')).json).toEqual([])
  expect((await anna.cli('peers', 'ls')).json).toEqual([])
})

/** Nodes in this process, started. */
async function nodes<const N extends readonly Partial<Parameters<typeof kithNode>[0]>[]>(
  ...wishes: N
): Promise<{ [K in keyof N]: KithNode & { readonly peerId: string } }> {
  const made = await Promise.all(wishes.map((wish, index) => kithNode({ number: index + 1, ...wish })))
  for (const { node } of made) await node.start()
  const known = await Promise.all(
    made.map(async (node) => Object.assign(node, { peerId: (await node.call('node.status')).peerId })),
  )
  return known as unknown as { [K in keyof N]: KithNode & { readonly peerId: string } }
}

const stop = async (...all: readonly KithNode[]): Promise<void> => {
  await Promise.all(all.map((one) => one.node.stop()))
  expect(all.flatMap(({ bugs }) => bugs)).toEqual([])
}

async function isLinked(node: KithNode, peerId: string): Promise<void> {
  await expect
    .poll(() => node.call('peers.show', { peerId }), { timeout: 5_000 })
    .toMatchObject({ state: 'connected', trust: 'verified', verified: { how: 'invite' } })
}

const join = (node: KithNode, link: string): Promise<string> =>
  node.call('invites.join', { link }).then(
    ({ state }) => state,
    (error: unknown) => (error as { name: string }).name,
  )
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

describe.each(['learn', 'ask', 'locked'] as const satisfies readonly AdmissionMode[])('in mode %s', (mode) => {
  it.each([TCP, WEBRTC_DIRECT])('an invite is redeemed on %s, and nobody becomes a request', async (listen) => {
    const network = { listen: [listen] }
    const [anna, bert] = await nodes({ settings: { admission: { mode }, network } }, { settings: { network } })
    const { link } = await anna.call('invites.create', {})
    const began = performance.now()
    expect(await join(bert, link)).toBe('connected')
    const tookMs = performance.now() - began
    figures.push(`join → connected, ${mode}, ${listen}: ${tookMs.toFixed(0)} ms (at most ${JOIN_MS})`)
    expect(tookMs).toBeLessThan(JOIN_MS)
    await isLinked(anna, bert.peerId)
    await isLinked(bert, anna.peerId)
    for (const node of [anna, bert]) expect(await node.call('requests.list')).toEqual([])
    await stop(anna, bert)
  })
})

/** One after another from one address, faster than people are: what limits that is not what is tested here. */
const hurried = { settings: { limits: { inboundPerSecondPerAddress: 1_000, inboundStreamsPerSecond: 1_000 } } }

it('of two that redeem the same invite at once exactly one wins, in twenty rounds', async () => {
  const [anna, bert, carl] = await nodes(hurried, hurried, hurried)
  const wins = { bert: 0, carl: 0 }
  for (let round = 0; round < 20; round++) {
    const { link } = await anna.call('invites.create', {})
    const pair = round % 2 === 0 ? [bert, carl] : [carl, bert]
    const outcomes = await Promise.all(pair.map((node) => join(node, link)))
    expect([...outcomes].sort()).toEqual(['InviteInvalid', 'connected'])
    const winner = pair[outcomes.indexOf('connected')] ?? bert
    wins[winner === bert ? 'bert' : 'carl'] += 1
    expect((await anna.call('peers.list')).map(({ peerId }) => peerId)).toEqual([winner.peerId])
    expect(await anna.call('requests.list')).toEqual([])
    await Promise.all([
      anna.call('peers.trust', { peerId: winner.peerId, level: 'unknown' }),
      winner.call('peers.trust', { peerId: anna.peerId, level: 'unknown' }),
    ])
    for (const node of [anna, bert, carl])
      await expect.poll(async () => (await node.call('node.status')).connected).toBe(0)
  }
  figures.push(`two at once, 20 rounds: ${wins.bert} and ${wins.carl} wins`)
  await stop(anna, bert, carl)
})

it('who waits for approval is let in by an invite all the same', async () => {
  const [anna, bert] = await nodes({}, {})
  const [address = ''] = (await anna.call('node.status')).addresses
  await bert.call('peers.add', { address })
  await expect.poll(() => anna.call('requests.list')).toMatchObject([{ peerId: bert.peerId }])
  const { link } = await anna.call('invites.create', {})
  expect(await bert.call('invites.check', { link })).toMatchObject({ known: 'verified', expired: false })
  expect(await join(bert, link)).toBe('connected')
  expect(await anna.call('requests.list')).toEqual([])
  await isLinked(anna, bert.peerId)
  await stop(anna, bert)
})

it('who is connected as a stranger in mode learn is verified by an invite', async () => {
  const [anna, bert] = await nodes({ settings: { admission: { mode: 'learn' } } }, {})
  const [address = ''] = (await anna.call('node.status')).addresses
  await bert.call('peers.add', { address })
  await expect.poll(async () => (await anna.call('node.status')).connected).toBe(1)
  const { link } = await anna.call('invites.create', {})
  expect(await join(bert, link)).toBe('connected')
  await isLinked(anna, bert.peerId)
  expect(await anna.call('requests.list')).toEqual([])
  await stop(anna, bert)
})

it('five wrong secrets from one address close the door for the right one too', async () => {
  const [anna, bert, carl] = await nodes(hurried, hurried, hurried)
  const { link } = await anna.call('invites.create', {})
  const parsed = parseInviteLink(link)
  if (!parsed.ok) throw parsed.error
  const wrong = encodeInviteLink({ ...parsed.value, secret: new Uint8Array(16) })
  for (let guess = 0; guess < 5; guess++) expect(await join(bert, wrong)).toBe('InviteInvalid')
  expect(await join(carl, link)).toBe('InviteInvalid')
  expect(await anna.call('invites.list')).toMatchObject([{ state: 'open' }])
  expect(await anna.call('requests.list')).toEqual([])
  expect(await anna.call('peers.list')).toEqual([])
  await stop(anna, bert, carl)
})

it('an invite ends by itself', async () => {
  const [anna, bert] = await nodes({ settings: { invites: { lifetimeMs: 2_000 } } }, {})
  const { link } = await anna.call('invites.create', {})
  await anna.heard(({ name, payload }) => name === 'invites.changed' && payload[0]?.state === 'expired')
  expect(await bert.call('invites.check', { link })).toMatchObject({ expired: true, peerId: anna.peerId })
  expect(await join(bert, link)).toBe('InviteInvalid')
  expect(await anna.call('peers.list')).toEqual([])
  await stop(anna, bert)
})

it('an invite outlives a restart, and a node that was stopped and started redeems it', async () => {
  const [anna, bert] = await nodes({}, {})
  const [address = ''] = (await anna.call('node.status')).addresses
  const { link } = await anna.call('invites.create', { note: 'Bert' })
  await stop(anna)
  await bert.node.stop()
  await bert.node.start()
  const listen = [address.slice(0, address.indexOf('/p2p/'))]
  const [again] = await nodes({ number: 1, store: anna.store, settings: { network: { listen } } })
  expect(await join(bert, link)).toBe('connected')
  expect(await again.call('invites.list')).toMatchObject([{ note: 'Bert', state: 'used', usedBy: bert.peerId }])
  await isLinked(again, bert.peerId)
  await stop(again, bert)
})

it('an invite leads in through a relay that both know', async () => {
  const behind = { network: { listen: [RELAYED], useRelays: true } }
  const [relay, anna, bert] = await nodes(
    { settings: { network: { serveRelay: true } } },
    { settings: behind },
    { settings: behind },
  )
  const [address = ''] = (await relay.call('node.status')).addresses
  for (const node of [anna, bert]) {
    await node.call('peers.add', { address, level: 'trusted' })
    await expect.poll(() => relay.call('requests.list')).toMatchObject([{ peerId: node.peerId }])
    await expect
      .poll(() => node.call('peers.show', { peerId: relay.peerId }))
      .toMatchObject({ state: 'failed', reason: 'not-approved' })
    await relay.call('requests.approve', { peerId: node.peerId, level: 'trusted' })
    await node.call('peers.connect', { peerId: relay.peerId })
    await expect
      .poll(async () => (await node.call('node.status')).addresses, { timeout: 20_000 })
      .toContainEqual(expect.stringContaining('/p2p-circuit/webrtc/'))
  }
  const { link } = await anna.call('invites.create', {})
  const began = performance.now()
  expect(await join(bert, link)).toBe('connected')
  figures.push(`join → connected, through a relay: ${(performance.now() - began).toFixed(0)} ms`)
  await isLinked(anna, bert.peerId)
  for (const node of [anna, bert]) expect(await node.call('requests.list')).toEqual([])
  await stop(relay, anna, bert)
})

it('an introduction becomes a request, and what was removed does not come back by it', async () => {
  const [anna, bert, carl] = await nodes(hurried, hurried, hurried)
  for (const node of [bert, carl]) {
    const { link } = await anna.call('invites.create', {})
    await join(node, link)
    await isLinked(anna, node.peerId)
  }
  const tell = (): Promise<string> =>
    anna.call('peers.introduce', { peerId: carl.peerId, to: bert.peerId }).then(
      () => 'told',
      (error: unknown) => (error as { name: string }).name,
    )
  // Verified peers do not introduce, unless they are allowed to.
  expect(await tell()).toBe('PermissionDenied')
  expect(await bert.call('requests.list')).toEqual([])
  await bert.call('peers.trust', { peerId: anna.peerId, level: 'trusted' })
  expect(await tell()).toBe('told')
  const [request] = await bert.call('requests.list')
  expect(request).toMatchObject({ peerId: carl.peerId, suggestedBy: anna.peerId, name: 'node 3' })
  expect(request?.words).toEqual((await carl.call('peers.words', { peerId: bert.peerId })).words)

  // Approved, removed, suggested again.
  await bert.call('requests.approve', { peerId: carl.peerId })
  await bert.call('peers.trust', { peerId: carl.peerId, level: 'unknown' })
  expect(await tell()).toBe('told')
  await pause(QUIET_MS)
  expect(await bert.call('requests.list')).toEqual([])
  expect((await bert.call('peers.list')).map(({ peerId }) => peerId)).toEqual([anna.peerId])

  // As fast as it goes: no more than sixteen a minute are heard.
  const outcomes = []
  for (let n = 0; n < 20; n++) outcomes.push(await tell())
  expect(outcomes.filter((outcome) => outcome === 'told')).toHaveLength(14)
  expect(outcomes.filter((outcome) => outcome === 'RateLimited')).toHaveLength(6)
  await stop(anna, bert, carl)
})

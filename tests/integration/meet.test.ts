/** The main job, with real processes through the command line: two nodes meet, one approves the other (issue: part 1). */
import { afterAll, describe, expect, it } from 'vitest'
import type { PeerView, RequestView } from '../../src/contract/views.ts'
import { type KithProcess, startKithProcess } from '../harness/kith-process.ts'

const TCP = '/ip4/127.0.0.1/tcp/0'
const WEBRTC_DIRECT = '/ip4/127.0.0.1/udp/0/webrtc-direct'
/** Only through a relay: a node behind a NAT that lets nothing in. */
const RELAYED = '/p2p-circuit'
/** Spec §4: approving lets the peer in at once, on both ends. */
const APPROVAL_MS = 2_000

const figures: string[] = []
afterAll(() => console.log(figures.join('\n')))

const isState =
  (peerId: string, state: PeerView['state']) =>
  (event: { readonly peerId: string; readonly state: string }): boolean =>
    event.peerId === peerId && event.state === state

async function peerOn(node: KithProcess, peerId: string): Promise<PeerView> {
  const { json } = await node.cli('peers', 'show', peerId)
  return json as PeerView
}

/** `asker` adds `host` and is refused; `host` approves. Answers the ms from starting the command until both are connected. */
async function meet(asker: KithProcess, host: KithProcess, address: string, level: string): Promise<number> {
  const knocked = host.waitForEvent('request', ({ request }) => request.peerId === asker.peerId)
  const added = await asker.cli('peers', 'add', address)
  expect(added).toMatchObject({ code: 0, json: { peerId: host.peerId } })
  const { request } = await knocked
  expect(request).toMatchObject({ peerId: asker.peerId, count: 1, ignored: false })
  expect((await host.cli('requests', 'ls')).json).toMatchObject([
    { peerId: asker.peerId },
  ] satisfies Partial<RequestView>[])
  // The refused side knows that it is not approved yet, and does not take the other for offline.
  await asker.waitForEvent('peer', (event) => event.peerId === host.peerId && event.reason === 'not-approved')

  const bothConnected = Promise.all([
    host.waitForEvent('peer', isState(asker.peerId, 'connected')),
    asker.waitForEvent('peer', isState(host.peerId, 'connected')),
  ]).then(() => performance.now())
  const began = performance.now()
  const approved = await host.cli('requests', 'approve', asker.peerId, '--level', level)
  expect(approved).toMatchObject({ code: 0, json: { peerId: asker.peerId, trust: level } })
  return (await bothConnected) - began
}

describe.each([
  { over: 'tcp', listen: [TCP] },
  { over: 'webrtc-direct', listen: [WEBRTC_DIRECT] },
])('over $over', ({ over, listen }) => {
  it('a stranger knocks, is approved and both are connected; disconnecting is seen by both', async () => {
    await using host = await startKithProcess({ listen })
    await using asker = await startKithProcess({ listen, args: ['--name', 'Anna'] })
    const tookMs = await meet(asker, host, host.ready.addresses[0] ?? '', 'verified')
    figures.push(`approve → connected on both, ${over}: ${tookMs.toFixed(0)} ms (at most ${APPROVAL_MS})`)
    expect(tookMs).toBeLessThanOrEqual(APPROVAL_MS)
    expect(await peerOn(host, asker.peerId)).toMatchObject({
      name: 'Anna',
      state: 'connected',
      transport: over,
      trust: 'verified',
    })
    expect(await peerOn(asker, host.peerId)).toMatchObject({ state: 'connected', transport: over })

    const ping = await asker.cli('ping', host.peerId, '--count', '1')
    expect(ping.code).toBe(0)

    expect((await host.cli('peers', 'disconnect', asker.peerId)).code).toBe(0)
    await asker.waitForEvent('peer', (e) => e.peerId === host.peerId && e.reason === 'disconnected-there')
    expect(await peerOn(host, asker.peerId)).toMatchObject({ state: 'disconnected', reason: 'disconnected-here' })
    expect(await peerOn(asker, host.peerId)).toMatchObject({ state: 'disconnected', reason: 'disconnected-there' })

    expect((await asker.cli('peers', 'connect', host.peerId)).json).toMatchObject({ state: 'connected' })
  })
})

it('meets over WebRTC through a relay that both trust', async () => {
  await using relay = await startKithProcess({ listen: [TCP], args: ['--name', 'Relay'] })
  await using host = await startKithProcess({ listen: [RELAYED] })
  await using asker = await startKithProcess({ listen: [RELAYED] })
  for (const node of [host, asker]) {
    const reached = node.waitForEvent(
      'addresses',
      ({ addresses }) => addresses.some((a) => a.includes('/webrtc/')),
      20_000,
    )
    expect((await node.cli('peers', 'add', relay.ready.addresses[0] ?? '', '--level', 'trusted')).code).toBe(0)
    await relay.waitForEvent('request', ({ request }) => request.peerId === node.peerId)
    await node.waitForEvent('peer', (event) => event.peerId === relay.peerId && event.reason === 'not-approved')
    expect((await relay.cli('requests', 'approve', node.peerId, '--level', 'trusted')).code).toBe(0)
    // Behind its NAT nobody can dial it back: it knocks again.
    await node.cli('peers', 'connect', relay.peerId)
    await reached
  }
  const status = (await host.cli('status')).json as { addresses: string[] }
  const address = status.addresses.find((a) => a.includes('/p2p-circuit/webrtc/'))
  const tookMs = await meet(asker, host, address ?? '', 'verified')
  figures.push(`approve → connected on both, through a relay: ${tookMs.toFixed(0)} ms (at most ${APPROVAL_MS})`)
  expect(tookMs).toBeLessThanOrEqual(APPROVAL_MS)
  // The relay only brought them together: what is left is a direct WebRTC connection.
  await expect.poll(async () => (await peerOn(asker, host.peerId)).transport, { timeout: 20_000 }).toBe('webrtc')
  await expect.poll(async () => (await peerOn(host, asker.peerId)).transport, { timeout: 20_000 }).toBe('webrtc')

  expect((await asker.cli('peers', 'disconnect', host.peerId)).code).toBe(0)
  await host.waitForEvent('peer', (e) => e.peerId === asker.peerId && e.reason === 'disconnected-there')
})

it('a restarted node keeps its identity, its decisions and its peers', async () => {
  await using asker = await startKithProcess({ args: ['--name', 'Anna'] })
  const first = await startKithProcess()
  let dataDir: string
  {
    await using host = first
    dataDir = host.dataDir
    await meet(asker, host, host.ready.addresses[0] ?? '', 'trusted')
    await host.cli('peers', 'edit', asker.peerId, '--name', 'Anna’s laptop')
    const before = (await host.cli('peers', 'ls')).json
    // As by a power loss: nothing is flushed on the way out.
    await host.kill()
    await using again = await startKithProcess({
      dataDir,
      listen: host.ready.addresses.slice(0, 1).map((a) => a.split('/p2p/')[0] ?? a),
    })
    expect(again.peerId).toBe(host.peerId)
    const [peer] = (await again.cli('peers', 'ls')).json as PeerView[]
    expect(before).toMatchObject([{ peerId: asker.peerId, trust: 'trusted', kept: true }])
    expect(peer).toMatchObject({ peerId: asker.peerId, name: 'Anna’s laptop', trust: 'trusted', kept: true })
    await again.waitForEvent('peer', isState(asker.peerId, 'connected'), 20_000)
    expect((await asker.cli('peers', 'ls')).json).toMatchObject([{ peerId: host.peerId, state: 'connected' }])
  }
})

it('ignore stays silent, block refuses in both directions, forget makes a stranger again', async () => {
  await using host = await startKithProcess()
  await using asker = await startKithProcess()
  await asker.cli('peers', 'add', host.ready.addresses[0] ?? '')
  await host.waitForEvent('request')
  expect((await host.cli('requests', 'ignore', asker.peerId)).json).toMatchObject({ ignored: true })
  expect((await host.cli('status')).json).toMatchObject({ requests: 0 })

  expect((await host.cli('requests', 'block', asker.peerId)).json).toMatchObject({ trust: 'blocked' })
  expect((await host.cli('requests', 'ls')).json).toEqual([])
  const refused = await asker.cli('peers', 'connect', host.peerId)
  expect(refused.code).toBe(1)
  expect(JSON.parse(refused.stderr)).toMatchObject({ error: { code: 1003, name: 'Refused' } })
  const own = await host.cli('peers', 'connect', asker.peerId)
  expect(JSON.parse(own.stderr)).toMatchObject({ error: { code: 5001, name: 'Blocked' } })

  expect((await host.cli('peers', 'forget', asker.peerId)).code).toBe(0)
  expect((await host.cli('peers', 'ls')).json).toEqual([])
  await asker.cli('peers', 'connect', host.peerId)
  await expect
    .poll(async () => (await host.cli('requests', 'ls')).json)
    .toMatchObject([{ peerId: asker.peerId, ignored: false }])
})

it('a locked node refuses strangers and shows no requests; a known peer still gets in', async () => {
  await using host = await startKithProcess({ args: ['--admission', 'locked'] })
  await using asker = await startKithProcess()
  await asker.cli('peers', 'add', host.ready.addresses[0] ?? '')
  expect((await asker.cli('peers', 'connect', host.peerId)).code).toBe(1)
  expect((await host.cli('requests', 'ls')).json).toEqual([])
  await host.cli('peers', 'add', asker.ready.addresses[0] ?? '')
  await host.waitForEvent('peer', isState(asker.peerId, 'connected'))
})

/** The local server over real sockets: who gets in, what each may do, and that nothing is left when it stops. */
import { once } from 'node:events'
import { connect as dial } from 'node:net'
import { expect, it } from 'vitest'
import {
  CLOSE_TOO_FAST,
  CLOSE_UNAUTHORIZED,
  MAX_CLIENT_FRAME_BYTES,
  MAX_HELLO_FRAME_BYTES,
  type ServerFrame,
} from '../../src/contract/socket.ts'
import { createLocalServer, screensUrl } from '../../src/host/local-server.ts'
import { silentLog } from '../../src/kit/log.ts'
import { ManualClock, settled } from '../harness/manual-clock.ts'
import { type Client, connect, http, startRig, stopped, welcomed } from './local-server.rig.ts'

const call = (id: number, name = 'host.status') => ({ type: 'call', id, name })
const starting = { phase: 'starting' as const, problem: null, choices: [] }

function retryAfterMsOf(frame: ServerFrame): number {
  if (frame.type !== 'reply' || frame.reply.ok) throw new Error('no refusal')
  return Number(frame.reply.error.details['retryAfterMs'])
}

async function connected(rig: Parameters<typeof connect>[0]): Promise<Client> {
  const client = await connect(rig)
  if (typeof client === 'number') throw new Error(`refused with ${client}`)
  return client
}

it('welcomes the token, answers calls and passes events on', async () => {
  await using rig = await startRig()
  const client = await connected(rig)
  client.send({ type: 'hello', token: rig.server.token })
  expect(await client.next()).toEqual({ type: 'welcome' })
  client.send(call(7))
  expect(await client.next()).toEqual({ type: 'reply', id: 7, reply: { ok: true, value: starting } })
  rig.events.emit({ name: 'host.changed', payload: starting })
  expect(await client.next()).toEqual({ type: 'event', name: 'host.changed', payload: starting })
})

it('serves the page to nobody’s cache and its assets for ever, strictly fenced', async () => {
  await using rig = await startRig()
  const page = await http(rig, '/')
  expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>Kith</title>' })
  expect(page.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  })
  const policy = page.headers['content-security-policy']
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${rig.port}`)
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe')
  const asset = await http(rig, '/assets/index-4f2a.js')
  expect(asset.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
  })
  expect(await http(rig, '/', {}, 'HEAD')).toMatchObject({ status: 200, body: '' })
  expect(await http(rig, '/', {}, 'POST')).toMatchObject({ status: 405 })
})

it.each([
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/assets/../../secret.txt',
  '//etc/passwd',
  '/assets',
  '/\\..\\secret.txt',
])('has no way out of its folder: %s', async (path) => {
  await using rig = await startRig()
  expect((await http(rig, '/')).status).toBe(200)
  const answer = await http(rig, path)
  expect(answer.status).toBe(404)
  expect(answer.body).not.toContain('not yours')
})

it('keeps the bridge when the screens are off', async () => {
  await using rig = await startRig(false)
  expect((await http(rig, '/')).status).toBe(404)
  const client = await welcomed(rig)
  client.send(call(1))
  expect(await client.next()).toMatchObject({ type: 'reply', id: 1 })
})

it('refuses a foreign Host and a foreign Origin, for pages and for the socket', async () => {
  await using rig = await startRig()
  const ours = `http://127.0.0.1:${rig.port}`
  const cases: [Record<string, string>, number][] = [
    [{ host: `evil.example:${rig.port}` }, 403],
    [{ host: '127.0.0.1' }, 403],
    [{ host: `127.0.0.1:${rig.port + 1}` }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: `https://127.0.0.1:${rig.port}` }, 403],
    [{ origin: ours }, 200],
    [{ host: `localhost:${rig.port}` }, 200],
  ]
  for (const [headers, status] of cases) {
    expect([headers, (await http(rig, '/', headers)).status]).toEqual([headers, status])
    const client = await connect(rig, { headers })
    expect([headers, typeof client === 'number' ? client : 200]).toEqual([headers, status])
    if (typeof client !== 'number') client.socket.terminate()
  }
})

it('answers an upgrade anywhere else with 404', async () => {
  await using rig = await startRig()
  const line = dial(rig.port, '127.0.0.1')
  line.write(`GET /other HTTP/1.1\r\nHost: 127.0.0.1:${rig.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`)
  const [head] = (await once(line, 'data')) as [Buffer]
  expect(head.toString()).toMatch(/^HTTP\/1.1 404/)
})

it('reads no long message of somebody who has not shown the token', async () => {
  await using rig = await startRig()
  const client = await connected(rig)
  // Good but for its length: only that it is read at all would let it in.
  client.send({ type: 'hello', token: rig.server.token, more: 'x'.repeat(MAX_HELLO_FRAME_BYTES) })
  expect(await client.closed).toBe(CLOSE_UNAUTHORIZED)
})

it('closes a wrong token, and tells it to no log', async () => {
  await using rig = await startRig()
  const client = await connected(rig)
  client.send({ type: 'hello', token: `${rig.server.token.slice(0, -1)}_` })
  expect(await client.closed).toBe(CLOSE_UNAUTHORIZED)
  expect(rig.logged.join('\n')).toContain('wrong token')
  expect(rig.logged.join('\n')).not.toContain(rig.server.token.slice(0, -1))
})

it('closes who calls before hello', async () => {
  await using rig = await startRig()
  const client = await connected(rig)
  client.send(call(1))
  expect(await client.closed).toBe(CLOSE_UNAUTHORIZED)
})

it('closes a hello that does not come within five seconds', async () => {
  await using rig = await startRig()
  const silent = await connected(rig)
  const polite = await welcomed(rig)
  await rig.clock.advance(5_000)
  expect(await silent.closed).toBe(CLOSE_UNAUTHORIZED)
  polite.send(call(1))
  expect(await polite.next()).toMatchObject({ id: 1 })
})

it('announces nothing to who has not shown the token', async () => {
  await using rig = await startRig()
  const client = await connected(rig)
  rig.events.emit({ name: 'host.changed', payload: starting })
  client.send({ type: 'hello', token: rig.server.token })
  expect(await client.next()).toEqual({ type: 'welcome' })
})

it('answers what it cannot read, and closes what is no text', async () => {
  await using rig = await startRig()
  const client = await welcomed(rig)
  for (const frame of ['{', '[]', '{"type":"call"}', '{"type":"call","id":-1,"name":"host.status"}', '"hello"']) {
    client.send(frame)
    expect(await client.next()).toMatchObject({
      type: 'reply',
      id: null,
      reply: { ok: false, error: { name: 'InvalidRequest' } },
    })
  }
  client.send(call(3, 'no.such.call'))
  expect(await client.next()).toMatchObject({ id: 3, reply: { error: { name: 'InvalidRequest' } } })
  client.socket.send(Buffer.from([1, 2, 3]))
  expect(await client.closed).toBe(1003)
})

it('answers a bug as Internal, without its message', async () => {
  await using rig = await startRig()
  const client = await welcomed(rig)
  client.send(call(1, 'requests.list'))
  const reply = await client.next()
  expect(reply).toMatchObject({ id: 1, reply: { ok: false, error: { name: 'Internal' } } })
  expect(JSON.stringify(reply)).not.toContain('somebody')
})

it('closes a message that is too long', async () => {
  await using rig = await startRig()
  const client = await welcomed(rig)
  client.send('x'.repeat(MAX_CLIENT_FRAME_BYTES + 1))
  expect(await client.closed).toBe(1009)
})

it('lets 64 calls wait and refuses the next', async () => {
  await using rig = await startRig()
  const client = await welcomed(rig)
  for (let id = 0; id <= 64; id += 1) client.send(call(id, 'nearby.list'))
  expect(await client.next()).toMatchObject({ id: 64, reply: { ok: false, error: { name: 'LimitReached' } } })
  rig.answerSlowCalls()
  for (let id = 0; id < 64; id += 1) expect(await client.next()).toMatchObject({ id, reply: { ok: true, value: [] } })
})

it('slows down who calls too fast, and drops who goes on', async () => {
  await using rig = await startRig()
  const client = await welcomed(rig)
  // The hello was one of the burst of 400. One call at a time, so that no more than one waits for its answer.
  for (let id = 1; id < 400; id += 1) {
    client.send(call(id))
    expect(await client.next()).toMatchObject({ id, reply: { ok: true } })
  }
  client.send(call(400))
  const refused = await client.next()
  expect(refused).toMatchObject({ id: 400, reply: { ok: false, error: { name: 'RateLimited' } } })
  await rig.clock.advance(retryAfterMsOf(refused))
  client.send(call(401))
  expect(await client.next()).toMatchObject({ id: 401, reply: { ok: true } })
  for (let id = 402; id <= 900; id += 1) client.send(call(id))
  expect(await client.closed).toBe(CLOSE_TOO_FAST)
})

it('has 32 places', async () => {
  await using rig = await startRig()
  const clients = await Promise.all(Array.from({ length: 32 }, () => connected(rig)))
  expect(await connect(rig)).toBe(503)
  clients[0]?.socket.terminate()
  await clients[0]?.closed
  await settled()
  expect(await connect(rig)).toBeTypeOf('object')
})

it('drops who stops reading', async () => {
  await using rig = await startRig()
  const client = await welcomed(rig)
  client.socket.pause()
  const payload = {
    ...starting,
    problem: { code: 1, name: 'x'.repeat(MAX_CLIENT_FRAME_BYTES), message: '', retryable: false, details: {} },
  }
  // More than any socket buffers take, then some.
  for (let sent = 0; sent < 2_048 && !rig.logged.some((line) => line.includes('stopped reading')); sent += 1) {
    rig.events.emit({ name: 'host.changed', payload })
    await settled()
  }
  expect(rig.logged.join('\n')).toContain('stopped reading')
  client.socket.resume()
  expect(await client.closed).toBe(1006)
})

it('opens a browser with a ticket that is good once', async () => {
  await using rig = await startRig()
  const ticket = rig.server.ticketUrl().slice(rig.url.length)
  expect(ticket).not.toContain(rig.server.token)
  expect((await http(rig, '/open?ticket=guess')).status).toBe(403)
  const opened = await http(rig, ticket)
  expect(opened.status).toBe(302)
  expect(`${rig.url}${String(opened.headers.location)}`).toBe(screensUrl(rig.url, rig.server.token))
  expect((await http(rig, ticket)).status).toBe(403)
  const late = rig.server.ticketUrl().slice(rig.url.length)
  await rig.clock.advance(60_001)
  expect((await http(rig, late)).status).toBe(403)
})

it('closes everything when it stops, in any state, and starts again', async () => {
  await using rig = await startRig()
  const client = await welcomed(rig)
  const idle = dial(rig.port, '127.0.0.1')
  await once(idle, 'connect')
  const idleGone = once(idle, 'close')
  idle.resume()
  await stopped(rig.server, rig.clock)
  expect(await client.closed).toBe(1001)
  await idleGone
  expect(rig.events.size).toBe(0)
  expect(rig.clock.pending).toBe(0)
  await rig.server.stop()
  const { port } = await rig.server.start()
  expect((await http({ port }, '/')).status).toBe(200)
})

it('can be stopped before it listens', async () => {
  await using rig = await startRig()
  await stopped(rig.server, rig.clock)
  const start = rig.server.start()
  const stop = rig.server.stop()
  await expect(start).rejects.toMatchObject({ name: 'Aborted' })
  await stop
})

it('says what to do about a port that is taken', async () => {
  await using rig = await startRig()
  const { events } = rig
  const second = createLocalServer({
    clock: new ManualClock(),
    log: silentLog,
    handlers: {} as never,
    events,
    screens: null,
    port: rig.port,
  })
  await expect(second.start()).rejects.toMatchObject({
    name: 'InvalidConfig',
    message: expect.stringContaining('--ui-port') as string,
  })
  await second.stop()
})

/** A real local server on a free port with a small stand-in node behind it, and clients that misbehave as told. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ClientOptions, WebSocket } from 'ws'
import { type Announcement, calls, type Handlers } from '../../src/contract/contract.ts'
import { KithError } from '../../src/contract/errors.ts'
import { parseJsonLine, ServerFrame } from '../../src/contract/socket.ts'
import { createLocalServer, type LocalServer } from '../../src/host/local-server.ts'
import { createEmitter, type Emitter } from '../../src/kit/emitter.ts'
import type { Log } from '../../src/kit/log.ts'
import { ManualClock } from '../harness/manual-clock.ts'

export interface Rig extends AsyncDisposable {
  readonly server: LocalServer
  readonly clock: ManualClock
  readonly events: Emitter<Announcement>
  /** Everything that was logged, as text. */
  readonly logged: string[]
  readonly port: number
  readonly url: string
  /** How a test answers `nearby.list`; pending until it does. */
  answerSlowCalls(): void
}

export async function startRig(screens = true): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'kith-screens-'))
  mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), 'not yours')
  writeFileSync(join(folder, 'renderer', 'index.html'), '<!doctype html><title>Kith</title>')
  writeFileSync(join(folder, 'renderer', 'assets', 'index-4f2a.js'), 'export {}')
  const clock = new ManualClock()
  const events = createEmitter<Announcement>()
  const logged: string[] = []
  const keep = (message: string, fields?: object): void =>
    void logged.push(`${message} ${JSON.stringify(fields ?? {})}`)
  const log: Log = { debug: keep, info: keep, warn: keep, error: keep }
  const slow: (() => void)[] = []
  const server = createLocalServer({
    clock,
    log,
    handlers: standIn(slow),
    events,
    screens: screens ? join(folder, 'renderer') : null,
    port: 0,
  })
  const { port, url } = await server.start()
  return {
    server,
    clock,
    events,
    logged,
    port,
    url,
    answerSlowCalls: () => slow.splice(0).forEach((answer) => answer()),
    async [Symbol.asyncDispose]() {
      await stopped(server, clock)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Stops it; a client that never agrees to the close is cut off when its grace is over. */
export async function stopped(server: LocalServer, clock: ManualClock): Promise<void> {
  const stop = server.stop()
  await clock.advance(1_000)
  await stop
}

function standIn(slow: (() => void)[]): Handlers {
  const refuse = async (): Promise<never> => {
    throw new KithError('Unreachable', 'The node is starting.')
  }
  const all = Object.fromEntries(Object.keys(calls).map((name) => [name, refuse])) as unknown as Handlers
  return {
    ...all,
    'host.status': async () => ({ phase: 'starting', problem: null, choices: [] }),
    'nearby.list': () => new Promise((resolve) => slow.push(() => resolve([]))),
    'requests.list': async () => {
      throw new Error('secret path /home/somebody')
    },
  }
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Unlike `fetch`, sends exactly this path and these headers. */
export function http(
  { port }: Pick<Rig, 'port'>,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers, method, agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => (body += text))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    asked.on('error', reject)
    asked.end()
  })
}

export interface Client {
  readonly socket: WebSocket
  /** The next frame that the host sends, in order. */
  next(): Promise<ServerFrame>
  send(frame: unknown): void
  /** The close code, once the line is closed. */
  readonly closed: Promise<number>
}

/** Answers the HTTP status when the upgrade is refused. */
export function connect({ port }: Pick<Rig, 'port'>, options: ClientOptions = {}): Promise<Client | number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/bridge`, { perMessageDeflate: false, ...options })
  const frames: ServerFrame[] = []
  const waiting: ((frame: ServerFrame) => void)[] = []
  socket.on('message', (data: Buffer) => {
    const frame = parseJsonLine(ServerFrame, data.toString('utf8'))
    if (!frame.ok) throw new Error(`the host sent no frame: ${frame.error}`)
    const take = waiting.shift()
    if (take) take(frame.value)
    else frames.push(frame.value)
  })
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  const client: Client = {
    socket,
    closed,
    next: () => {
      const frame = frames.shift()
      return frame ? Promise.resolve(frame) : new Promise((resolve) => waiting.push(resolve))
    },
    send: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
  }
  return new Promise((resolve) => {
    socket.on('error', () => {})
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.on('open', () => resolve(client))
  })
}

/** A client that the host has welcomed. */
export async function welcomed(rig: Rig): Promise<Client> {
  const client = await connect(rig)
  if (typeof client === 'number') throw new Error(`refused with ${client}`)
  client.send({ type: 'hello', token: rig.server.token })
  await client.next()
  return client
}

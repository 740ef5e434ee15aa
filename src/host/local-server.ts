/** The local server: the screens over HTTP and the bridge over WebSocket, for this machine's loopback only (spec §13). */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Announcement, Handlers } from '../contract/contract.ts'
import { KithError } from '../contract/errors.ts'
import { MAX_CLIENT_FRAME_BYTES } from '../contract/socket.ts'
import type { Clock } from '../kit/clock.ts'
import type { Source } from '../kit/emitter.ts'
import type { Log } from '../kit/log.ts'
import { SECOND_MS } from '../kit/units.ts'
import { createTickets, newToken, sameToken } from './access-token.ts'
import { type BridgeSocket, serveBridgeSocket } from './bridge-socket.ts'
import { judgeRequest, securityHeaders } from './local-server.policy.ts'
import { createScreens, plain, type ServedFile } from './screens.ts'

// Not by `import`: that touches every export of the module, one of which loads Node's whole `fetch`, a quarter of a start.
const { createServer, STATUS_CODES } = process.getBuiltinModule('node:http')

const LOOPBACK = '127.0.0.1'
const BRIDGE_PATH = '/bridge'
/** A ticket is shown here and changed into the page's address with the token. */
const OPEN_PATH = '/open'
/** A person has a few windows and a script or two. */
const MAX_SOCKETS = 32
/** Open TCP connections in all: a browser opens six for a page. */
const MAX_CONNECTIONS = 128
/** RFC 6455 §7.4.1: the server is going down. */
const CLOSE_GOING_AWAY = 1001

export interface LocalServerOptions {
  readonly clock: Clock
  readonly log: Log
  readonly handlers: Handlers
  readonly events: Source<Announcement>
  /** Folder of the built screens; `null` serves the bridge only. */
  readonly screens: string | null
  /** 0 takes a free one. */
  readonly port: number
  /** Default: a new one. Tests know theirs. */
  readonly token?: string
}

export interface LocalServer {
  readonly token: string
  /**
   * Answers where it listens; once more while it runs, the same.
   *
   * @throws KithError `InvalidConfig` when the port is taken or not allowed
   */
  start(): Promise<{ readonly url: string; readonly port: number }>
  /** Closes the port and every line. Legal in any state. */
  stop(): Promise<void>
  /** An address that opens the screens once, within a minute, and is safe in a process list. */
  ticketUrl(): string
}

interface Running {
  readonly server: Server
  readonly place: Promise<{ readonly url: string; readonly port: number }>
  stop(): Promise<void>
}

export function createLocalServer(options: LocalServerOptions): LocalServer {
  const token = options.token ?? newToken()
  const tickets = createTickets(options.clock)
  let running: Running | null = null
  let stopped: Promise<void> = Promise.resolve()
  let origin = ''

  return {
    token,
    async start() {
      running ??= run(options, token, tickets.redeem)
      const mine = running
      try {
        const place = await mine.place
        origin = place.url
        return place
      } catch (error) {
        if (running === mine) running = null
        throw error
      }
    },
    stop() {
      const ending = running
      running = null
      if (ending) stopped = ending.stop()
      return stopped
    },
    ticketUrl: () => `${origin}${OPEN_PATH}?ticket=${tickets.issue()}`,
  }
}

/** The address of the screens. The token is in the fragment, which no browser sends or logs. */
export const screensUrl = (url: string, token: string): string => `${url}/#token=${token}`

function run(options: LocalServerOptions, token: string, redeem: (ticket: string) => boolean): Running {
  const { clock, log } = options
  const screens = createScreens(options.screens)
  const sockets = new Set<BridgeSocket>()
  const bridge = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_CLIENT_FRAME_BYTES,
    // On loopback compressing costs more than sending, and it would let a small frame become a large one.
    perMessageDeflate: false,
  })
  const server = createServer({ requestTimeout: 10 * SECOND_MS, headersTimeout: 5 * SECOND_MS })
  server.maxConnections = MAX_CONNECTIONS
  const portOf = (): number => (server.address() as AddressInfo | null)?.port ?? 0
  /** `null` is welcome; anything else is what the stranger is told. */
  const judge = (request: IncomingMessage): ServedFile | null => {
    const { host, origin } = request.headers
    const judgement = judgeRequest({ host, origin }, portOf())
    if (judgement === 'welcome') return null
    log.warn('a request from elsewhere was refused', { reason: judgement, host, origin })
    return plain(403, 'Only this machine’s own pages may speak with Kith.')
  }

  async function fileFor(request: IncomingMessage): Promise<ServedFile> {
    const foreign = judge(request)
    if (foreign) return foreign
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const refusal = plain(405, 'Only GET and HEAD are answered here.')
      return { ...refusal, headers: { ...refusal.headers, Allow: 'GET, HEAD' } }
    }
    const url = URL.parse(request.url ?? '', `http://${LOOPBACK}`)
    if (!url) return plain(400, 'That is no address.')
    if (url.pathname === OPEN_PATH) return open(url.searchParams.get('ticket') ?? '')
    return screens(url.pathname)
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const file = await fileFor(request)
    // The page's address names the host that its socket must reach; a foreign one is never repeated.
    const host = file.status === 403 ? LOOPBACK : (request.headers.host ?? LOOPBACK)
    response.writeHead(file.status, {
      ...securityHeaders(host),
      ...file.headers,
      'Content-Length': file.body.length,
    })
    response.end(request.method === 'HEAD' ? undefined : file.body)
  }

  function open(ticket: string): ServedFile {
    if (options.screens === null || !redeem(ticket)) {
      return plain(403, 'This link was used already or is too old. Open the screens again from Kith.')
    }
    const home = plain(302, 'Opening Kith.')
    return { ...home, headers: { ...home.headers, Location: `/#token=${token}` } }
  }

  function upgrade(request: IncomingMessage, line: Duplex, head: Buffer): void {
    line.on('error', () => line.destroy())
    if (judge(request)) return hangUp(line, 403)
    if (URL.parse(request.url ?? '', `http://${LOOPBACK}`)?.pathname !== BRIDGE_PATH) return hangUp(line, 404)
    if (sockets.size >= MAX_SOCKETS) {
      log.warn('a local client was refused: too many are connected', { max: MAX_SOCKETS })
      return hangUp(line, 503)
    }
    bridge.handleUpgrade(request, line, head, (socket) => {
      const served = serveBridgeSocket(socket, {
        clock,
        log,
        handlers: options.handlers,
        isToken: (shown) => sameToken(shown, token),
        onGone: () => void sockets.delete(served),
      })
      sockets.add(served)
    })
  }

  server.on('request', (request, response) => {
    serve(request, response).catch((error: unknown) => {
      log.error('a page could not be served', { error })
      response.destroy()
    })
  })
  server.on('upgrade', upgrade)
  const listening = options.events.on(({ name, payload }) => {
    if (sockets.size === 0) return
    const frame = JSON.stringify({ type: 'event', name, payload })
    for (const socket of sockets) socket.announce(frame)
  })

  return {
    server,
    place: listen(server, options.port),
    async stop() {
      listening[Symbol.dispose]()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets) socket.close(CLOSE_GOING_AWAY, 'the node stops')
      server.closeAllConnections()
      await closed
      bridge.close()
    },
  }
}

function listen(server: Server, port: number): Promise<{ url: string; port: number }> {
  return new Promise((resolve, reject) => {
    server.once('close', () => reject(new KithError('Aborted', 'The local server was stopped before it could listen.')))
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'another program uses it' : error.message
      const message = `The screens cannot be served on port ${port}: ${why}. Choose another with --ui-port.`
      reject(new KithError('InvalidConfig', message, { cause: error }))
    })
    server.listen({ host: LOOPBACK, port }, () => {
      const { port: taken } = server.address() as AddressInfo
      resolve({ url: `http://${LOOPBACK}:${taken}`, port: taken })
    })
  })
}

/** Refuses an upgrade in HTTP's own words. */
function hangUp(line: Duplex, status: number): void {
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`
  line.end(head, () => line.destroy())
}

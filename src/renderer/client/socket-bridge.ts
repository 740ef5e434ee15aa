/** The bridge of a browser tab: a WebSocket to the page's own origin that says hello, calls, listens and comes back. */
import type { Reply } from '../../contract/bridge.ts'
import { KithError } from '../../contract/errors.ts'
import { CLOSE_UNAUTHORIZED, type ClientFrame, parseJsonLine, ServerFrame } from '../../contract/socket.ts'
import type { Clock, Random } from '../../kit/clock.ts'
import { createEmitter } from '../../kit/emitter.ts'
import { strings } from '../strings.ts'
import { retryDelayMs } from './backoff.policy.ts'
import type { Link, LinkedBridge } from './link.ts'

/** What is used of a WebSocket. */
export interface Wire {
  send(text: string): void
  close(): void
}

export interface WireEvents {
  onOpen(): void
  onMessage(text: string): void
  /** @param code of RFC 6455 §7.4; told once, also when the wire never opened */
  onClose(code: number): void
}

export interface SocketBridgePorts {
  readonly clock: Clock
  readonly random: Random
  /** Starts to open one wire to the node. */
  open(events: WireEvents): Wire
}

export interface SocketBridge extends LinkedBridge {
  /** Starts anew with another token, or goes to `no-token`. */
  useToken(token: string | null): void
}

const unreachable = (): Reply => ({
  ok: false,
  error: new KithError('Unreachable', strings.link.callFailed).toJSON(),
})

export function createSocketBridge(firstToken: string | null, ports: SocketBridgePorts): SocketBridge {
  const { clock, random } = ports
  const linkChanges = createEmitter<Link>()
  const ups = createEmitter<boolean>()
  const announcements = createEmitter<{ readonly name: string; readonly payload: unknown }>()
  /** Asked and not yet answered. Those of before the first welcome wait in `unsent`. */
  const waiting = new Map<number, (reply: Reply) => void>()
  let unsent: ClientFrame[] = []
  let link: Link = { phase: 'connecting', retryAtMs: null }
  let token = firstToken
  let wire: Wire | null = null
  let nextId = 0
  let failures = 0
  let retry: Disposable | null = null
  let disposed = false

  function become(phase: Link['phase'], retryAtMs: number | null = null): void {
    const wasUp = link.phase === 'up'
    link = { phase, retryAtMs }
    linkChanges.emit(link)
    if (wasUp !== (phase === 'up')) ups.emit(phase === 'up')
  }

  function sendFrame(frame: ClientFrame): void {
    wire?.send(JSON.stringify(frame))
  }

  function giveUpCalls(): void {
    unsent = []
    const resolves = [...waiting.values()]
    waiting.clear()
    for (const resolve of resolves) resolve(unreachable())
  }

  function receive(text: string): void {
    const frame = parseJsonLine(ServerFrame, text)
    // A frame that this build does not know comes from a newer node; what it knows still works.
    if (!frame.ok) return
    switch (frame.value.type) {
      case 'welcome': {
        failures = 0
        become('up')
        const queued = unsent
        unsent = []
        queued.forEach(sendFrame)
        return
      }
      case 'reply': {
        const { id, reply } = frame.value
        if (id === null) return
        const resolve = waiting.get(id)
        waiting.delete(id)
        resolve?.(reply)
        return
      }
      case 'event':
        announcements.emit({ name: frame.value.name, payload: frame.value.payload })
    }
  }

  function closed(code: number): void {
    wire = null
    giveUpCalls()
    if (code === CLOSE_UNAUTHORIZED) return become('refused')
    failures += 1
    const delayMs = retryDelayMs(failures, random())
    retry = clock.at(clock.now() + delayMs, connect)
    become('lost', clock.wallMs() + delayMs)
  }

  function connect(): void {
    stopWaiting()
    const shown = token
    if (disposed) return
    if (shown === null) {
      giveUpCalls()
      return become('no-token')
    }
    // Only the wire in use may speak: a late event of an older one is nobody's.
    let mine: Wire | null = null
    const ifMine = (act: () => void): void => {
      if (mine !== null && wire === mine) act()
    }
    mine = ports.open({
      onOpen: () => ifMine(() => sendFrame({ type: 'hello', token: shown })),
      onMessage: (text) => ifMine(() => receive(text)),
      onClose: (code) => ifMine(() => closed(code)),
    })
    wire = mine
  }

  function stopWaiting(): void {
    retry?.[Symbol.dispose]()
    retry = null
  }

  function dropWire(): void {
    const old = wire
    wire = null
    old?.close()
  }

  connect()

  return {
    call(name, input) {
      if (disposed || (link.phase !== 'up' && link.phase !== 'connecting')) return Promise.resolve(unreachable())
      const id = nextId++
      const frame: ClientFrame = { type: 'call', id, name, input }
      return new Promise((resolve) => {
        waiting.set(id, resolve)
        if (link.phase === 'up') sendFrame(frame)
        else unsent.push(frame)
      })
    },
    on(listener) {
      const listening = announcements.on(({ name, payload }) => listener(name, payload))
      return () => listening[Symbol.dispose]()
    },
    onLink(listener) {
      const listening = ups.on(listener)
      return () => listening[Symbol.dispose]()
    },
    get link() {
      return link
    },
    onLinkChange(listener) {
      const listening = linkChanges.on(listener)
      return () => listening[Symbol.dispose]()
    },
    retryNow() {
      if (link.phase !== 'lost' || retry === null) return
      become('lost')
      connect()
    },
    useToken(next) {
      token = next
      failures = 0
      dropWire()
      giveUpCalls()
      become('connecting')
      connect()
    },
    [Symbol.dispose]() {
      disposed = true
      stopWaiting()
      dropWire()
      giveUpCalls()
    },
  }
}

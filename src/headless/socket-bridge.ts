/** The bridge over the local WebSocket: how the command line reaches a running node. */
import { WebSocket } from 'ws'
import type { NodeBridge, Reply } from '../contract/bridge.ts'
import { type ErrorName, KithError } from '../contract/errors.ts'
import { parseJsonLine, ServerFrame } from '../contract/socket.ts'
import type { Clock } from '../kit/clock.ts'
import { SECOND_MS } from '../kit/units.ts'

/** A node on the same machine welcomes within milliseconds; one that is busy starting may take a second or two. */
const WELCOME_MS = 5 * SECOND_MS
/** Longer than the longest call, a dial of 15 s, by far. */
const CALL_MS = 60 * SECOND_MS

export interface SocketBridge extends NodeBridge {
  close(): void
}

/**
 * @param url of the local server, as `http://127.0.0.1:PORT`
 * @throws KithError `Unreachable` when nobody is there or the token is not theirs, `Timeout` when they do not answer
 */
export function connectBridge(url: string, token: string, clock: Clock): Promise<SocketBridge> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/bridge`, { perMessageDeflate: false })
  const listeners = new Set<(name: string, payload: unknown) => void>()
  const linkListeners = new Set<(up: boolean) => void>()
  const waiting = new Map<number, (reply: Reply) => void>()
  let nextId = 0

  const refusal = (name: ErrorName, message: string): Reply => ({
    ok: false,
    error: new KithError(name, message).toJSON(),
  })

  const bridge: SocketBridge = {
    call(name, input) {
      if (socket.readyState !== WebSocket.OPEN)
        return Promise.resolve(refusal('Unreachable', 'The node has gone away.'))
      const id = nextId++
      return new Promise((resolve) => {
        const timer = clock.at(clock.now() + CALL_MS, () =>
          settle(refusal('Timeout', 'The node did not answer in time.')),
        )
        const settle = (reply: Reply): void => {
          timer[Symbol.dispose]()
          waiting.delete(id)
          resolve(reply)
        }
        waiting.set(id, settle)
        socket.send(JSON.stringify({ type: 'call', id, name, input }))
      })
    },
    on(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    onLink(listener) {
      linkListeners.add(listener)
      return () => void linkListeners.delete(listener)
    },
    close: () => socket.close(),
  }

  return new Promise((resolve, reject) => {
    const fail = (name: ErrorName, message: string): void => {
      timer[Symbol.dispose]()
      reject(new KithError(name, message))
    }
    const timer = clock.at(clock.now() + WELCOME_MS, () => {
      fail('Timeout', 'The node did not answer in time.')
      socket.terminate()
    })
    socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', token })))
    socket.on('error', () => fail('Unreachable', 'Nobody answers where the node should be.'))
    socket.on('close', () => {
      fail('Unreachable', 'Whoever answers where the node should be is not this node.')
      for (const settle of [...waiting.values()])
        settle(refusal('Unreachable', 'The node went away before it answered.'))
      for (const listener of linkListeners) listener(false)
    })
    socket.on('message', (data: Buffer) => {
      const frame = parseJsonLine(ServerFrame, data.toString('utf8'))
      if (!frame.ok) return
      switch (frame.value.type) {
        case 'welcome':
          timer[Symbol.dispose]()
          return resolve(bridge)
        case 'reply':
          if (frame.value.id !== null) waiting.get(frame.value.id)?.(frame.value.reply)
          return
        case 'event':
          for (const listener of listeners) listener(frame.value.name, frame.value.payload)
      }
    })
  })
}

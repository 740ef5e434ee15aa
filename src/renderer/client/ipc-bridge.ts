/** The desktop app's bridge, which its preload script exposed, with the link that screens expect of every bridge. */
import type { NodeBridge } from '../../contract/bridge.ts'
import { createEmitter } from '../../kit/emitter.ts'
import type { Link, LinkedBridge } from './link.ts'

declare global {
  interface Window {
    /** Exposed by the preload script of the desktop app; a browser has none. */
    readonly kith?: NodeBridge
  }
}

/** @param exposed the preload's object; its host is this same application, so the line is up until it says otherwise */
export function createIpcBridge(exposed: NodeBridge): LinkedBridge {
  const changes = createEmitter<Link>()
  let link: Link = { phase: 'up', retryAtMs: null }
  const stop = exposed.onLink((up) => {
    const phase = up ? 'up' : 'lost'
    if (link.phase === phase) return
    link = { phase, retryAtMs: null }
    changes.emit(link)
  })
  return {
    call: (name, input) => exposed.call(name, input),
    on: (listener) => exposed.on(listener),
    onLink: (listener) => exposed.onLink(listener),
    get link() {
      return link
    },
    onLinkChange(listener) {
      const listening = changes.on(listener)
      return () => listening[Symbol.dispose]()
    },
    retryNow: () => undefined,
    [Symbol.dispose]: stop,
  }
}

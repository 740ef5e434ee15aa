/** What tray, badge and notifications go by: the latest that the node said of itself. Nothing of a node that is gone. */
import type { Announcement, Handlers } from '../../contract/contract.ts'
import { KithError } from '../../contract/errors.ts'
import type { HostView } from '../../contract/views.ts'
import { createEmitter, type Source } from '../../kit/emitter.ts'
import type { WatchedNode } from './watched-node.types.ts'

export interface NodeWatcher extends Disposable {
  readonly now: WatchedNode
  readonly changed: Source<WatchedNode>
}

export interface NodeWatcherPorts {
  readonly handlers: Pick<
    Handlers,
    'host.status' | 'node.status' | 'node.rates' | 'node.health' | 'bandwidth.status' | 'settings.get'
  >
  readonly events: Source<Announcement>
  readonly onBug: (error: unknown) => void
}

const gone = { node: null, bandwidth: null, health: null, rates: null }

export function watchNode({ handlers, events, onBug }: NodeWatcherPorts): NodeWatcher {
  const changed = createEmitter<WatchedNode>(onBug)
  let disposed = false
  let now: WatchedNode = { host: { phase: 'starting', problem: null, choices: [] }, ...gone, settings: null }

  function become(change: Partial<WatchedNode>): void {
    if (disposed) return
    now = { ...now, ...change }
    changed.emit(now)
  }

  /** What was told before somebody listened. What is told meanwhile is newer, and not overwritten. */
  function ask<Key extends 'node' | 'bandwidth' | 'health' | 'rates' | 'settings'>(
    key: Key,
    asked: Promise<WatchedNode[Key]>,
  ): void {
    const before = now[key]
    asked
      .then((answer) => {
        if (now.host.phase === 'running' && now[key] === before) become({ [key]: answer })
      })
      // A node that stops while it is asked.
      .catch((error: unknown) => {
        if (!(error instanceof KithError)) onBug(error)
      })
  }

  function onHost(host: HostView): void {
    const began = host.phase === 'running' && now.host.phase !== 'running'
    become(host.phase === 'running' ? { host } : { host, ...gone })
    if (!began) return
    ask('node', handlers['node.status'](undefined))
    ask('bandwidth', handlers['bandwidth.status'](undefined))
    ask('rates', handlers['node.rates'](undefined))
    ask('health', handlers['node.health'](undefined))
    const settings = handlers['settings.get'](undefined)
    ask(
      'settings',
      settings.then((view) => view.settings),
    )
  }

  const listening = events.on((event) => {
    switch (event.name) {
      case 'host.changed':
        return onHost(event.payload)
      case 'node.changed':
        return become({ node: event.payload })
      case 'bandwidth.changed':
        return become({ bandwidth: event.payload })
      case 'health.changed':
        return become({ health: event.payload })
      case 'rates.changed':
        return become({ rates: event.payload })
      case 'settings.changed':
        return become({ settings: event.payload.settings })
      // The rest is for screens.
      default:
        return
    }
  })
  handlers['host.status'](undefined).then((host) => {
    if (now.host.phase !== 'running') onHost(host)
  }, onBug)

  return {
    get now() {
      return now
    },
    changed,
    [Symbol.dispose]() {
      disposed = true
      listening[Symbol.dispose]()
    },
  }
}

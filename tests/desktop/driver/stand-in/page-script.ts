/**
 * What runs in a page before its own scripts: the context bridge between the page's world and the preload's, and the
 * preload's `electron`. The functions stand alone, because their source is sent to the page.
 */
import { flatten, unflatten } from './wire.ts'

/** One side of the bridge between two worlds of a page. Only clones cross; functions and promises become stand-ins. */
function bridgeEnd(channel: Element, out: string, back: string) {
  const EventMaker = CustomEvent
  const dispatch = EventTarget.prototype.dispatchEvent
  const listen = EventTarget.prototype.addEventListener
  const clone = structuredClone
  const { apply, ownKeys, defineProperty } = Reflect
  const [isArray, plainKeys, freeze] = [Array.isArray, Object.keys, Object.freeze]
  const getPrototype = Object.getPrototypeOf as (value: object) => unknown
  const mine = new Map<number, (...args: unknown[]) => unknown>()
  const idOfMine = new WeakMap<object, number>()
  const theirs = new WeakMap<object, number>()
  const made = new Map<number, (...args: unknown[]) => unknown>()
  const settling = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>()
  let last = 0
  let answer: { ok: boolean; value: unknown } | null = null

  const post = (detail: unknown): void => void apply(dispatch, channel, [new EventMaker(out, { detail })])

  function isPlainData(value: unknown, depth: number): boolean {
    if (typeof value === 'function' || typeof value === 'symbol') return false
    if (value === null || typeof value !== 'object') return true
    if (depth === 0) return false
    if (isArray(value)) {
      if (value.length > 1_000) return false
      for (let at = 0; at < value.length; at++) if (!isPlainData(value[at], depth - 1)) return false
      return true
    }
    if (getPrototype(value) !== Object.prototype) return false
    const keys = plainKeys(value)
    for (let at = 0; at < keys.length; at++)
      if (!isPlainData((value as Record<string, unknown>)[keys[at]!], depth - 1)) return false
    return true
  }

  function encode(value: unknown, seen = new Map<object, number>()): unknown {
    if (typeof value === 'symbol') throw new TypeError('A symbol cannot cross the context bridge.')
    if (typeof value === 'function') return encodeFunction(value as (...args: unknown[]) => unknown)
    if (value === null || typeof value !== 'object') return { k: 'v', v: value }
    // A clone of the whole is the same as a clone of each part, and many times faster.
    if (seen.size === 0 && isPlainData(value, 8)) return { k: 'v', v: value }
    const known = seen.get(value)
    if (known !== undefined) return { k: 'r', r: known }
    seen.set(value, seen.size)
    if (seen.size > 100_000) throw new TypeError('Too much to cross the context bridge.')
    if (value instanceof Promise) return encodePromise(value)
    if (value instanceof Error) return { k: 'e', v: value.message }
    if (isArray(value)) {
      const items: unknown[] = []
      for (let at = 0; at < value.length; at++)
        defineProperty(items, at, {
          value: encode(value[at], seen),
          enumerable: true,
          writable: true,
          configurable: true,
        })
      return { k: 'a', items }
    }
    if (value instanceof Node)
      throw new TypeError('The stand-in does not model elements that cross the context bridge.')
    const prototype = getPrototype(value)
    const isPlain =
      prototype === null || prototype === Object.prototype || plainKeys(value).length > 0 || ownKeys(value).length === 0
    if (!isPlain || ArrayBuffer.isView(value) || value instanceof Date || value instanceof Map || value instanceof Set)
      return { k: 'v', v: clone(value), box: true }
    const items: unknown[] = []
    for (const key of plainKeys(value)) {
      items[items.length] = key
      items[items.length] = encode((value as Record<string, unknown>)[key], seen)
    }
    return { k: 'o', items }
  }

  function encodeFunction(work: (...args: unknown[]) => unknown): unknown {
    const other = theirs.get(work)
    if (other !== undefined) return { k: 'b', f: other }
    let id = idOfMine.get(work)
    if (id === undefined) {
      id = ++last
      mine.set(id, work)
      idOfMine.set(work, id)
    }
    return { k: 'f', f: id }
  }

  function encodePromise(promise: Promise<unknown>): unknown {
    const id = ++last
    const settle = (ok: boolean) => (value: unknown) => {
      let crossing: unknown
      try {
        crossing = encode(value)
      } catch (error) {
        ok = false
        crossing = encode(error)
      }
      post({ settle: id, ok, value: crossing })
    }
    promise.then(settle(true), settle(false))
    return { k: 'p', p: id }
  }

  function decode(cell: unknown, seen: unknown[] = []): unknown {
    const { k, v, f, p, r, items, box } = cell as {
      k: string
      v: unknown
      f: number
      p: number
      r: number
      items: unknown[]
      box?: boolean
    }
    const keep = <T>(value: T): T => {
      seen[seen.length] = value
      return value
    }
    switch (k) {
      case 'v':
        return box ? keep(v) : v
      case 'r':
        return seen[r]
      case 'b':
        return mine.get(f)
      case 'f':
        return decodeFunction(f)
      case 'p':
        return keep(new Promise((resolve, reject) => void settling.set(p, { resolve, reject })))
      case 'e':
        return keep(new Error(v as string))
      case 'a': {
        const list: unknown[] = keep([])
        for (let at = 0; at < items.length; at++)
          defineProperty(list, at, {
            value: decode(items[at], seen),
            enumerable: true,
            writable: true,
            configurable: true,
          })
        return list
      }
      default: {
        const object = keep({})
        for (let at = 0; at < items.length; at += 2)
          defineProperty(object, items[at] as string, {
            value: decode(items[at + 1], seen),
            enumerable: true,
            writable: true,
            configurable: true,
          })
        return object
      }
    }
  }

  function decodeFunction(id: number): unknown {
    const known = made.get(id)
    if (known) return known
    const call = (...args: unknown[]): unknown => {
      post({ call: id, args: encode(args) })
      const { ok, value } = answer ?? { ok: false, value: { k: 'e', v: 'The other world is gone.' } }
      answer = null
      if (ok) return decode(value)
      throw decode(value)
    }
    made.set(id, call)
    theirs.set(call, id)
    return call
  }

  apply(listen, channel, [
    back,
    (event: CustomEvent) => {
      // Read in this world it is a copy.
      const detail = event.detail as {
        call?: number
        args?: unknown
        answer?: boolean
        settle?: number
        ok: boolean
        value: unknown
      }
      if (detail.call !== undefined) {
        try {
          const result = mine.get(detail.call)!(...(decode(detail.args) as unknown[]))
          post({ answer: true, ok: true, value: encode(result) })
        } catch (error) {
          post({ answer: true, ok: false, value: encode(error instanceof Error ? error : new Error(String(error))) })
        }
      } else if (detail.settle !== undefined) {
        const waiting = settling.get(detail.settle)
        settling.delete(detail.settle)
        if (detail.ok) waiting?.resolve(decode(detail.value))
        else waiting?.reject(decode(detail.value))
      } else if (detail.answer) answer = { ok: detail.ok, value: detail.value }
    },
  ])

  function frozen(value: unknown): unknown {
    if (typeof value === 'object' && value !== null && !(value instanceof Promise)) {
      for (const key of plainKeys(value)) frozen((value as Record<string, unknown>)[key])
      freeze(value)
    }
    return value
  }
  return { encode, decode, frozen, post }
}

/** In the page's own world: waits for what the preload exposes, on an element that no script of the page can reach. */
function mainWorld(bridge: typeof bridgeEnd, secret: string) {
  const channel = document.createElement('i')
  const end = bridge(channel, 'to-preload', 'to-page')
  channel.addEventListener('expose', (event) => {
    const { key, value } = (event as CustomEvent).detail as { key: string; value: unknown }
    Object.defineProperty(window, key, { value: end.frozen(end.decode(value)), enumerable: true })
  })
  // An event may carry an element from one world to the other; nothing else of the page has run yet.
  const meet = () => window.dispatchEvent(new MouseEvent(`${secret}:here`, { relatedTarget: channel }))
  window.addEventListener(`${secret}:where`, meet, { once: true })
  meet()
}

interface PreloadOptions {
  readonly secret: string
  readonly binding: string
  readonly platform: string
  readonly subFrames: boolean
  readonly codec: { readonly flatten: (value: unknown) => string; readonly unflatten: (text: string) => unknown }
  readonly preload:
    | ((
        require: unknown,
        module: object,
        exports: object,
        process: unknown,
        global: undefined,
        Buffer: undefined,
      ) => void)
    | null
}

/** In the preload's world: its `require`, its IPC, and an eye on where the page wants to go. */
function preloadWorld(bridge: typeof bridgeEnd, options: PreloadOptions) {
  const isTop = window === window.top
  const { flatten: toText, unflatten: fromText } = options.codec
  const globals = globalThis as unknown as Record<string, unknown>
  const post = globals[options.binding] as (text: string) => void
  let queue: unknown[] = []
  function tell(message: object): void {
    if (queue.push(message) > 1) return
    queueMicrotask(() => {
      const all = queue
      queue = []
      post(JSON.stringify(all))
    })
  }

  // Whatever the page starts by itself stops here, and is asked about: `will-navigate`. What the app starts does not come by.
  const { navigation } = window as unknown as { navigation?: EventTarget }
  navigation?.addEventListener('navigate', (event) => {
    const asked = event as Event & {
      hashChange: boolean
      downloadRequest: string | null
      destination: { url: string; sameDocument: boolean }
    }
    if (
      asked.destination.sameDocument ||
      asked.hashChange ||
      asked.downloadRequest !== null ||
      !asked.cancelable ||
      !isTop
    )
      return
    asked.preventDefault()
    tell({ kind: 'navigate', url: asked.destination.url })
  })
  if (!options.preload || (!isTop && !options.subFrames)) return

  const strictly = <T extends object>(name: string, target: T): T =>
    new Proxy(target, {
      get(object, key) {
        if (key in object || typeof key === 'symbol' || key === 'then' || key === '__esModule' || key === 'default')
          return Reflect.get(object, key) as unknown
        throw new Error(`The stand-in for Electron does not model ${name}.${key} in a preload.`)
      },
    })
  function copied(args: unknown[]): string {
    try {
      return toText(structuredClone(args))
    } catch {
      throw new Error('An object could not be cloned.')
    }
  }
  const asked = new Map<number, { channel: string; resolve(value: unknown): void; reject(error: unknown): void }>()
  const listeners = new Map<string, ((...args: unknown[]) => void)[]>()
  let lastId = 0
  globals['kithStandInDeliver'] = (told: string) => {
    const batch = JSON.parse(told) as {
      kind: string
      id: number
      ok: boolean
      error: string
      channel: string
      text: string
    }[]
    for (const message of batch) {
      if (message.kind === 'event') {
        const args = fromText(message.text) as unknown[]
        const event = strictly('IpcRendererEvent', { sender: ipcRenderer, ports: [] })
        for (const listener of [...(listeners.get(message.channel) ?? [])]) listener(event, ...args)
        continue
      }
      const waiting = asked.get(message.id)
      asked.delete(message.id)
      if (message.ok) waiting?.resolve(fromText(message.text))
      else waiting?.reject(new Error(`Error invoking remote method '${waiting.channel}': ${message.error}`))
    }
  }
  const on = (channel: string, listener: (...args: unknown[]) => void) => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
    return ipcRenderer
  }
  const off = (channel: string, listener: (...args: unknown[]) => void) => {
    listeners.set(
      channel,
      (listeners.get(channel) ?? []).filter((one) => one !== listener),
    )
    return ipcRenderer
  }
  const ipcRenderer: object = strictly('ipcRenderer', {
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const text = copied(args)
        asked.set(++lastId, { channel, resolve, reject })
        tell({ kind: 'invoke', id: lastId, channel, text })
      }),
    send: (channel: string, ...args: unknown[]) => tell({ kind: 'send', channel, text: copied(args) }),
    on,
    off,
    addListener: on,
    removeListener: off,
    once(channel: string, listener: (...args: unknown[]) => void) {
      const only = (...args: unknown[]): void => {
        off(channel, only)
        listener(...args)
      }
      return on(channel, only)
    },
    removeAllListeners(channel: string) {
      listeners.delete(channel)
      return ipcRenderer
    },
  })

  let channel: Element | undefined
  window.addEventListener(
    `${options.secret}:here`,
    (event) => (channel = (event as MouseEvent).relatedTarget as Element),
    { once: true },
  )
  window.dispatchEvent(new Event(`${options.secret}:where`))
  const element = channel!
  const end = bridge(element, 'to-page', 'to-preload')
  const contextBridge = strictly('contextBridge', {
    exposeInMainWorld(key: string, api: unknown) {
      element.dispatchEvent(new CustomEvent('expose', { detail: { key, value: end.encode(api) } }))
    },
  })
  const electron = strictly('electron', { contextBridge, ipcRenderer })
  const required = (name: string): unknown => {
    if (name === 'electron' || name === 'electron/renderer') return electron
    throw new Error(`module not found: ${name}`)
  }
  const module = { exports: {} }
  const preloadProcess = strictly('process', {
    platform: options.platform,
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
  })
  options.preload(required, module, module.exports, preloadProcess, undefined, undefined)
}

/** @param secret known to this process alone, so that no page can pretend to be the other world */
export function mainWorldSource(secret: string): string {
  return `(${String(mainWorld)})(${String(bridgeEnd)}, ${JSON.stringify(secret)})`
}

export function preloadWorldSource(
  preload: string | null,
  options: { readonly secret: string; readonly binding: string; readonly subFrames: boolean },
): string {
  const given = JSON.stringify({ ...options, platform: process.platform })
  const wrapped =
    preload === null ? 'null' : `function (require, module, exports, process, global, Buffer) {\n${preload}\n}`
  const codec = `{ flatten: ${String(flatten)}, unflatten: ${String(unflatten)} }`
  return `(${String(preloadWorld)})(${String(bridgeEnd)}, { ...${given}, codec: ${codec}, preload: ${wrapped} })`
}

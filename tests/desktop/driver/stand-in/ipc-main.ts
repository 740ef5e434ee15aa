/** `ipcMain`: what pages ask, answered by whoever registered for the channel. */
import type { FrameState, PageMessage } from './page.ts'
import { cloned, electronEvent, strict } from './strict.ts'

type Handler = (event: object, ...args: unknown[]) => unknown

class IpcMain {
  readonly #handlers = new Map<string, Handler>()
  readonly #listeners = new Map<string, Handler[]>()

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.#handlers.set(channel, handler)
  }
  removeHandler(channel: string): void {
    this.#handlers.delete(channel)
  }
  on(channel: string, listener: Handler): this {
    this.#listeners.set(channel, [...(this.#listeners.get(channel) ?? []), listener])
    return this
  }
  off(channel: string, listener: Handler): this {
    this.#listeners.set(
      channel,
      (this.#listeners.get(channel) ?? []).filter((one) => one !== listener),
    )
    return this
  }
  removeListener(channel: string, listener: Handler): this {
    return this.off(channel, listener)
  }
  removeAllListeners(channel?: string): this {
    if (channel === undefined) this.#listeners.clear()
    else this.#listeners.delete(channel)
    return this
  }
  /** Every channel that pages can use, for a test that looks at all of them. */
  channels(): { readonly handled: readonly string[]; readonly heard: readonly string[] } {
    return { handled: [...this.#handlers.keys()], heard: [...this.#listeners.keys()] }
  }
  take(message: PageMessage, sender: object): void {
    const senderFrame = message.frame.isGone ? null : webFrame(message.frame)
    const event = electronEvent({ type: 'frame', sender, senderFrame, processId: 1, frameId: 1, ports: [] })
    if (message.kind === 'send') {
      for (const listener of this.#listeners.get(message.channel) ?? []) listener(event, ...message.args)
      return
    }
    void this.#invoke(message, event)
  }
  async #invoke(message: PageMessage, event: object): Promise<void> {
    const handler = this.#handlers.get(message.channel)
    try {
      if (!handler) throw new Error(`No handler registered for '${message.channel}'`)
      message.answer({ ok: true, value: cloned(await handler(event, ...message.args)) })
    } catch (error) {
      message.answer({ ok: false, error: String(error) })
    }
  }
}

export const rawIpcMain = new IpcMain()
const { handle, removeHandler, on, off, removeListener, removeAllListeners } = Object.fromEntries(
  (['handle', 'removeHandler', 'on', 'off', 'removeListener', 'removeAllListeners'] as const).map((name) => [
    name,
    rawIpcMain[name].bind(rawIpcMain),
  ]),
) as Pick<IpcMain, 'handle' | 'removeHandler' | 'on' | 'off' | 'removeListener' | 'removeAllListeners'>

/** What the app sees of it. */
export const ipcMain = strict('ipcMain', { handle, removeHandler, on, off, removeListener, removeAllListeners })

const frames = new WeakMap<FrameState, object>()

/** One object for each frame, as long as there is the frame. */
export function webFrame(state: FrameState): object {
  const known = frames.get(state)
  if (known) return known
  const made = strict('WebFrameMain', {
    get url() {
      return state.url
    },
    get name() {
      return state.name
    },
    get origin() {
      const url = URL.parse(state.url)
      return url === null ? '' : url.origin === 'null' && url.protocol === 'app:' ? `app://${url.host}` : url.origin
    },
    get parent(): object | null {
      return state.parent === null ? null : webFrame(state.parent)
    },
    get top(): object {
      return state.parent === null ? made : (webFrame(state.parent) as { top: object }).top
    },
    get detached() {
      return state.isGone
    },
    isDestroyed: () => state.isGone,
  })
  frames.set(state, made)
  return made
}

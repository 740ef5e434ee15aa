/** What makes the stand-in strict: whatever it does not model throws and says its name, instead of being quietly nothing. */
import { EventEmitter } from 'node:events'

/** Asked of every object by the language itself, by `await` and by those who print it: their absence is an answer. */
const HARMLESS: ReadonlySet<string> = new Set([
  'then',
  'toJSON',
  'asymmetricMatch',
  'nodeType',
  '$$typeof',
  '__esModule',
  'default',
])

export function notModelled(what: string): Error {
  return new Error(
    `The stand-in for Electron does not model ${what}. Model it in tests/desktop/driver/stand-in, as Electron documents it.`,
  )
}

/** The same object, but reading or writing what it does not have throws. Methods may be passed around. */
export function strict<T extends object>(name: string, target: T, { bind = true } = {}): T {
  const bound = new Map<PropertyKey, { readonly raw: unknown; readonly bound: unknown }>()
  return new Proxy(target, {
    get(object, key) {
      if (!(key in object)) {
        if (typeof key === 'symbol' || HARMLESS.has(key)) return undefined
        throw notModelled(`${name}.${key}`)
      }
      const value: unknown = Reflect.get(object, key, object)
      if (typeof value !== 'function' || !bind || key === 'constructor') return value
      const known = bound.get(key)
      if (known?.raw === value) return known.bound
      const made: unknown = value.bind(object)
      bound.set(key, { raw: value, bound: made })
      return made
    },
    set(object, key, value) {
      if (!(key in object)) throw notModelled(`${name}.${String(key)}`)
      return Reflect.set(object, key, value, object)
    },
    deleteProperty(_object, key) {
      throw notModelled(`the removal of ${name}.${String(key)}`)
    },
  })
}

/** A class whose instances are strict, and whose statics are. */
export function strictClass<C extends new (...args: never[]) => object>(name: string, made: C): C {
  return new Proxy(made, {
    construct: (target, args, newTarget) => strict(name, Reflect.construct(target, args, newTarget) as object),
    get(target, key) {
      if (key in target || typeof key === 'symbol' || HARMLESS.has(key)) return Reflect.get(target, key) as unknown
      throw notModelled(`${name}.${key}`)
    },
  })
}

/** An emitter that knows the names of its events. */
export class StrictEmitter extends EventEmitter {
  readonly #name: string
  readonly #events: ReadonlySet<string>

  constructor(name: string, events: readonly string[]) {
    super()
    this.#name = name
    this.#events = new Set(events)
  }

  override on(event: string, listener: (...args: unknown[]) => void): this {
    return super.on(this.#known(event), listener)
  }
  override once(event: string, listener: (...args: unknown[]) => void): this {
    return super.once(this.#known(event), listener)
  }
  override addListener(event: string, listener: (...args: unknown[]) => void): this {
    return super.addListener(this.#known(event), listener)
  }
  override prependListener(event: string, listener: (...args: unknown[]) => void): this {
    return super.prependListener(this.#known(event), listener)
  }
  override off(event: string, listener: (...args: unknown[]) => void): this {
    return super.off(this.#known(event), listener)
  }
  override removeListener(event: string, listener: (...args: unknown[]) => void): this {
    return super.removeListener(this.#known(event), listener)
  }
  override emit(event: string, ...args: unknown[]): boolean {
    return super.emit(this.#known(event), ...args)
  }

  #known(event: string): string {
    if (!this.#events.has(event)) throw notModelled(`the event '${event}' of ${this.#name}`)
    return event
  }
}

/** Electron's event object, with what this event carries. */
export function electronEvent<T extends object>(more: T): T & { defaultPrevented: boolean; preventDefault(): void } {
  const event = {
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
    ...more,
  }
  return strict('Event', event)
}

/** @throws when an option is given that the stand-in does not model, with its name */
export function onlyOptions(name: string, options: object | undefined, modelled: readonly string[]): void {
  for (const key of Object.keys(options ?? {}))
    if (!modelled.includes(key)) throw notModelled(`the option ${key} of ${name}`)
}

/** A copy as it would arrive in another process. @throws `An object could not be cloned.`, as Electron says it */
export function cloned<T>(value: T): T {
  try {
    return structuredClone(value)
  } catch (error) {
    throw new Error('An object could not be cloned.', { cause: error })
  }
}

/**
 * A structured clone as text, because DevTools carries nothing else. The functions stand alone: their source also runs in
 * the page. Give `flatten` what has been cloned before; it does not refuse anything.
 */

/** Every value once, in a table; numbers refer to places in it. */
export function flatten(root: unknown): string {
  const places = new Map<unknown, number>()
  const table: unknown[] = []
  const bytesToText = (bytes: Uint8Array): string => {
    let text = ''
    for (let at = 0; at < bytes.length; at++) text += String.fromCharCode(bytes[at]!)
    return btoa(text)
  }
  function place(value: unknown): number {
    const known = places.get(value)
    if (known !== undefined) return known
    const at = table.length
    places.set(value, at)
    table.push(null)
    table[at] = cell(value)
    return at
  }
  function cell(value: unknown): unknown[] {
    if (value === undefined) return ['u']
    if (typeof value === 'bigint') return ['n', String(value)]
    if (typeof value === 'number')
      return Number.isFinite(value) && !Object.is(value, -0)
        ? ['v', value]
        : ['d', Object.is(value, -0) ? '-0' : String(value)]
    if (value === null || typeof value !== 'object') return ['v', value]
    if (Array.isArray(value)) {
      const cells: unknown[] = []
      for (let at = 0; at < value.length; at++) if (at in value) cells.push(at, place(value[at]))
      return ['a', value.length, ...cells]
    }
    if (value instanceof Date) return ['D', String(value.getTime())]
    if (value instanceof RegExp) return ['R', value.source, value.flags]
    if (value instanceof Map) {
      const cells: number[] = []
      for (const [key, item] of value) cells.push(place(key), place(item))
      return ['M', ...cells]
    }
    if (value instanceof Set) {
      const cells: number[] = []
      for (const item of value) cells.push(place(item))
      return ['S', ...cells]
    }
    if (value instanceof Error) return ['E', value.name, value.message]
    if (value instanceof ArrayBuffer) return ['B', bytesToText(new Uint8Array(value))]
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      return ['T', Object.prototype.toString.call(value).slice(8, -1), bytesToText(bytes)]
    }
    if (value instanceof Boolean || value instanceof Number || value instanceof String)
      return ['P', place(value.valueOf())]
    const cells: unknown[] = []
    for (const key of Object.keys(value)) cells.push(key, place((value as Record<string, unknown>)[key]))
    return ['o', ...cells]
  }
  place(root)
  return JSON.stringify(table)
}

export function unflatten(text: string): unknown {
  const table = JSON.parse(text) as unknown[][]
  const made: unknown[] = []
  const done: boolean[] = []
  const textToBytes = (encoded: string): Uint8Array<ArrayBuffer> => {
    const raw = atob(encoded)
    const bytes = new Uint8Array(raw.length)
    for (let at = 0; at < raw.length; at++) bytes[at] = raw.charCodeAt(at)
    return bytes
  }
  function keep<T>(at: number, value: T): T {
    made[at] = value
    done[at] = true
    return value
  }
  function take(at: number): unknown {
    if (done[at]) return made[at]
    const [kind, ...rest] = table[at]!
    switch (kind) {
      case 'u':
        keep(at, undefined)
        return undefined
      case 'v':
        return keep(at, rest[0])
      case 'n':
        return keep(at, BigInt(rest[0] as string))
      case 'd':
        return keep(at, rest[0] === '-0' ? -0 : Number(rest[0]))
      case 'D':
        return keep(at, new Date(Number(rest[0])))
      case 'R':
        return keep(at, new RegExp(rest[0] as string, rest[1] as string))
      case 'B':
        return keep(at, textToBytes(rest[0] as string).buffer)
      case 'T': {
        const buffer = textToBytes(rest[1] as string).buffer
        const kinds = globalThis as unknown as Record<string, new (buffer: ArrayBuffer) => unknown>
        return keep(at, new kinds[rest[0] as string]!(buffer))
      }
      case 'P':
        return keep(at, Object(take(rest[0] as number)))
      case 'E': {
        const error = new Error(rest[1] as string)
        error.name = rest[0] as string
        return keep(at, error)
      }
      case 'a': {
        const list = keep(at, new Array<unknown>(rest[0] as number))
        for (let i = 1; i < rest.length; i += 2) list[rest[i] as number] = take(rest[i + 1] as number)
        return list
      }
      case 'M': {
        const map = keep(at, new Map<unknown, unknown>())
        for (let i = 0; i < rest.length; i += 2) map.set(take(rest[i] as number), take(rest[i + 1] as number))
        return map
      }
      case 'S': {
        const set = keep(at, new Set<unknown>())
        for (const item of rest) set.add(take(item as number))
        return set
      }
      default: {
        const object = keep<Record<string, unknown>>(at, {})
        for (let i = 0; i < rest.length; i += 2) {
          // Not by assignment: `__proto__` is a name like any other to a structured clone.
          const value = take(rest[i + 1] as number)
          Object.defineProperty(object, rest[i] as string, {
            value,
            writable: true,
            enumerable: true,
            configurable: true,
          })
        }
        return object
      }
    }
  }
  return take(0)
}

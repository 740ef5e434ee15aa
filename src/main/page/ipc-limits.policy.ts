/** Whether a page's message is plain and small enough to be looked at. Pure. */

/** The longest name of a call has a third of this. */
export const MAX_NAME_CHARACTERS = 64
/** A backup with its passphrase is the largest thing that a page sends: sixteen million characters. */
export const MAX_INPUT_CHARACTERS = 17_000_000
/** Ten thousand peer IDs and some settings; every value counts, and every key. */
export const MAX_INPUT_VALUES = 50_000
/** Settings, the deepest tree of the contract, have five. */
export const MAX_INPUT_DEPTH = 16

export type Measured = 'fits' | 'too-large' | 'not-plain'

/** Told apart by what stands above it, because an object of another realm has another `Object.prototype`. */
function isPlainObject(value: object): boolean {
  const above: unknown = Object.getPrototypeOf(value)
  return above === null || Object.getPrototypeOf(above) === null
}

/**
 * Only what JSON knows, and `undefined`: structured clone carries more (maps, dates, buffers, errors), and none of that is
 * in the contract. It stops at the first bound, so that its cost is bounded too; a circle ends at the depth.
 */
export function measureInput(input: unknown): Measured {
  let characters = 0
  let values = 0

  function measure(value: unknown, depth: number): Measured {
    values += 1
    if (values > MAX_INPUT_VALUES || depth > MAX_INPUT_DEPTH) return 'too-large'
    switch (typeof value) {
      case 'undefined':
      case 'boolean':
      case 'number':
        return 'fits'
      case 'string':
        characters += value.length
        return characters > MAX_INPUT_CHARACTERS ? 'too-large' : 'fits'
      case 'object':
        return value === null ? 'fits' : measureInside(value, depth + 1)
      default:
        return 'not-plain'
    }
  }

  function measureInside(value: object, depth: number): Measured {
    if (Array.isArray(value)) {
      // A list with holes is longer than what is in it.
      if (value.length > MAX_INPUT_VALUES) return 'too-large'
      return first(value, (entry) => measure(entry, depth))
    }
    if (!isPlainObject(value)) return 'not-plain'
    return first(Object.entries(value), ([key, entry]) => {
      characters += key.length
      return measure(entry, depth)
    })
  }

  return measure(input, 0)
}

function first<T>(entries: readonly T[], measure: (entry: T) => Measured): Measured {
  for (const entry of entries) {
    const measured = measure(entry)
    if (measured !== 'fits') return measured
  }
  return 'fits'
}

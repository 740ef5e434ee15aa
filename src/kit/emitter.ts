/** A typed list of listeners. Announces facts; never steers anyone. */
export interface Source<T> {
  /** Disposing the answer stops listening; twice is fine. */
  on(listener: (value: T) => void): Disposable
}

export interface Emitter<T> extends Source<T> {
  emit(value: T): void
  /** How many listen now; a leak test asks. */
  readonly size: number
}

/**
 * Listeners are told in the order in which they came. One that throws does not silence the others: its error goes to
 * `onError` (default: thrown in a microtask, where the host's handler for bugs sees it).
 */
export function createEmitter<T>(onError?: (error: unknown) => void): Emitter<T> {
  const listeners = new Set<{ readonly tell: (value: T) => void }>()
  const report =
    onError ??
    ((error: unknown) =>
      queueMicrotask(() => {
        throw error
      }))
  return {
    on(listener) {
      const entry = { tell: listener }
      listeners.add(entry)
      return { [Symbol.dispose]: () => void listeners.delete(entry) }
    },
    emit(value) {
      for (const { tell } of [...listeners]) {
        try {
          tell(value)
        } catch (error) {
          report(error)
        }
      }
    },
    get size() {
      return listeners.size
    },
  }
}

/**
 * A value that acts while a hand still moves it: sent a moment after each move and at once when the hand lets go. Once
 * it is calm, the whole movement is told as one, with the value before it.
 */
import type { Clock } from '../../kit/clock.ts'

/** While it moves: soon enough to be felt, seldom enough for a file to be written. */
const MOVING_MS = 80
/** A few presses of an arrow key are one change. */
const CALM_MS = 900

export interface LiveEditPorts<T> {
  readonly clock: Clock
  readonly read: () => T
  /** @returns whether it holds now */
  readonly apply: (value: T) => Promise<boolean>
  readonly told: (before: T, after: T) => void
}

export interface LiveEdit<T> extends Disposable {
  readonly move: (value: T) => void
  readonly decide: (value: T) => Promise<boolean>
}

export function createLiveEdit<T>({ clock, read, apply, told }: LiveEditPorts<T>): LiveEdit<T> {
  let moving: Disposable | null = null
  let calm: Disposable | null = null
  let change: { readonly before: T; sent: T } | null = null

  /** Whatever happened while something was awaited. */
  const pending = (): typeof change => change

  function stop(): void {
    moving?.[Symbol.dispose]()
    calm?.[Symbol.dispose]()
    moving = calm = null
  }

  function finish(): void {
    stop()
    const done = change
    change = null
    if (done !== null && done.sent !== done.before) told(done.before, done.sent)
  }

  async function send(value: T): Promise<boolean> {
    if (change === null || change.sent === value) return true
    const { sent } = change
    change.sent = value
    const worked = await apply(value)
    // What was refused was never changed.
    const now = pending()
    if (!worked && now?.sent === value) now.sent = sent
    return worked
  }

  function begin(): void {
    const now = read()
    change ??= { before: now, sent: now }
    stop()
  }

  return {
    move(value) {
      begin()
      moving = clock.at(clock.now() + MOVING_MS, () => void send(value))
    },
    decide(value) {
      begin()
      calm = clock.at(clock.now() + CALM_MS, finish)
      return send(value)
    },
    [Symbol.dispose]: finish,
  }
}

/** Short messages about what was just done, with a way back where there is one. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Clock } from '../../kit/clock.ts'
import { SECOND_MS } from '../../kit/units.ts'

/** Long enough to read a sentence and reach for "Undo"; it waits while somebody points at it (WCAG 2.2.1). */
const SHOWN_MS = 8 * SECOND_MS
/** Who sees a list become shorter looks there first, and for the way back after that. */
const UNDO_SHOWN_MS = 16 * SECOND_MS
/** More would cover the work. */
const MAX_SHOWN = 3

export interface Toast {
  readonly id: number
  readonly tone: 'done' | 'problem'
  readonly text: string
  /** Takes back what was done. */
  readonly undo: (() => void) | null
  /** What the way back is called where it is no true undo. */
  readonly undoLabel?: string
}

export interface Toasts extends Disposable {
  readonly store: StoreApi<{ readonly toasts: readonly Toast[] }>
  readonly done: (text: string, undo?: () => void, undoLabel?: string) => void
  readonly problem: (text: string) => void
  readonly dismiss: (id: number) => void
  /** Takes back the newest that can be taken back. @returns whether there was one */
  undoLast(): boolean
  /** Stops the clocks while a person reads; `resume` gives every toast its full time again. */
  readonly pause: () => void
  readonly resume: () => void
}

export function createToasts(clock: Clock): Toasts {
  const store = createStore<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }))
  const timers = new Map<number, Disposable>()
  let nextId = 1
  let paused = false

  function stopTimer(id: number): void {
    timers.get(id)?.[Symbol.dispose]()
    timers.delete(id)
  }

  function dismiss(id: number): void {
    stopTimer(id)
    store.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))
  }

  function startTimer(id: number): void {
    stopTimer(id)
    const undoable = store.getState().toasts.some((toast) => toast.id === id && toast.undo !== null)
    timers.set(
      id,
      clock.at(clock.now() + (undoable ? UNDO_SHOWN_MS : SHOWN_MS), () => dismiss(id)),
    )
  }

  function show(tone: Toast['tone'], text: string, undo: (() => void) | null, undoLabel?: string): void {
    const id = nextId++
    const shown = [
      ...store.getState().toasts,
      { id, tone, text, undo, ...(undoLabel === undefined ? {} : { undoLabel }) },
    ]
    for (const old of shown.slice(0, -MAX_SHOWN)) stopTimer(old.id)
    store.setState({ toasts: shown.slice(-MAX_SHOWN) })
    if (!paused) startTimer(id)
  }

  return {
    store,
    done: (text, undo, undoLabel) => show('done', text, undo ?? null, undoLabel),
    problem: (text) => show('problem', text, null),
    dismiss,
    undoLast() {
      const last = store.getState().toasts.findLast((toast) => toast.undo !== null)
      if (last === undefined) return false
      dismiss(last.id)
      last.undo?.()
      return true
    },
    pause() {
      paused = true
      for (const id of [...timers.keys()]) stopTimer(id)
    },
    resume() {
      paused = false
      for (const toast of store.getState().toasts) startTimer(toast.id)
    },
    [Symbol.dispose]() {
      for (const id of [...timers.keys()]) stopTimer(id)
    },
  }
}

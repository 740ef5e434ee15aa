/** What a test and the stand-in's main process say to each other, over the channel that Node gives a child. */
import type { DesktopState, DialogKind, NotificationAct, Timings } from '../desktop-app.types.ts'

export interface Asks {
  evaluate: { readonly input: { readonly work: string; readonly arg: unknown }; readonly output: unknown }
  state: { readonly input: null; readonly output: DesktopState }
  /** The targets of the windows that are open, oldest first. */
  targets: {
    readonly input: null
    readonly output: { readonly endpoint: string | null; readonly targets: readonly string[] }
  }
  actOnNotification: { readonly input: { readonly id: number; readonly act: NotificationAct }; readonly output: null }
  clickTray: { readonly input: null; readonly output: null }
  chooseTray: { readonly input: readonly string[]; readonly output: null }
  answerDialogs: {
    readonly input: { readonly kind: DialogKind; readonly answers: readonly unknown[] }
    readonly output: null
  }
  setSystem: {
    readonly input: {
      readonly openAtLogin?: boolean
      readonly opensKithLinks?: boolean
      readonly dark?: boolean
      readonly idle?: number
    }
    readonly output: null
  }
  crashPage: { readonly input: null; readonly output: null }
  timings: { readonly input: null; readonly output: Timings }
  quit: { readonly input: null; readonly output: null }
}

export interface Ask {
  readonly id: number
  readonly name: keyof Asks
  readonly input: unknown
}

export type Told =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: string }

/** The shape of the words that the operating system shows for Kith. */
import type { CapReason } from '../contract/bandwidth-views.ts'
import type { HostView } from '../contract/views.ts'
import type { NotificationSubject, NotificationText } from '../core/notification.types.ts'

export interface MainWords {
  /** For numbers and times. */
  readonly locale: 'en' | 'de'
  readonly tray: {
    /** Why there is nothing else to say while the node does not run. */
    readonly phase: Readonly<Record<Exclude<HostView['phase'], 'running'>, string>>
    readonly connected: (connected: number, known: number) => string
    readonly requests: (waiting: number) => string
    /** Why caps hold that are not the usual ones. */
    readonly held: Readonly<Record<Exclude<CapReason, 'normal' | 'dynamic'>, string>>
    readonly paused: string
    readonly quiet: string
    readonly quietUntil: (time: string) => string
    readonly forAnHour: string
    readonly untilMorning: (time: string) => string
    readonly untilEnded: string
    readonly endQuiet: string
    readonly pause: string
    readonly resume: string
    readonly show: string
    readonly quit: string
  }
  readonly notification: (about: NotificationSubject) => NotificationText
  readonly actions: {
    readonly letIn: string
    readonly ignore: string
    readonly unban: string
    readonly quiet: string
    readonly pause: string
    /** An action came to nothing; `why` is the node's own sentence. */
    readonly failed: (why: string) => NotificationText
  }
}

/** What draws a person's attention while no screen is open. */

/**
 * What a notification is about, for a host to put into the words of its person. Messages and file offers come here as further
 * kinds: the compiler then leads to their words (`notification.policy.ts`, `src/main/words.ts`) and their actions
 * (`src/main/notifications/actions.policy.ts`).
 */
export type NotificationSubject =
  | {
      /** Somebody knocked whom nobody decided about. */
      readonly kind: 'request'
      readonly peerId: string
      /** A claim, not a fact; `null`: it did not say. */
      readonly name: string | null
      /** So many requests wait now, this one among them. */
      readonly waiting: number
    }
  | {
      /** The node keeps a peer out because of its conduct. */
      readonly kind: 'ban'
      readonly peerId: string
      readonly name: string | null
      readonly forMs: number
    }
  /** Too many automatic bans at once: there are none for a while. */
  | { readonly kind: 'bans-held' }
  | {
      /** The volume of a month is nearly or quite used up: of the node (`peerId: null`) or of a peer. */
      readonly kind: 'quota'
      readonly peerId: string | null
      readonly name: string | null
      readonly state: 'warned' | 'reached'
      readonly limitBytes: number
      /** What follows when it is used up. */
      readonly whenReached: 'warn' | 'pause'
    }
  | {
      readonly kind: 'invite-accepted'
      /** Of the invite. */
      readonly id: string
      readonly peerId: string
      readonly name: string | null
    }

/** What it says, to a person who reads it once. */
export interface NotificationText {
  readonly title: string
  readonly body: string
}

/** Something that a person may want to know at once, while no screen is open. In English, as a log keeps it. */
export interface Notification extends NotificationText {
  /** What it is about; a later one with the same tag takes its place. */
  readonly tag: string
  readonly about: NotificationSubject
}

export type Notify = (notification: Notification) => void

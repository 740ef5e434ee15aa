/** What draws a person's attention while no screen is open. */

/** Something that a person may want to know at once, while no screen is open. */
export interface Notification {
  /** What it is about; a later one with the same tag takes its place. */
  readonly tag: string
  readonly title: string
  readonly body: string
}

export type Notify = (notification: Notification) => void

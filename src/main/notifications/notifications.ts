/** Shows what a person should know at once as a notification of the system; a click leads to where it is decided. */
import type { Notification } from '../../core/notification.types.ts'

/** What is used of Electron's own notification. */
export interface SystemNotification {
  on(event: 'click' | 'close', listener: () => void): unknown
  show(): void
  close(): void
}

export interface NotificationParts {
  readonly create: (text: { readonly title: string; readonly body: string }) => SystemNotification
  /** No where nobody could see it, and where somebody looks at the screens already: they show it themselves. */
  readonly canShow: () => boolean
  /** Brings the screens to the front, at what the tag is about. */
  readonly open: (tag: string) => void
}

/** A later one with the same tag takes the place of the earlier. */
export function createNotifications({ create, canShow, open }: NotificationParts): (shown: Notification) => void {
  // Also keeps them from being collected, and their clicks from being lost, while they are on the screen.
  const standing = new Map<string, SystemNotification>()
  return ({ tag, title, body }) => {
    if (!canShow()) return
    standing.get(tag)?.close()
    const notification = create({ title, body })
    standing.set(tag, notification)
    notification.on('click', () => open(tag))
    notification.on('close', () => {
      if (standing.get(tag) === notification) standing.delete(tag)
    })
    notification.show()
  }
}

/** What can be done about a notification without opening the screens. Pure. */
import type { NotificationSubject } from '../../core/notification.types.ts'
import type { MainWords } from '../words.types.ts'

/** A call of the contract, made through the same door as a screen's: checked there, and refused in words. */
export interface NotificationAction {
  readonly label: string
  readonly call: 'requests.approve' | 'requests.ignore' | 'peers.unban' | 'bandwidth.override'
  readonly input: Readonly<Record<string, unknown>>
}

/**
 * Two at most, as macOS shows them. What needs a look first (which of several requests, whether a brake on bans is right, a peer's
 * own volume) has none: a click leads there.
 */
export function actionsFor(about: NotificationSubject, { actions }: MainWords): readonly NotificationAction[] {
  switch (about.kind) {
    case 'request': {
      const input = { peerId: about.peerId }
      if (about.waiting !== 1) return []
      return [
        { label: actions.letIn, call: 'requests.approve', input },
        { label: actions.ignore, call: 'requests.ignore', input },
      ]
    }
    case 'ban':
      return [{ label: actions.unban, call: 'peers.unban', input: { peerId: about.peerId } }]
    case 'quota': {
      if (about.peerId !== null || (about.state === 'reached' && about.whenReached === 'pause')) return []
      const switchTo = (label: string, profile: string): NotificationAction => ({
        label,
        call: 'bandwidth.override',
        input: { profile },
      })
      return [switchTo(actions.quiet, 'quiet'), switchTo(actions.pause, 'paused')]
    }
    case 'bans-held':
    case 'invite-accepted':
      return []
  }
}

/** Where a click leads: the screen on which it is decided. */
export function screenOf({ kind }: NotificationSubject): 'requests' | 'peers' | 'bandwidth' {
  switch (kind) {
    case 'request':
      return 'requests'
    case 'ban':
    case 'bans-held':
    case 'invite-accepted':
      return 'peers'
    case 'quota':
      return 'bandwidth'
  }
}

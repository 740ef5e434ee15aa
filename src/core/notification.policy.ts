/** The English words of every notification, and which one takes the place of which. Pure. */
import { HOUR_MS, MIB, MINUTE_MS } from '../kit/units.ts'
import type { Notification, NotificationSubject, NotificationText } from './notification.types.ts'

export const notificationOf = (about: NotificationSubject): Notification => ({
  tag: tagOf(about),
  ...englishNotification(about),
  about,
})

/** Of requests only the latest stands; it says how many there are. */
function tagOf(about: NotificationSubject): string {
  switch (about.kind) {
    case 'request':
      return 'requests'
    case 'ban':
      return `ban ${about.peerId}`
    case 'bans-held':
      return 'bans held'
    case 'quota':
      return `quota ${about.peerId ?? 'node'}`
    case 'invite-accepted':
      return `invite ${about.id}`
  }
}

export function englishNotification(about: NotificationSubject): NotificationText {
  switch (about.kind) {
    case 'request':
      return {
        title: about.waiting === 1 ? 'Somebody wants to connect' : `${about.waiting} peers want to connect`,
        body: `${about.name ?? 'A peer without a name'} asks to be let in. Decide under Requests.`,
      }
    case 'ban':
      return {
        title: 'A peer is kept out for a while',
        body: `${about.name ?? 'A peer without a name'} misbehaved again and again, and may come back in ${roughly(about.forMs)}. Let it in earlier under Peers.`,
      }
    case 'bans-held':
      return {
        title: 'Too many peers misbehave at once',
        body: 'Something may be wrong on this side, so nobody is banned automatically for an hour. Look under Peers, and let bans go on if they are right.',
      }
    case 'quota':
      return quotaText(about)
    case 'invite-accepted':
      return {
        title: 'Your invite was accepted',
        body: `${about.name ?? 'A peer without a name'} is on your list now.`,
      }
  }
}

function quotaText(about: Extract<NotificationSubject, { kind: 'quota' }>): NotificationText {
  const { peerId, name, state, whenReached } = about
  const whose = peerId === null ? 'The month’s volume' : `The month’s volume of ${name ?? 'a peer'}`
  const size = volumeWords(about.limitBytes, 'en')
  if (state === 'warned')
    return {
      title: `${whose} is nearly used up`,
      body: `Little is left of ${size}. ${whenReached === 'pause' ? 'When it is used up, only the links stay up.' : 'Nothing stops when it is used up; you will be told.'}`,
    }
  return {
    title: `${whose} is used up`,
    body:
      whenReached === 'pause'
        ? `${size} have passed. Links stay up, and nothing else passes until the month begins anew. Change that under Bandwidth.`
        : `${size} have passed. You chose only to be warned, so traffic goes on.`,
  }
}

const GIB = 1_024 * MIB

/** `50 GiB`, `500 MiB`: as round as a person sets it. */
export function volumeWords(bytes: number, locale: string): string {
  const [size, unit] = bytes >= GIB ? [bytes / GIB, 'GiB'] : [bytes / MIB, 'MiB']
  return `${Number(size.toFixed(1)).toLocaleString(locale)} ${unit}`
}

/** `40 minutes`, `2 hours`. */
function roughly(ms: number): string {
  const { count, unit } = roughTime(ms)
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** For a person who reads it once. */
export const roughTime = (ms: number): { readonly count: number; readonly unit: 'minute' | 'hour' } =>
  ms < 2 * HOUR_MS
    ? { count: Math.round(ms / MINUTE_MS), unit: 'minute' }
    : { count: Math.round(ms / HOUR_MS), unit: 'hour' }

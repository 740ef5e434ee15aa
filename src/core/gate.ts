/** Asks the admission policy about a peer with what holds now: its level, the mode, bans, invites, permissions. */
import type { Direction, Permission } from '../contract/views.ts'
import type { LiveSettings } from './live-settings.ts'
import { type Gate, LINK_PROTOCOL } from './peers/index.ts'
import {
  decideAdmission,
  type Invites,
  JOIN_PROTOCOL,
  permissionsOf,
  type TrustBook,
  type Verdict,
} from './trust/index.ts'

export interface GatePorts {
  readonly trust: Pick<TrustBook, 'level' | 'peer' | 'bannedUntilMs'>
  readonly settings: Pick<LiveSettings, 'current'>
  /** Asked late: invites lean on the network, which leans on the gate. */
  readonly invites: () => Pick<Invites, 'anyOpen' | 'isJoining'>
}

export interface NodeGate extends Gate {
  readonly verdict: (peerId: string, direction: Direction) => Verdict
  /** It may be connected now, in either direction. */
  readonly admits: (peerId: string) => boolean
  /** Why it may not be connected, as a screen says it. */
  readonly refusal: (peerId: string) => 'blocked' | 'banned'
}

export function createGate({ trust, settings, invites }: GatePorts): NodeGate {
  const verdict = (peerId: string, direction: Direction): Verdict =>
    decideAdmission({
      level: trust.level(peerId),
      mode: settings.current.admission.mode,
      direction,
      banned: trust.bannedUntilMs(peerId) !== null,
      invited: direction === 'inbound' ? invites().anyOpen : invites().isJoining(peerId),
    })
  const admits = (peerId: string): boolean => verdict(peerId, 'inbound').standing === 'admitted'
  const may = (peerId: string, permission: Permission): boolean =>
    admits(peerId) &&
    permissionsOf(trust.level(peerId), trust.peer(peerId)?.permissions ?? null, settings.current.grants).includes(
      permission,
    )
  const isTrusted = (peerId: string): boolean => trust.level(peerId) === 'trusted'

  return {
    verdict,
    admits,
    refusal: (peerId) => (verdict(peerId, 'inbound').reason === 'banned' ? 'banned' : 'blocked'),
    standing: ({ peerId, direction }) => verdict(peerId, direction),
    mayUseInQuarantine({ peerId, direction, protocol }) {
      const { standing, reason } = verdict(peerId, direction)
      if (standing !== 'quarantined') return false
      if (protocol === JOIN_PROTOCOL) return direction === 'outbound' || invites().anyOpen
      // Whom we dial to redeem an invite may open its link before it knows what we came for; it is left unanswered.
      return protocol === LINK_PROTOCOL && (reason === 'not-approved' || direction === 'outbound')
    },
    may,
    mayUseRelay: (peerId) => may(peerId, 'use-relay'),
    mayRelayForUs: (peerId) => isTrusted(peerId) && admits(peerId),
    isTrusted,
    isKept: (peerId) => trust.peer(peerId)?.kept === true,
    // Nothing runs long yet; transfers will say so.
    isBusy: () => false,
  }
}

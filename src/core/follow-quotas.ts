/** What follows when the volume of a month is nearly or quite used up: the audit log, a notification, the health. Decides nothing. */
import type { Settings } from '../contract/settings.ts'
import type { Announcer } from './announcer.ts'
import type { Audit } from './audit/index.ts'
import type { Bandwidth } from './bandwidth/index.ts'
import type { Health } from './health/index.ts'
import { notificationOf } from './notification.policy.ts'
import type { Notify } from './notification.types.ts'

export interface FollowQuotasPorts {
  readonly bandwidth: Bandwidth
  readonly audit: Audit
  readonly health: Health
  readonly announcer: Announcer
  readonly notify: Notify
  readonly whenReached: () => Settings['bandwidth']['quota']['whenReached']
  /** What a person calls the peer. */
  readonly nameOf: (peerId: string) => string | null
}

type State = ReturnType<Bandwidth['quota']>['state']

export function followQuotas(ports: FollowQuotasPorts): Disposable {
  const { bandwidth, audit, health, announcer } = ports
  /** What was said last, so that a change of the settings that changes nothing for a person is not told. */
  const told = new Map<string | null, State>()

  return bandwidth.quotaChanged.on((peerId) => {
    const { state, limitBytes, usedBytes } = bandwidth.quota(peerId)
    const before = told.get(peerId)
    if (peerId !== null) announcer.peerChanged(peerId)
    void health.run()
    if (state !== 'warned' && state !== 'reached') {
      told.delete(peerId)
      if (before !== undefined) note(peerId, state === 'none' ? 'ended' : 'anew', { limitBytes, usedBytes })
      return
    }
    if (before === state) return
    told.set(peerId, state)
    note(peerId, state, { limitBytes, usedBytes })
    const name = peerId === null ? null : ports.nameOf(peerId)
    ports.notify(notificationOf({ kind: 'quota', peerId, name, state, limitBytes, whenReached: ports.whenReached() }))
  })

  function note(peerId: string | null, reason: string, details: Readonly<Record<string, number>>): void {
    audit.record({ kind: 'quota', peerId, actor: 'node', reason, details })
  }
}

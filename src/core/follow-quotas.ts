/** What follows when the volume of a month is nearly or quite used up: the audit log, a notification, the health. Decides nothing. */
import type { Settings } from '../contract/settings.ts'
import { MIB } from '../kit/units.ts'
import type { Announcer } from './announcer.ts'
import type { Audit } from './audit/index.ts'
import type { Bandwidth } from './bandwidth/index.ts'
import type { Health } from './health/index.ts'
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
    ports.notify({ tag: `quota ${peerId ?? 'node'}`, ...words(peerId, state, limitBytes) })
  })

  function note(peerId: string | null, reason: string, details: Readonly<Record<string, number>>): void {
    audit.record({ kind: 'quota', peerId, actor: 'node', reason, details })
  }

  function words(
    peerId: string | null,
    state: 'warned' | 'reached',
    limitBytes: number,
  ): { title: string; body: string } {
    const whose = peerId === null ? 'The month’s volume' : `The month’s volume of ${ports.nameOf(peerId) ?? 'a peer'}`
    const size = volumeWords(limitBytes)
    if (state === 'warned')
      return {
        title: `${whose} is nearly used up`,
        body: `Little is left of ${size}. ${ports.whenReached() === 'pause' ? 'When it is used up, only the links stay up.' : 'Nothing stops when it is used up; you will be told.'}`,
      }
    return {
      title: `${whose} is used up`,
      body:
        ports.whenReached() === 'pause'
          ? `${size} have passed. Links stay up, and nothing else passes until the month begins anew. Change that under Bandwidth.`
          : `${size} have passed. You chose only to be warned, so traffic goes on.`,
    }
  }
}

const GIB = 1_024 * MIB

/** `50 GiB`, `500 MiB`: as round as a person sets it. */
function volumeWords(bytes: number): string {
  const [size, unit] = bytes >= GIB ? [bytes / GIB, 'GiB'] : [bytes / MIB, 'MiB']
  return `${Number(size.toFixed(1)).toLocaleString('en')} ${unit}`
}

/** Whether traffic flows as a person expects, and whether the month's volume lasts. Pure. */
import type { BandwidthView } from '../../contract/bandwidth-views.ts'
import type { HealthFinding } from '../../contract/link-views.ts'
import type { Settings } from '../../contract/settings.ts'
import type { Rates } from '../../contract/views.ts'
import { degraded, healthy, listed } from './finding.policy.ts'

export interface BandwidthFacts {
  readonly view: BandwidthView
  readonly whenReached: Settings['bandwidth']['quota']['whenReached']
  /** Names of peers whose own volume of the month is used up. */
  readonly peersReached: readonly string[]
  readonly rates: Rates
}

const LINKS_STAY = 'Links stay up, and nothing else passes.'

export function bandwidthFinding({ view, whenReached, peersReached, rates }: BandwidthFacts): HealthFinding {
  const { upload, download, quota } = view
  const details = {
    ...rates,
    profile: view.profile,
    uploadCapBytesPerSecond: upload.bytesPerSecond,
    downloadCapBytesPerSecond: download.bytesPerSecond,
    quotaUsedBytes: quota.usedBytes,
    quotaLimitBytes: quota.limitBytes,
  }
  if (quota.state === 'reached')
    return degraded(
      `The volume of this month is used up. ${whenReached === 'pause' ? LINKS_STAY : 'You chose only to be warned, so traffic goes on.'}`,
      'Wait until the month begins anew, or change the monthly volume under Bandwidth.',
      { ...details, until: quota.until },
    )
  if (upload.bytesPerSecond === 0 && download.bytesPerSecond === 0)
    return degraded(`The bandwidth is paused${because(view)}. ${LINKS_STAY}`, adviceOf(view), details)
  if (quota.state === 'warned')
    return degraded(
      `The volume of this month is nearly used up. ${whenReached === 'pause' ? 'When it is, only the links stay up.' : 'You will be told when it is.'}`,
      'See under Bandwidth who needs so much, or change the monthly volume there.',
      { ...details, until: quota.until },
    )
  if (peersReached.length > 0) {
    const stops = whenReached === 'pause' ? ' Nothing but the link passes between you.' : ''
    return degraded(
      `The monthly volume that you set for ${listed(peersReached)} is used up.${stops}`,
      'Wait until the month begins anew, or change the limits of the peer.',
      details,
    )
  }
  if (upload.bytesPerSecond === null && download.bytesPerSecond === null)
    return healthy('No caps are set: traffic flows as fast as it can.', details)
  return healthy(`Traffic is held to the caps of “${view.profile}”${because(view)}.`, details)
}

/** What chose the profile; the usual needs no reason. */
function because({ reason }: BandwidthView): string {
  switch (reason) {
    case 'override':
      return ' by hand'
    case 'schedule':
      return ' by the schedule'
    case 'metered':
      return ' because the network charges by volume'
    case 'battery':
      return ' because this machine runs on its battery'
    default:
      return ''
  }
}

function adviceOf({ reason }: BandwidthView): string {
  switch (reason) {
    case 'override':
      return 'End it under Bandwidth, or with kith limits resume.'
    case 'schedule':
      return 'It ends by itself when the schedule says so. To end it now, choose another profile under Bandwidth.'
    case 'metered':
    case 'battery':
      return 'It ends by itself when that is over. What then happens is chosen under Bandwidth.'
    default:
      return 'Set other caps under Bandwidth.'
  }
}

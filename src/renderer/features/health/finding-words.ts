/** What stands behind a finding, as terms and values for a person; and what a service's breaker means in a few words. */
import type { HealthFinding, ServiceView } from '../../../contract/link-views.ts'
import { PeerReason } from '../../../contract/views.ts'
import { formatNumber } from '../../format/locale.ts'
import { formatBytes, formatMoment, formatRate, formatSpan } from '../../format/quantities.ts'
import { strings } from '../../strings.ts'

const words = strings.health
const isoMoment = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

type Value = HealthFinding['details'][string]

/** What is not known is left out. */
export const detailsOf = (details: HealthFinding['details']): readonly (readonly [string, string])[] =>
  Object.entries(details).flatMap(([key, value]) =>
    value === null ? [] : [[termOf(key), textOf(key, value)] as const],
  )

/** `someFigure` → `Some figure`, where nobody wrote a better term. */
function termOf(key: string): string {
  if (Object.hasOwn(words.terms, key)) return words.terms[key] ?? key
  const plain = key.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}

function textOf(key: string, value: NonNullable<Value>): string {
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (typeof value === 'string') return isoMoment.test(value) ? formatMoment(value) : worded(key, value)
  if (key.endsWith('BytesPerSecond')) return formatRate(value)
  if (key.endsWith('Bytes')) return formatBytes(value)
  if (key.endsWith('Ms')) return (value < 0 ? words.back : words.forward)(formatSpan(Math.abs(value)))
  return formatNumber(value)
}

function worded(key: string, value: string): string {
  if (key === 'keptIn')
    return Object.hasOwn(strings.node.keyStore, value) ? strings.node.keyStore[value as 'keychain'] : value
  if (key !== 'why') return value
  return value
    .split(', ')
    .map((reason) => {
      const known = PeerReason.safeParse(reason)
      if (!known.success) return reason
      // Elsewhere it stands behind “Waiting”.
      return known.data === 'not-approved' ? words.waitsForApproval : strings.reason[known.data]
    })
    .join(', ')
}

/** `next` is a moment to count down to. */
export function serviceState({ state, failures, retryAt }: ServiceView): {
  readonly text: string
  readonly next: string | null
} {
  if (state === 'half-open') return { text: words.state['half-open'], next: null }
  if (state === 'open')
    return retryAt === null ? { text: words.state.open, next: null } : { text: words.state.openUntil, next: retryAt }
  return { text: failures === 0 ? words.state.fine : words.state.failures(failures), next: null }
}

/** What is not built yet has no trouble to show either. */
export const shownServices = (services: readonly ServiceView[]): readonly ServiceView[] =>
  services.filter(({ name, state }) => name !== 'updates' || state !== 'closed')

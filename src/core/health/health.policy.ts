/** What several findings add up to, and what of them is news. Pure. */
import type { HealthFinding, HealthStatus, HealthView } from '../../contract/link-views.ts'
import { SECOND_MS } from '../../kit/units.ts'

const severity: Readonly<Record<HealthStatus, number>> = { healthy: 0, degraded: 1, unhealthy: 2 }

/** The worst of them; nothing is healthy. */
export const worstOf = (statuses: readonly HealthStatus[]): HealthStatus =>
  statuses.reduce<HealthStatus>((worst, one) => (severity[one] > severity[worst] ? one : worst), 'healthy')

/** One finding of several about the same thing: the worst is told, the first of equals; details are those of all. */
export function mergedFinding(findings: readonly [HealthFinding, ...HealthFinding[]]): HealthFinding {
  const worst = worstOf(findings.map(({ status }) => status))
  const told = findings.find(({ status }) => status === worst) ?? findings[0]
  return { ...told, details: Object.assign({}, ...findings.map(({ details }) => details)) as HealthFinding['details'] }
}

/** What is told as news: a figure among the details that moved is none. */
export const newsOf = (checks: HealthView['checks']): string =>
  JSON.stringify(checks.map(({ name, status, message }) => [name, status, message]))

export const hungFinding = (deadlineMs: number): HealthFinding => ({
  status: 'unhealthy',
  message: `This check did not come to an end within ${Math.round(deadlineMs / SECOND_MS) || 1} s.`,
  advice: 'If it stays so, start Kith again. Its log says more.',
  details: {},
})

/** @param said what a person may read of the failure; `null` for a bug, whose text helps nobody */
export const brokenFinding = (said: string | null): HealthFinding => ({
  status: 'unhealthy',
  message: said ?? 'This could not be checked because of a fault in Kith.',
  advice: said === null ? 'The log of the node says more.' : null,
  details: {},
})

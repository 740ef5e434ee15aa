/** How something is, as a shape that differs without its colour. The words stand beside it. */
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import type { HealthStatus } from '../../../contract/link-views.ts'

const icons = { healthy: CircleCheck, degraded: TriangleAlert, unhealthy: CircleAlert }

export function StatusIcon({ status, size = 16 }: { readonly status: HealthStatus; readonly size?: number }) {
  const Icon = icons[status]
  return <Icon size={size} className={`status-icon status-icon-${status}`} aria-hidden />
}

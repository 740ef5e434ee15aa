/** What a screen says when it has nothing to show: what that means, and what to do next. */
import type { ReactNode } from 'react'
import './empty-state.css'

export interface EmptyStateProps {
  readonly icon: ReactNode
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}

export const EmptyState = ({ icon, title, children, action }: EmptyStateProps) => (
  <div className="empty">
    <div className="empty-icon">{icon}</div>
    <h2 className="empty-title">{title}</h2>
    {children !== undefined && <p className="empty-text">{children}</p>}
    {action !== undefined && <div className="empty-action">{action}</div>}
  </div>
)

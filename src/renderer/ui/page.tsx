/** A page that stands alone in the middle of the window, for the times when there is no node to show. */
import type { ReactNode } from 'react'
import './page.css'

export interface PageProps {
  readonly icon?: ReactNode
  readonly title: string
  readonly children?: ReactNode
}

export const Page = ({ icon, title, children }: PageProps) => (
  <main className="page">
    <div className="page-body">
      {icon !== undefined && <div className="page-icon">{icon}</div>}
      <h1 className="page-title">{title}</h1>
      {children}
    </div>
  </main>
)

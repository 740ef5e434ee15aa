/** The head of a screen: its title, what there is, what can be done. The title takes the focus when the screen is asked for. */
import type { ReactNode } from 'react'
import './screen-head.css'

export interface ScreenHeadProps {
  readonly title: string
  readonly summary?: ReactNode
  readonly children?: ReactNode
}

export const ScreenHead = ({ title, summary, children }: ScreenHeadProps) => (
  <header className="screen-head">
    <div className="screen-head-title">
      <h1 tabIndex={-1} data-screen-head>
        {title}
      </h1>
      {summary !== undefined && <span className="screen-head-summary numbers">{summary}</span>}
    </div>
    {children}
  </header>
)

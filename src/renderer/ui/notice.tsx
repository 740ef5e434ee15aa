/** A sentence in a frame that stands out of the text: good news, a warning, or what went wrong. */
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import './notice.css'

const icons = { good: CircleCheck, info: Info, warn: TriangleAlert, bad: CircleAlert }

export interface NoticeProps {
  readonly tone: keyof typeof icons
  readonly children: ReactNode
  readonly action?: ReactNode
}

export function Notice({ tone, children, action }: NoticeProps) {
  const Icon = icons[tone]
  return (
    <div className={`notice notice-${tone}`}>
      <Icon size={16} aria-hidden />
      <div className="notice-text">{children}</div>
      {action}
    </div>
  )
}

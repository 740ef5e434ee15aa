/** Short messages in the corner. Always in the page, so that a screen reader hears what appears in it. */
import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { strings } from '../strings.ts'
import { Button } from './button.tsx'
import { IconButton } from './icon-button.tsx'
import './toast-list.css'

export interface ShownToast {
  readonly id: number
  readonly tone: 'done' | 'problem'
  readonly text: string
  readonly undo: (() => void) | null
  /** Instead of "Undo". */
  readonly undoLabel?: string
}

export interface ToastListProps {
  readonly toasts: readonly ShownToast[]
  readonly onDismiss: (id: number) => void
  readonly onPause: () => void
  readonly onResume: () => void
}

export const ToastList = ({ toasts, onDismiss, onPause, onResume }: ToastListProps) => (
  <section
    className="toasts"
    aria-label={strings.toasts.region}
    onPointerEnter={onPause}
    onPointerLeave={onResume}
    onFocus={onPause}
    onBlur={onResume}
  >
    <ol aria-live="polite" aria-relevant="additions" className="toast-list">
      {toasts.map((toast) => (
        <li key={toast.id} className="toast">
          {toast.tone === 'done' ? (
            <CircleCheck size={16} className="toast-done" aria-hidden />
          ) : (
            <CircleAlert size={16} className="toast-problem" aria-hidden />
          )}
          <span className="toast-text">{toast.text}</span>
          {toast.undo !== null && (
            <Button
              size="small"
              onClick={() => {
                onDismiss(toast.id)
                toast.undo?.()
              }}
            >
              {toast.undoLabel ?? strings.actions.undo}
            </Button>
          )}
          <IconButton
            name={strings.actions.dismiss}
            size="small"
            icon={<X size={14} aria-hidden />}
            onClick={() => onDismiss(toast.id)}
          />
        </li>
      ))}
    </ol>
  </section>
)

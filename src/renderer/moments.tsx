/** Moments as people say them, moving with the one clock and rendering nothing but themselves. */
import { formatAgo, formatMoment, formatSpan, formatUntil } from './format/quantities.ts'
import { useTicking } from './use-stores.ts'

/** "3 min ago", with the exact moment behind it. */
export function Ago({ at }: { readonly at: string }) {
  const text = useTicking((nowMs) => formatAgo(at, nowMs))
  return (
    <time dateTime={at} title={formatMoment(at)}>
      {text}
    </time>
  )
}

/** "12 min", since then. */
export function Since({ at }: { readonly at: string }) {
  const text = useTicking((nowMs) => formatSpan(nowMs - Date.parse(at)))
  return (
    <time dateTime={at} title={formatMoment(at)} className="numbers">
      {text}
    </time>
  )
}

/** "in 12 s". */
export function Until({ atMs }: { readonly atMs: number }) {
  const at = new Date(atMs).toISOString()
  const text = useTicking((nowMs) => formatUntil(at, nowMs))
  return <span className="numbers">{text}</span>
}

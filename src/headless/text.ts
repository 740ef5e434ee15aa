/** How the command line puts values before a person: aligned, short, and safe to print. */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../kit/units.ts'

/** What another peer wrote may hold sequences that move the cursor or hide text; none of them reaches the terminal. */
export const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}')

/** Characters that take two columns (Unicode TR 11, wide and full-width, roughly). */
const WIDE =
  /[\u{1100}-\u{115f}\u{2e80}-\u{a4cf}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}]|\p{Emoji_Presentation}/u
const segmenter = new Intl.Segmenter()

function columnsOf(text: string): number {
  let columns = 0
  for (const { segment } of segmenter.segment(text)) columns += WIDE.test(segment) ? 2 : 1
  return columns
}

const padded = (text: string, columns: number): string => text + ' '.repeat(Math.max(0, columns - columnsOf(text)))

/** Rows under a heading, each column as wide as its widest cell, two spaces between. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [heading, ...rows.map((row) => row.map(printable))]
  const widths = heading.map((_, column) => Math.max(...all.map((row) => columnsOf(row[column] ?? ''))))
  return all.map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** `Label  value` lines; several values of one label stand under each other, an empty list is left out. */
export function facts(pairs: readonly (readonly [label: string, values: string | readonly string[]])[]): string[] {
  const shown = pairs
    .map(([label, values]) => [label, typeof values === 'string' ? [values] : values] as const)
    .filter(([, values]) => values.length > 0)
  const width = Math.max(0, ...shown.map(([label]) => columnsOf(label)))
  return shown.flatMap(([label, values]) =>
    values.map((value, index) => `${padded(index === 0 ? label : '', width)}  ${printable(value)}`),
  )
}

/** `4 s`, `12 min`, `3 h`, `9 d`: the largest unit that fits, rounded down. */
export function duration(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.max(0, Math.floor(ms / SECOND_MS))} s`
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`
  if (ms < 2 * DAY_MS) return `${Math.floor(ms / HOUR_MS)} h`
  return `${Math.floor(ms / DAY_MS)} d`
}

/** Two units where that says more: `45 s`, `3 min 5 s`, `2 h 3 min`, `9 d 4 h`. */
export function lasting(ms: number): string {
  const [unit, smaller] =
    ms < HOUR_MS ? [MINUTE_MS, SECOND_MS] : ms < 2 * DAY_MS ? [HOUR_MS, MINUTE_MS] : [DAY_MS, HOUR_MS]
  const rest = Math.floor((ms % unit) / smaller) * smaller
  return ms < MINUTE_MS || rest === 0 ? duration(ms) : `${duration(ms)} ${duration(rest)}`
}

/** `98.2 %`; what is not all is never shown as all. `null` is a dash. */
export function percent(share: number | null): string {
  if (share === null) return '–'
  if (share === 0 || share === 1) return `${share * 100} %`
  const shown = Math.min(99.9, Math.max(0.1, share * 100)).toFixed(1)
  return `${shown.replace(/\.0$/, '')} %`
}

/** A line that takes no more columns than that, cut with an ellipsis. */
export function fitted(line: string, columns: number): string {
  if (columnsOf(line) <= columns) return line
  let kept = ''
  let used = 0
  for (const { segment } of segmenter.segment(line)) {
    used += WIDE.test(segment) ? 2 : 1
    if (used > columns - 1) break
    kept += segment
  }
  return `${kept}…`
}

/** A moment as seen from now: `just now`, `5 min ago`, `in 30 s`. `null` is a dash. */
export function relative(iso: string | null, nowMs: number): string {
  if (iso === null) return '–'
  const ms = nowMs - Date.parse(iso)
  if (Math.abs(ms) < 2 * SECOND_MS) return 'just now'
  return ms > 0 ? `${duration(ms)} ago` : `in ${duration(-ms)}`
}

/** `0.4 ms`, `12 ms`. `null` is a dash. */
export const rtt = (ms: number | null): string => (ms === null ? '–' : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`)

/** Every peer ID begins alike; its end tells peers apart, and is accepted wherever a PEER is. */
export const shortId = (peerId: string): string => `…${peerId.slice(-8)}`

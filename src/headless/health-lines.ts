/** The health of a node as lines for a person: one for each check, and what to do under those that need it. */
import type { HealthStatus, HealthView } from '../contract/link-views.ts'
import type { Paint } from './paint.ts'
import { duration, printable, relative, table } from './text.ts'

const overall: Readonly<Record<HealthStatus, string>> = {
  healthy: 'This node is healthy',
  degraded: 'This node works, but something needs a look',
  unhealthy: 'This node does not work as it should',
}

export function healthLines({ status, checks, uptimeMs }: HealthView, nowMs: number, paint: Paint): string[] {
  const [heading = '', ...rows] = table(
    ['CHECK', 'STATUS', 'FOUND'],
    checks.map(({ name, status: found, message }) => [name.replace('-', ' '), found, message]),
  )
  const indent = ' '.repeat(heading.indexOf('FOUND'))
  const tone = (found: HealthStatus): ((text: string) => string) => (found === 'healthy' ? (text) => text : paint.warn)
  return [
    `${paint.bold(tone(status)(overall[status]))}. It has run for ${duration(uptimeMs)}.`,
    '',
    paint.dim(heading),
    ...checks.flatMap((check, index) => [
      tone(check.status)(rows[index] ?? ''),
      ...under(check, nowMs).flatMap((text) => wrapped(text).map((line) => paint.dim(`${indent}${printable(line)}`))),
    ]),
  ]
}

function under({ status, advice, since, details }: HealthView['checks'][number], nowMs: number): string[] {
  if (status === 'healthy') return []
  const known = Object.entries(moments).flatMap(([key, words]) => {
    const at = details[key]
    return typeof at === 'string' ? [`${words} ${relative(at, nowMs)}`] : []
  })
  const why = details['why']
  return [
    ...(advice === null ? [] : [advice]),
    [`${status} for ${duration(nowMs - Date.parse(since))}`, ...known, ...(typeof why === 'string' ? [why] : [])].join(
      ', ',
    ),
  ]
}

/** The details that help to act; `--json` has them all. */
const moments = { lastSeen: 'last seen', retryAt: 'next try', setAt: 'set' }

/** As wide as prose is read well; the terminal may be narrower, and wraps again. */
const WIDTH = 84

function wrapped(text: string): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const line = lines.at(-1)
    if (line !== undefined && line.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${line} ${word}`
    else lines.push(word)
  }
  return lines
}

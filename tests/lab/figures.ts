/** Figures of a suite: gathered while it runs, printed at its end. */

const lines: string[] = []

/** @param p 0 to 1 @param values at least one @returns the smallest value that at least this share does not exceed */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN
}

/** Notes times in ms with the bound that they are held to. @returns their median and 95th percentile */
export function figure(what: string, valuesMs: readonly number[], boundMs: number): { p50: number; p95: number } {
  const seconds = (ms: number): string => (ms / 1000).toFixed(2)
  const [p50, p95, max] = [0.5, 0.95, 1].map((p) => percentile(valuesMs, p)) as [number, number, number]
  const spread = valuesMs.length === 1 ? '' : `p50 ${seconds(p50)}, p95 ${seconds(p95)}, max `
  const times = valuesMs.length === 1 ? '' : ` of ${valuesMs.length}`
  lines.push(`${what}: ${spread}${seconds(max)} s${times} (at most ${seconds(boundMs)} s)`)
  return { p50, p95 }
}

/** Notes something that is no time. */
export const remark = (line: string): void => void lines.push(line)

/** Prints and forgets what was noted. */
export function printFigures(title: string): void {
  console.log([`== ${title}`, ...lines.splice(0)].join('\n'))
}

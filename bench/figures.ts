/** What every bench shares: quantiles, a table a person can read, and the figures kept as JSON beside it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, release } from 'node:os'
import { join } from 'node:path'

/** @param q 0 to 1; nearest rank */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * q) - 1))]
  if (value === undefined) throw new Error('no values')
  return value
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

export interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: 'ms' | 'µs' | '×' | '%' | 'MiB' | 'bytes/s'
  /** The most it may be; `null` where it is only told. */
  readonly atMost: number | null
}

/** Prints, keeps `bench/results/<name>.json`, and sets the exit code when a limit is broken. */
export function report(name: string, figures: readonly Figure[], notes: Readonly<Record<string, unknown>> = {}): void {
  const width = Math.max(...figures.map(({ what }) => what.length))
  for (const { what, value, unit, atMost } of figures) {
    const limit =
      atMost === null
        ? ''
        : value <= atMost
          ? `  at most ${atMost} ${unit}: kept`
          : `  at most ${atMost} ${unit}: BROKEN`
    process.stdout.write(
      `${what.padEnd(width)}  ${value.toFixed(value < 1 ? 3 : unit === '×' ? 2 : 1).padStart(8)} ${unit}${limit}\n`,
    )
  }
  const machine = {
    node: process.version,
    kernel: release(),
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? '',
  }
  const folder = join(import.meta.dirname, 'results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, `${name}.json`),
    `${JSON.stringify({ name, at: new Date().toISOString(), machine, figures, notes }, null, 2)}\n`,
  )
  if (figures.some(({ value, atMost }) => atMost !== null && value > atMost)) process.exitCode = 1
}

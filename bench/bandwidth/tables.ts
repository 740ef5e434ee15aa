/** Tables that a person can read, what missed its aim, and everything as JSON beside the other benches' results. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, release } from 'node:os'
import { join } from 'node:path'
import { KIB, MIB } from '../../src/kit/units.ts'

export interface Aim {
  /** What was aimed at, with the limit in it. */
  readonly aim: string
  readonly kept: boolean
}

export interface Row {
  readonly cells: readonly (string | number)[]
  readonly aims: readonly Aim[]
}

export interface Part {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
  /** Everything behind the cells. */
  readonly figures: unknown
  readonly notes?: readonly string[]
}

export const percent = (share: number, digits = 2): string =>
  `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(digits)} %`
export const rate = (bytesPerSecond: number): string =>
  bytesPerSecond >= MIB ? `${trim(bytesPerSecond / MIB)} MiB/s` : `${trim(bytesPerSecond / KIB)} KiB/s`
export const size = (bytes: number): string =>
  Math.abs(bytes) >= MIB ? `${trim(bytes / MIB)} MiB` : `${trim(bytes / KIB)} KiB`
export const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`
const trim = (value: number): string => String(Number(value.toFixed(2)))

/** @returns whether every aim was kept */
export function reportPart({ name, columns, rows, figures, notes = [] }: Part): boolean {
  const out: string[] = [`\nbandwidth: ${name}`]
  const lines = [[...columns, ''], ...rows.map(({ cells, aims }) => [...cells.map(String), verdict(aims)])]
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)))
  for (const line of lines)
    out.push(
      line.map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  '),
    )
  out.push(...notes.map((note) => `  ${note}`))
  process.stdout.write(`${out.join('\n')}\n`)
  const machine = {
    node: process.version,
    kernel: release(),
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? '',
    loadAverage: loadavg(),
  }
  const folder = join(import.meta.dirname, '..', 'results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, `bandwidth-${name}.json`),
    `${JSON.stringify({ name: `bandwidth ${name}`, at: new Date().toISOString(), machine, columns, rows, notes, figures }, null, 1)}\n`,
  )
  return rows.every(({ aims }) => aims.every(({ kept }) => kept))
}

function verdict(aims: readonly Aim[]): string {
  const broken = aims.filter(({ kept }) => !kept)
  if (broken.length > 0) return `BROKEN: ${broken.map(({ aim }) => aim).join(', ')}`
  return aims.length > 0 ? 'kept' : ''
}

/** What a row of samples says about a rate: means, windows of a second, and what came first after silence. */

import { SECOND_MS } from '../../src/kit/units.ts'
import type { BulkSample, BulkVolume } from '../../tests/harness/bulk.types.ts'

/** Bytes that had passed at a moment of the machine's clock. */
export interface Mark {
  readonly atMs: number
  readonly bytes: number
}

export function marksOf(samples: readonly BulkSample[], peerId: string, what: keyof BulkVolume): readonly Mark[] {
  return samples.map(({ atMs, peers }) => ({ atMs, bytes: peers[peerId]?.[what] ?? 0 }))
}

/** Bytes at a moment, on the straight line between the two samples around it. */
export function bytesAt(marks: readonly Mark[], atMs: number): number {
  const after = marks.findIndex((mark) => mark.atMs >= atMs)
  const [next, before] = [marks[after], marks[after - 1]]
  if (!next) return marks.at(-1)?.bytes ?? 0
  if (!before) return next.bytes
  return before.bytes + ((next.bytes - before.bytes) * (atMs - before.atMs)) / (next.atMs - before.atMs)
}

/** Bytes per second between two moments. */
export const rateBetween = (marks: readonly Mark[], fromMs: number, toMs: number): number =>
  ((bytesAt(marks, toMs) - bytesAt(marks, fromMs)) * SECOND_MS) / (toMs - fromMs)

/** Bytes per second of windows that follow each other, or overlap when the step is shorter than they are. */
export function windowsOf(
  marks: readonly Mark[],
  fromMs: number,
  toMs: number,
  { lengthMs = SECOND_MS, stepMs = SECOND_MS } = {},
): readonly number[] {
  const rates: number[] = []
  for (let at = fromMs; at + lengthMs <= toMs; at += stepMs) rates.push(rateBetween(marks, at, at + lengthMs))
  return rates
}

/** When more than a heartbeat's worth came after `fromMs` for the first time: the sample before that. `null`: it never did. */
export function firstMoveMs(marks: readonly Mark[], fromMs: number, moreThanBytes = 1_024): number | null {
  const start = bytesAt(marks, fromMs)
  const first = marks.findIndex(({ atMs, bytes }) => atMs >= fromMs && bytes - start > moreThanBytes)
  return marks[Math.max(0, first - 1)]?.atMs ?? null
}

/** The most that came in any second that begins within `withinMs` after `fromMs`. */
export function fullestSecond(marks: readonly Mark[], fromMs: number, withinMs: number): number {
  const starts = marks.filter(({ atMs }) => atMs >= fromMs && atMs <= fromMs + withinMs)
  return Math.max(0, ...starts.map(({ atMs, bytes }) => bytesAt(marks, atMs + SECOND_MS) - bytes))
}

/** The deviation that is farthest from nothing. */
export const worstOff = (rates: readonly number[], aim: number): number =>
  rates.map((rate) => rate / aim - 1).reduce((worst, off) => (Math.abs(off) > Math.abs(worst) ? off : worst), 0)

/** 1 is perfectly fair; 1/n is one who has everything (Jain, Chiu and Hawe, 1984). */
export function jain(shares: readonly number[]): number {
  const sum = shares.reduce((all, share) => all + share, 0)
  return sum ** 2 / (shares.length * shares.reduce((all, share) => all + share ** 2, 0))
}

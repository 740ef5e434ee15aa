import { expect, it } from 'vitest'
import type { Log } from '../../kit/log.ts'
import { createLateLog } from './late-log.ts'

it('keeps what came before the log, not without end, and writes it first', () => {
  const lines: string[] = []
  const write = (message: string) => void lines.push(message)
  let real: Log | null = null
  const log = createLateLog(() => real)
  for (let count = 0; count < 1_000; count += 1) log.warn(`early ${count}`)
  real = { debug: write, info: write, warn: write, error: write }
  log.error('late')
  log.info('later')
  expect([lines.length, lines[0], lines.at(-2), lines.at(-1)]).toEqual([102, 'early 0', 'late', 'later'])
})

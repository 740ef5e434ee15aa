import { expect, it } from 'vitest'
import { summaryLine, summaryOf } from './ping-command.ts'

it.each([
  [[1, 2, 6], 4, '4 sent, 3 answered, 25 % lost; min 1.0 ms, avg 3.0 ms, max 6.0 ms'],
  [[0.44], 1, '1 sent, 1 answered, 0 % lost; min 0.4 ms, avg 0.4 ms, max 0.4 ms'],
  [[], 3, '3 sent, 0 answered, 100 % lost'],
])('%j of %d', (answers, sent, line) => expect(summaryLine(summaryOf(answers, sent))).toBe(line))

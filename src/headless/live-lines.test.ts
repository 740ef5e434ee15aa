import { expect, it } from 'vitest'
import { createLiveLines } from './live-lines.ts'

const size = { columns: 12, rows: 4 }
/** The lines that stand on a screen after what was written. */
function played(writes: readonly string[]): string[] {
  const screen: string[] = []
  let row = 0
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the sequences
  for (const write of writes)
    for (const [token] of write.matchAll(/\u{1b}\[(\d*)([AKJ])|\r|\n|[^\u{1b}\r\n]+/gu)) {
      const move = /^\u{1b}\[(\d+)A$/u.exec(token)
      if (move) row -= Number(move[1])
      else if (token === '\n') row += 1
      else if (token.endsWith('[J')) screen.splice(row)
      else if (token !== '\r' && !token.endsWith('[K')) screen[row] = token
    }
  return screen
}

it('draws what is new where the old lines stood, fewer or more of them', () => {
  const live = createLiveLines()
  const writes = [['a', 'b'], ['c', 'd', 'e'], ['f']].map((lines) => live.drawn(lines, size))
  expect(played(writes.slice(0, 2))).toEqual(['c', 'd', 'e'])
  expect(played(writes)).toEqual(['f'])
})

it('stays on the screen: long lines are cut, and how many more there are is said', () => {
  const live = createLiveLines()
  expect(played([live.drawn(['1234567890123', '2', '3', '4', '5'], size)])).toEqual([
    '12345678901…',
    '2',
    '… and 3 more',
  ])
})

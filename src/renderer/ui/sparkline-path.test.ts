import { expect, test } from 'vitest'
import { sparklineShape } from './sparkline-path.ts'

const box = { slots: 5, top: 10, width: 40, height: 20 }

test('the newest value stands at the right end, whatever came before', () => {
  expect(sparklineShape([0, 10], box)).toEqual({ line: 'M30 20h-.1L40 0', gaps: [] })
  expect(sparklineShape([5], box)).toEqual({ line: 'M40 10h-.1', gaps: [] })
  expect(sparklineShape([], box)).toEqual({ line: '', gaps: [] })
})

test('a missing value parts the line', () => {
  expect(sparklineShape([10, null, 5, 5], box)).toEqual({ line: 'M10 0h-.1M30 10h-.1L40 10', gaps: [20] })
})

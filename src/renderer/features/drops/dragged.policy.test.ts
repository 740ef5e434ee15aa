import { expect, test } from 'vitest'
import { type DragItem, draggedBy } from './dragged.policy.ts'

const png = { kind: 'file', type: 'image/png' }
const txt = { kind: 'file', type: 'text/plain' }

test.each<[readonly DragItem[], readonly string[], string | null]>([
  [[png], ['Files'], 'picture'],
  [[txt], ['Files'], 'file'],
  [[txt, png], ['Files'], 'file'],
  // Some systems tell nothing about files before they are let go.
  [[], ['Files'], 'file'],
  [[], ['text/uri-list', 'text/plain'], 'link'],
  [[], ['text/plain', 'text/html'], 'text'],
  [[], ['application/x-other'], null],
  [[], [], null],
])('%j %j: %s', (items, types, dragged) => expect(draggedBy(items, types)).toBe(dragged))

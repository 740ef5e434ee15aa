import { expect, test } from 'vitest'
import { createRecentCommands } from './recent-commands.ts'

function storage(text: string | null = null) {
  const held = { text }
  return {
    held,
    getItem: () => held.text,
    setItem: (_key: string, value: string) => void (held.text = value),
    removeItem: () => void (held.text = null),
  }
}

test('the last one first, each once, and no more than eight', () => {
  const place = storage()
  const recent = createRecentCommands(place)
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'c']) recent.used(id)
  expect(recent.ids()).toEqual(['c', 'i', 'h', 'g', 'f', 'e', 'd', 'b'])
  expect(createRecentCommands(place).ids()).toEqual(recent.ids())
})

test.each(['nonsense', '{}', '[1, null]', 'null', `["${'x'.repeat(200)}"]`])('%s is nothing', (text) => {
  expect(createRecentCommands(storage(text)).ids()).toEqual([])
})

import { expect, it } from 'vitest'
import { createCounters } from './counters.ts'

it('adds up by name and labels, in whatever order the labels come', () => {
  const counters = createCounters()
  counters.count('refused', { reason: 'blocked', direction: 'inbound' })
  counters.count('refused', { direction: 'inbound', reason: 'blocked' })
  counters.count('refused', { direction: 'outbound', reason: 'blocked' }, 5)
  counters.count('refused')
  expect(counters.list()).toEqual([
    { name: 'refused', labels: { reason: 'blocked', direction: 'inbound' }, value: 2 },
    { name: 'refused', labels: { direction: 'outbound', reason: 'blocked' }, value: 5 },
    { name: 'refused', labels: {}, value: 1 },
  ])
})

it('does not mix what only looks alike', () => {
  const counters = createCounters()
  counters.count('a', { b: 'c' })
  counters.count('a {"b":"c"}')
  counters.count('a', { b: '', c: '' })
  expect(counters.list()).toHaveLength(3)
})

it('gives figures away that nobody changes from outside', () => {
  const counters = createCounters()
  counters.count('a')
  for (const figure of counters.list()) figure.value = 99
  expect(counters.list()).toEqual([{ name: 'a', labels: {}, value: 1 }])
})

it('holds a bounded number of them, and goes on with those', () => {
  const counters = createCounters()
  for (let number = 0; number < 5_000; number += 1) counters.count('by-peer', { peer: String(number) })
  counters.count('by-peer', { peer: '1' })
  expect(counters.list()).toHaveLength(1_000)
  expect(counters.list()[1]).toEqual({ name: 'by-peer', labels: { peer: '1' }, value: 2 })
})

import { expect, test } from 'vitest'
import type { ServiceView } from '../../../contract/link-views.ts'
import { formatMoment } from '../../format/quantities.ts'
import { detailsOf, serviceState, shownServices } from './finding-words.ts'

test('details are told with their units, and what is not known is left out', () => {
  const at = '2026-01-01T10:00:00.000Z'
  expect(
    detailsOf({
      freeBytes: 5_242_880,
      uploadBytesPerSecond: 2_048,
      internet: true,
      relay: false,
      lastInbound: null,
      lastSeen: at,
      why: 'not-approved, unreachable, something-new',
      keptIn: 'insecure-file',
      setByMs: -7_200_000,
      someFigure: 12_345,
      missing: 'Bob',
    }),
  ).toEqual([
    ['Free on the disk', '5.0 MiB'],
    ['Upload', '2.0 KiB/s'],
    ['On the internet', 'yes'],
    ['Through a relay', 'no'],
    ['Last seen', formatMoment(at)],
    ['Why', 'Waiting for their approval, Unreachable, something-new'],
    ['Kept in', 'In a plain file, without protection'],
    ['By', '2 h back'],
    ['Some figure', '12,345'],
    ['Missing', 'Bob'],
  ])
})

const service = (over: Partial<ServiceView>): ServiceView => ({
  name: 'relay',
  state: 'closed',
  failures: 0,
  retryAt: null,
  degraded: null,
  ...over,
})

test('a breaker in a few words', () => {
  const at = '2026-01-01T10:00:00.000Z'
  expect(serviceState(service({}))).toEqual({ text: 'No trouble', next: null })
  expect(serviceState(service({ failures: 1 }))).toEqual({ text: '1 failure lately', next: null })
  expect(serviceState(service({ state: 'open', retryAt: at }))).toEqual({ text: 'Left alone, next try', next: at })
  expect(serviceState(service({ state: 'half-open' }))).toEqual({ text: 'Being tried again', next: null })
})

test('a service that nothing uses yet is shown once it has trouble', () => {
  const updates = service({ name: 'updates' })
  expect(shownServices([service({}), updates])).toEqual([service({})])
  expect(shownServices([{ ...updates, state: 'open' }])).toHaveLength(1)
})

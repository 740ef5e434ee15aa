import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UpdateView } from '../../contract/desktop-views.ts'
import { KithError } from '../../contract/errors.ts'
import {
  mayUpdate,
  NO_UPDATES,
  nextCheckMs,
  stepOn,
  type UpdatesEvent,
  type UpdatesLife,
  updateView,
} from './updates.policy.ts'

const problem = new KithError('ConnectionFailed', 'feed.test could not be reached.').toJSON()
const on: UpdatesEvent = { is: 'feed', on: true, problem: null }
const checking: UpdatesEvent = { is: 'checking' }
const found: UpdatesEvent = { is: 'found', version: '0.2.0', notes: 'New.', atMs: 5 }
const downloading: UpdatesEvent = { is: 'downloading' }
const progress = (percent: number): UpdatesEvent => ({ is: 'progress', percent })
const staged: UpdatesEvent = { is: 'staged' }
const failed: UpdatesEvent = { is: 'failed', problem }

const after = (...events: readonly UpdatesEvent[]): UpdatesLife => events.reduce(stepOn, NO_UPDATES)
const state = (...events: readonly UpdatesEvent[]): string => {
  const { state, version, percent, problem } = updateView(after(...events))
  return [state, version, percent, problem?.name].filter((part) => part !== null && part !== undefined).join(' ')
}

describe('an update', () => {
  it.each<[string, readonly UpdatesEvent[]]>([
    ['off', []],
    ['idle', [on]],
    ['checking', [on, checking]],
    ['idle', [on, checking, { is: 'nothing', atMs: 5 }]],
    ['failed ConnectionFailed', [on, checking, failed]],
    ['checking', [on, checking, failed, checking]],
    ['available 0.2.0', [on, checking, found]],
    ['checking 0.2.0', [on, checking, found, checking]],
    ['available 0.2.0 ConnectionFailed', [on, checking, found, checking, failed]],
    ['idle', [on, checking, found, checking, { is: 'nothing', atMs: 6 }]],
    ['downloading 0.2.0 0', [on, checking, found, downloading]],
    ['downloading 0.2.0 41', [on, checking, found, downloading, progress(41.4), progress(3)]],
    ['available 0.2.0 ConnectionFailed', [on, checking, found, downloading, progress(50), failed]],
    ['ready 0.2.0', [on, checking, found, downloading, progress(100), staged]],
    ['ready 0.2.0 ConnectionFailed', [on, checking, found, downloading, staged, failed]],
    ['idle', [on, checking, found, downloading, staged, on]],
    ['failed ConnectionFailed', [{ is: 'feed', on: false, problem }]],
    // What comes out of turn.
    ['off', [checking, found, downloading, progress(5), staged, failed]],
    ['idle', [on, found, staged, progress(9)]],
    ['available 0.2.0', [on, checking, found, staged]],
  ])('is %s', (expected, events) => {
    expect(state(...events)).toBe(expected)
  })

  it('may be asked for what fits, and says why for what does not', () => {
    const word = (life: UpdatesLife): string =>
      (['check', 'download', 'install'] as const)
        .map((wish) => {
          const verdict = mayUpdate(life, wish)
          return typeof verdict === 'string' ? verdict : verdict.name
        })
        .join(' ')
    expect(word(after())).toBe('InvalidRequest InvalidRequest InvalidRequest')
    expect(word(after({ is: 'feed', on: false, problem }))).toBe('InvalidConfig InvalidConfig InvalidConfig')
    expect(word(after(on))).toBe('go InvalidRequest InvalidRequest')
    expect(word(after(on, checking))).toBe('wait InvalidRequest InvalidRequest')
    expect(word(after(on, checking, found))).toBe('go go InvalidRequest')
    expect(word(after(on, checking, found, downloading))).toBe('wait wait InvalidRequest')
    expect(word(after(on, checking, found, downloading, staged))).toBe('wait wait go')
  })

  it('is told in a view that every screen takes, whatever happened', () => {
    const any = fc.constantFrom(
      on,
      checking,
      found,
      downloading,
      progress(50),
      progress(-3),
      progress(400),
      staged,
      failed,
      {
        is: 'nothing',
        atMs: 9,
      } as const,
    )
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), (events) => {
        const view = updateView(after(...events))
        expect(UpdateView.parse(view)).toEqual(view)
        expect(view.percent !== null).toBe(view.state === 'downloading')
        if (view.state === 'available' || view.state === 'ready') expect(view.version).toBe('0.2.0')
      }),
    )
  })
})

it('is looked for once a day, sooner after a failure, never more often than hourly', () => {
  const hours = [0, 1, 2, 3, 5, 6, 50].map((failures) => nextCheckMs({ failures }) / 3_600_000)
  expect(hours).toEqual([24, 1, 2, 4, 16, 24, 24])
})

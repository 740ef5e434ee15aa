import { describe, expect, it } from 'vitest'
import { type RelayOutcome, type RelayStage, relayOutcome, worksElsewhere } from './relay-outcome.policy.ts'

const named = (name: string, message = '', more: object = {}) => Object.assign(new Error(message), { name, ...more })
const refusedByKernel = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })

describe('what a failure says about relays', () => {
  const cases: readonly (readonly [string, unknown, RelayStage, boolean, RelayOutcome])[] = [
    ['the relay is off', new AggregateError([refusedByKernel]), 'reaching', false, 'failed'],
    ['the relay does not answer', named('TimeoutError'), 'reaching', false, 'failed'],
    ['the relay is connected and silent', named('AbortError'), 'asking', false, 'failed'],
    ['a wrapped timeout', named('DialError', '', { cause: named('TimeoutError') }), 'reaching', false, 'failed'],
    [
      'the peer is not there',
      named('InvalidMessageError', 'failed to connect via relay with status NO_RESERVATION'),
      'asking',
      false,
      'works',
    ],
    [
      'a place was refused',
      named('Error', 'reservation failed with status RESERVATION_REFUSED'),
      'reserving',
      false,
      'works',
    ],
    ['a place could not be asked for', named('TimeoutError'), 'reserving', false, 'failed'],
    ['no more places are needed', named('HadEnoughRelaysError'), 'reserving', false, 'nothing'],
    ['the peer at the other end refuses', named('UnexpectedEOFError'), 'through', false, 'works'],
    ['the peer at the other end is slow', named('TimeoutError'), 'through', false, 'works'],
    ['the relay hangs up: it does not relay for this node', named('StreamResetError'), 'asking', false, 'nothing'],
    [
      'this node may not dial the relay',
      named('DialDeniedError', '', { cause: named('TimeoutError') }),
      'reaching',
      false,
      'nothing',
    ],
    ['it was called off at once', named('AbortError'), 'reaching', true, 'nothing'],
    ['a text that was thrown', 'no idea', 'reaching', false, 'nothing'],
  ]
  it.each(cases)('%s', (_what, error, stage, calledOff, outcome) => {
    expect(relayOutcome(error, stage, calledOff)).toBe(outcome)
  })

  it('is about that relay only while another works', () => {
    const worked = new Map([
      ['home', 1_000],
      ['work', 50_000],
    ])
    expect(worksElsewhere(worked, 'home', 60_000)).toBe(true)
    expect(worksElsewhere(worked, 'work', 120_999)).toBe(true)
    expect(worksElsewhere(worked, 'work', 121_000)).toBe(false)
    expect(worksElsewhere(new Map(), 'work', 0)).toBe(false)
  })
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Weekday } from '../contract/settings.ts'
import { daysText, ruleText, typedRule } from './typed-rule.policy.ts'

const week = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const rule = (days: readonly string[], from: string, to: string, profile = 'quiet') => ({
  ok: true,
  value: { days, from, to, profile },
})

it.each([
  ['mon-fri 22:00-07:00 quiet', rule(week.slice(0, 5), '22:00', '07:00')],
  ['sat,sun 0:00-24:00 paused', rule(['sat', 'sun'], '00:00', '00:00', 'paused')],
  ['daily 9-17 quiet', rule(week, '09:00', '17:00')],
  ['weekdays 9.30 – 17.00 quiet', rule(week.slice(0, 5), '09:30', '17:00')],
  ['Weekends all day night-shift', rule(['sat', 'sun'], '00:00', '00:00', 'night-shift')],
  ['fri-mon 22 to 6 quiet', rule(['mon', 'fri', 'sat', 'sun'], '22:00', '06:00')],
  ['mon-wed, saturday 08:00-12:00 QUIET', rule(['mon', 'tue', 'wed', 'sat'], '08:00', '12:00')],
  ['Mondays and Thursdays 08:00-12:00 quiet', rule(['mon', 'thu'], '08:00', '12:00')],
  ['22:00-07:00 quiet', rule(week, '22:00', '07:00')],
  ['  su   08:00-12:00   quiet ', rule(['sun'], '08:00', '12:00')],
])('%j is understood', (text, expected) => expect(typedRule(text)).toEqual(expected))

it.each([
  ['', 'days, a time and a profile'],
  ['mon-fri quiet', 'days, a time and a profile'],
  ['mon-fri 22:00-07:00', 'days, a time and a profile'],
  ['foo 22:00-07:00 quiet', '“foo” is no day'],
  ['mon-tue-wed 22:00-07:00 quiet', '“mon-tue-wed” is no day'],
  ['mon-foo 22:00-07:00 quiet', '“mon-foo” is no day'],
  ['t 22:00-07:00 quiet', '“t” is no day'],
  ['mon 25:00-07:00 quiet', '25:00 is no time of day'],
  ['mon 24:00-07:00 quiet', '24:00 is no time of day'],
  ['mon 22:60-07:00 quiet', '22:60 is no time of day'],
  ['mon 22:00-24:30 quiet', '24:30 is no time of day'],
  [', 22:00-07:00 quiet', 'It needs a day'],
  ['mon 22:00-07:00 9lives', '“9lives” cannot be a profile'],
])('%j is refused with what is wrong', (text, why) => {
  const typed = typedRule(text)
  expect(typed.ok ? '' : typed.error).toContain(why)
})

it.each([
  [week, 'daily'],
  [week.slice(0, 5), 'mon-fri'],
  [['sat', 'sun'], 'sat,sun'],
  [['mon', 'fri', 'sat', 'sun'], 'fri-mon'],
  [['mon', 'sun'], 'sun,mon'],
  [['mon', 'wed', 'thu', 'fri', 'sun'], 'sun,mon,wed-fri'],
  [['mon', 'wed', 'fri'], 'mon,wed,fri'],
])('the days %j are printed as %s', (days, text) => expect(daysText(days as Weekday[])).toBe(text))

const times = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)

it('what is printed is the same rule when it is typed', () => {
  fc.assert(
    fc.property(
      fc.subarray([...Weekday.options], { minLength: 1 }),
      times,
      times,
      fc.stringMatching(/^[a-z][a-z0-9-]{0,23}$/),
      (days, from, to, profile) => {
        const value = { days, from, to, profile }
        expect(typedRule(ruleText(value))).toEqual({ ok: true, value })
      },
    ),
  )
})

it('throws at nothing that can be typed', () => {
  fc.assert(fc.property(fc.string(), (text) => void typedRule(text)))
  fc.assert(fc.property(fc.string(), fc.string(), (days, profile) => void typedRule(`${days} 1-2 ${profile}`)))
})

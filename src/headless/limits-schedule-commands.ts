/** `kith limits schedule …`: which profile holds at which times of the week. */
import { KithError } from '../contract/errors.ts'
import { PAUSED, type ScheduleRule, type Settings } from '../contract/settings.ts'
import { soon } from './amounts.ts'
import { bandwidthSettings, noProfile } from './limits-commands.ts'
import { weekPicture } from './limits-week.policy.ts'
import type { Paint } from './paint.ts'
import { type Asked, type Command, runCommand } from './run-command.ts'
import { printable, table } from './text.ts'
import { daysText, ruleText, timesText, typedRule } from './typed-rule.policy.ts'

type Schedule = Settings['bandwidth']['schedule']

const ADD = 'kith limits schedule add "mon-fri 22:00-07:00 quiet"'
const MAX_RULES = 128

export const scheduleLs: Command = runCommand(async (asked) => {
  const { schedule } = await bandwidthSettings(asked.client)
  await shown(asked, schedule, [])
})

export const scheduleAdd: Command = runCommand(async (asked) => {
  const typed = typedRule(asked.args.join(' '))
  if (!typed.ok) throw new KithError('InvalidRequest', typed.error)
  const { schedule, profiles } = await bandwidthSettings(asked.client)
  const { profile } = typed.value
  if (profile !== PAUSED && !Object.hasOwn(profiles, profile)) throw noProfile(profile, profiles)
  const same = schedule.rules.findIndex((rule) => ruleText(rule) === ruleText(typed.value))
  if (same >= 0) throw new KithError('InvalidRequest', `That rule is there already, as number ${same + 1}.`)
  if (schedule.rules.length >= MAX_RULES)
    throw new KithError(
      'LimitReached',
      `There are ${MAX_RULES} rules already. Remove one with: kith limits schedule remove NUMBER`,
    )
  // Whoever makes the first rule wants it to hold; whoever switched a schedule off wants that too.
  const isFirst = schedule.rules.length === 0
  const rules = [...schedule.rules, typed.value]
  await change(asked, isFirst ? { rules, enabled: true } : { rules }, [
    `Added as number ${rules.length}: ${ruleText(typed.value)}`,
    ...(isFirst || schedule.enabled ? [] : ['The schedule is off. Switch it on with: kith limits schedule on']),
  ])
})

export const scheduleRemove: Command = runCommand(async (asked) => {
  const { schedule } = await bandwidthSettings(asked.client)
  const count = schedule.rules.length
  const numbers = [...new Set(asked.args.map(Number))]
  const wrong = asked.args.find((typed) => !/^\d+$/.test(typed) || Number(typed) < 1 || Number(typed) > count)
  if (wrong !== undefined)
    throw new KithError(
      'InvalidRequest',
      count === 0
        ? 'The schedule has no rules.'
        : `There is no rule number “${printable(wrong)}”: they go from 1 to ${count}. See them with: kith limits schedule`,
    )
  const gone = numbers.flatMap((number) => schedule.rules[number - 1] ?? [])
  await change(
    asked,
    { rules: schedule.rules.filter((_, index) => !numbers.includes(index + 1)) },
    gone.map((rule) => `Removed: ${ruleText(rule)}`),
  )
})

export const scheduleOn: Command = runCommand(async (asked) => {
  const { schedule } = await bandwidthSettings(asked.client)
  await change(asked, { enabled: true }, [
    schedule.enabled ? 'The schedule was on already.' : 'The schedule is on.',
    ...(schedule.rules.length === 0 ? [`It has no rules, so nothing changes. Add one with: ${ADD}`] : []),
  ])
})

export const scheduleOff: Command = runCommand(async (asked) => {
  const { schedule } = await bandwidthSettings(asked.client)
  await change(asked, { enabled: false }, [
    `The schedule ${schedule.enabled ? 'is off' : 'was off already'}.${schedule.rules.length === 0 ? '' : ' Its rules stay.'}`,
  ])
})

export const scheduleClear: Command = runCommand(async (asked) => {
  const { schedule } = await bandwidthSettings(asked.client)
  const { rules } = schedule
  await change(asked, { rules: [], enabled: false }, [
    rules.length === 0 ? 'The schedule has no rules.' : `Removed: ${rules.map(ruleText).join('; ')}`,
  ])
})

async function change(asked: Asked<object>, schedule: Partial<Schedule>, done: readonly string[]): Promise<void> {
  const view = await asked.client.call('settings.set', { change: { bandwidth: { schedule } } })
  await shown(asked, view.settings.bandwidth.schedule, done)
}

async function shown(
  { client, context, options, print, paint }: Asked<object>,
  schedule: Schedule,
  done: readonly string[],
): Promise<void> {
  const { next, profile } = await client.call('bandwidth.status')
  if (options.json) {
    print.json({ ...schedule, rules: schedule.rules.map(numbered), next, profile })
    return
  }
  if (schedule.rules.length === 0) {
    print.lines(done.length > 0 ? done : [`The schedule has no rules. Add one with: ${ADD}`])
    return
  }
  const switches =
    next === null ? '' : ` The next switch is to ${next.profile}, ${soon(next.at, context.clock.wallMs())}.`
  const today = (new Date(context.clock.wallMs()).getDay() + 6) % 7
  print.lines([
    ...done,
    ...(done.length > 0 ? [''] : []),
    ...scheduleLines(schedule, today, paint),
    '',
    schedule.enabled
      ? `The schedule is on. In force is ${profile}.${switches}`
      : paint.warn('The schedule is off. Switch it on with: kith limits schedule on'),
  ])
}

const numbered = (rule: ScheduleRule, index: number): ScheduleRule & { readonly number: number } => ({
  number: index + 1,
  ...rule,
})

/** The rules with their numbers, and the week that they make. */
function scheduleLines({ rules }: Schedule, today: number, paint: Paint): string[] {
  const [heading = '', ...rows] = table(
    ['NO', 'DAYS', 'TIME', 'PROFILE'],
    rules.map((rule, index) => [String(index + 1), daysText(rule.days), timesText(rule), rule.profile]),
  )
  const { hours, days, key } = weekPicture(rules)
  return [
    paint.bold(heading),
    ...rows,
    '',
    paint.dim(hours),
    ...days.map((line, day) => (day === today ? paint.bold(line) : line)),
    paint.dim(`     ${key}${rules.length > 1 ? '   (where rules overlap, the later one holds)' : ''}`),
  ]
}

/** The words of the command line around bandwidth: `kith limits` and `kith stats`. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { HistoryRange } from '../contract/bandwidth-views.ts'
import { ScheduleRule } from '../contract/settings.ts'
import { typedRate, typedVolume } from '../contract/typed-amount.policy.ts'
import type { Result } from '../kit/result.ts'
import * as limits from './limits-commands.ts'
import * as override from './limits-override-commands.ts'
import * as schedule from './limits-schedule-commands.ts'
import type { Runs } from './program.ts'
import { stats } from './stats-command.ts'

const LIMITS_EXAMPLES = `
Examples:
  kith limits                                        what holds now, and why
  kith limits set --up 2MiB/s --down unlimited       for all peers together
  kith limits set --up 500KiB/s --peer Anna          for one peer, inside that
  kith limits set --profile night --up 8Mbit/s       make or change a profile
  kith limits schedule add "mon-fri 22:00-07:00 night"
  kith limits quiet on                               until the schedule's next switch

A rate is a number with KiB/s, MiB/s, GiB/s, kB/s, MB/s, kbit/s, Mbit/s or Gbit/s; without a unit it is in the one
that you picked (kith config set bandwidth.unit Mbit/s). unlimited, off and 0 take a cap away.`

const SCHEDULE_EXAMPLES = `
Examples:
  kith limits schedule add "mon-fri 22:00-07:00 quiet"    from Monday to Friday, until 7 in the morning after
  kith limits schedule add "weekends all day paused"      days: mon to sun, fri-mon, sat,sun, daily, weekdays, weekends
  kith limits schedule remove 2                           by its number in the list`

const STATS_EXAMPLES = `
Examples:
  kith stats                                         now, today and this month, in all and by peer
  kith stats --watch                                 drawn again each second; Ctrl-C ends it
  kith stats --peer Anna --watch --json              one JSON line per second
  kith stats --history days --csv > month.csv        thirty days, hour by hour`

export function addLimits(program: Command, runs: Runs, peerWords: string): void {
  const group = program
    .command('limits')
    .description('how much may pass, for all together and for a peer')
    .addHelpText('after', LIMITS_EXAMPLES)
  group
    .command('get', { isDefault: true })
    .description('what holds now, why and until when (default); or for one peer')
    .argument('[peer]', peerWords)
    .action(runs(limits.limitsGet))
  const set = group
    .command('set')
    .description('change caps now and for every start')
    .option('--up <rate>', 'most that is sent, such as 2MiB/s, 16Mbit/s or unlimited', rate)
    .option('--down <rate>', 'most that is received', rate)
    .option('--month <volume>', 'most in a month, both directions together, such as 50GiB or unlimited', month)
    .option('--peer <peer>', 'for this peer instead of all together: ' + peerWords)
    .addOption(
      new Option('--profile <name>', 'in this profile; a new name makes one (default: normal)')
        .argParser(profileName)
        .conflicts(['peer', 'month']),
    )
    .argument('[words...]')
    .usage('[options]')
    .addHelpText('after', LIMITS_EXAMPLES)
  set.action(async (...given: unknown[]) => {
    const { up, down, month: volume } = set.opts<Record<string, string | undefined>>()
    const [word] = set.args
    if (word !== undefined)
      set.error(
        `error: what does “${word}” belong to? Write a rate in one word, such as 2MiB/s, or in quotes, and say --up or --down.`,
        {
          code: 'commander.excessArguments',
        },
      )
    if (up === undefined && down === undefined && volume === undefined)
      set.error(
        'error: say what to set: --up RATE, --down RATE or --month VOLUME, such as kith limits set --up 2MiB/s',
        {
          code: 'commander.missingArgument',
        },
      )
    await runs(limits.limitsSet)(...given)
  })
  group
    .command('remove-profile')
    .description('remove a profile that you made')
    .argument('<name>')
    .action(runs(limits.limitsRemoveProfile))
  group
    .command('use')
    .description("switch to a profile by hand, until the schedule's next switch")
    .argument('<profile>', 'normal, quiet, paused, or one that you made')
    .action(runs(override.limitsUse))
  group
    .command('quiet')
    .description('switch to the profile quiet and back')
    .addArgument(group.createArgument('<on|off>').choices(['on', 'off']))
    .action(runs(override.limitsQuiet))
  group.command('pause').description('let no transfer pass; links stay up').action(runs(override.limitsPause))
  group
    .command('resume')
    .description('end what was switched by hand (use, quiet, pause)')
    .action(runs(override.limitsResume))
  addSchedule(group, runs)
}

function addSchedule(limitsGroup: Command, runs: Runs): void {
  const group = limitsGroup
    .command('schedule')
    .description('which profile holds at which times of the week')
    .addHelpText('after', SCHEDULE_EXAMPLES)
  group
    .command('list', { isDefault: true })
    .alias('ls')
    .description('the rules and the week (default)')
    .action(runs(schedule.scheduleLs))
  group
    .command('add')
    .description('add a rule; where rules overlap the later one holds')
    .argument('<rule...>', 'days, times and profile: "mon-fri 22:00-07:00 quiet", "weekends all day paused"')
    .action(runs(schedule.scheduleAdd))
  group
    .command('remove')
    .alias('rm')
    .description('remove rules')
    .argument('<number...>', 'as the list shows them')
    .action(runs(schedule.scheduleRemove))
  group.command('on').description('follow the schedule').action(runs(schedule.scheduleOn))
  group.command('off').description('leave it alone; the rules stay').action(runs(schedule.scheduleOff))
  group.command('clear').description('remove all rules').action(runs(schedule.scheduleClear))
}

export function addStats(program: Command, runs: Runs, peerWords: string): void {
  const command = program
    .command('stats')
    .description('how much passed: now, today, this month, in all and by peer')
    .option('--peer <peer>', 'only this one: ' + peerWords)
    .option('-w, --watch', 'keep showing it, each second, until ended')
    .addOption(
      new Option('--history <range>', 'what passed before: ten minutes or thirty days')
        .choices(HistoryRange.options)
        .conflicts('watch'),
    )
    .option('--csv', 'the history as CSV, slot by slot')
    .addHelpText('after', STATS_EXAMPLES)
  command.action(async (...given: unknown[]) => {
    const { csv, history, json } = command.optsWithGlobals<{ csv?: boolean; history?: string; json?: boolean }>()
    if (csv && history === undefined)
      command.error('error: --csv is for the history: kith stats --history minutes --csv', {
        code: 'commander.missingArgument',
      })
    if (csv && json) command.error('error: say either --csv or --json', { code: 'commander.conflictingOption' })
    await runs(stats)(...given)
  })
}

/** Looked at before the node is asked; it is read again in the unit that the node is set to. */
const rate = (text: string): string => checked(text, typedRate(text, 'MiB/s'))
const month = (text: string): string => checked(text, typedVolume(text))

function profileName(text: string): string {
  const name = ScheduleRule.shape.profile.safeParse(text.trim().toLowerCase())
  if (name.success) return name.data
  throw new InvalidArgumentError('A name has up to 24 small letters, digits and hyphens, a letter first.')
}

function checked(text: string, typed: Result<number, string>): string {
  if (typed.ok) return text
  throw new InvalidArgumentError(typed.error)
}

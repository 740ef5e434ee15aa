/** `kith config …`: what is set, and changing it while the node runs. */
import { parse, stringify } from 'yaml'
import type { NodeClient } from '../contract/client.ts'
import { KithError } from '../contract/errors.ts'
import type { Settings } from '../contract/settings.ts'
import type { SettingsView } from '../contract/settings-view.ts'
import { atPath, leaves, treeWith } from '../kit/tree.ts'
import { type Asked, type Command, runCommand } from './run-command.ts'
import { facts, printable } from './text.ts'

/** Without a default: they may be set and are not there before. */
const OPTIONAL = new Set(['name', 'identity.keyStore'])

export const configLs: Command = runCommand(async ({ client, options, print, paint }) => {
  const view = await client.call('settings.get')
  if (options.json) {
    print.json(view)
    return
  }
  const lines = [...leaves(view.settings)].map(([way, value]): [string, string] => [
    way.join('.'),
    `${yaml(value)}${remark(view, way.join('.'))}`,
  ])
  print.lines([...facts(lines), paint.dim('Change one with: kith config set PATH VALUE')])
})

export const configGet: Command = runCommand(async ({ client, args: [path = ''], options, print }) => {
  const { settings } = await client.call('settings.get')
  const value = known(settings, path)
  if (options.json) print.json(value ?? null)
  else print.lines(value === undefined ? ['not set'] : stringify(value).trimEnd().split('\n').map(printable))
})

export const configSet: Command = runCommand(async (asked) => {
  const [path = '', typed = ''] = asked.args
  let value: unknown
  try {
    value = parse(typed)
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)
    throw new KithError('InvalidConfig', `${path}: “${typed}” is no value in YAML: ${why}`, { details: { path } })
  }
  await change(asked, path, value)
})

export const configUnset: Command = runCommand((asked) => change(asked, asked.args[0] ?? '', null))

export const configReload: Command = runCommand(async ({ client, options, print }) => {
  const view = await client.call('settings.reload')
  if (options.json) {
    print.json(view)
    return
  }
  print.lines(['The settings are read again.', ...later(view)])
})

async function change({ client, options, print }: Asked<object>, path: string, value: unknown): Promise<void> {
  if (value === null) known(await settingsOf(client), path)
  const view = await client.call('settings.set', { change: treeWith(path, value) })
  if (options.json) {
    print.json(view)
    return
  }
  const now = atPath(view.settings, path)
  const shown = now === undefined ? 'not set' : yaml(now)
  print.lines([
    view.overridden.some((one) => isUnder(one, path))
      ? `${path} is saved. In this run the command line decides it, and it stays ${shown}.`
      : `${path} is ${shown} now${remark(view, path) || '.'}`,
  ])
}

const settingsOf = async (client: NodeClient): Promise<Settings> => (await client.call('settings.get')).settings

/** @throws KithError InvalidConfig */
function known(settings: Settings, path: string): unknown {
  const value = atPath(settings, path)
  if (value !== undefined || OPTIONAL.has(path)) return value
  throw new KithError('InvalidConfig', `${printable(path)}: there is no such setting. See them all with: kith config`, {
    details: { path },
  })
}

const yaml = (value: unknown): string =>
  printable(stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd())

const isUnder = (path: string, section: string): boolean => path === section || path.startsWith(`${section}.`)

function remark({ needRestart, overridden }: SettingsView, path: string): string {
  if (overridden.some((one) => isUnder(one, path)))
    return ' (decided by the command line of this run; the file counts without it)'
  return needRestart.some((one) => isUnder(one, path)) ? ' (from the next start on)' : ''
}

const later = ({ needRestart }: SettingsView): string[] =>
  needRestart.length === 0 ? [] : [`From the next start on: ${needRestart.join(', ')}`]

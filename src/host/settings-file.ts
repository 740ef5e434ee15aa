/** Settings of one profile: the file in its folder, another named on the command line, and flags, in rising order. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Document } from 'yaml'
import { isMap, isScalar, parseDocument } from 'yaml'
import { KithError } from '../contract/errors.ts'
import { Settings, type SettingsChange, type SettingsInput, settingsIssue } from '../contract/settings.ts'
import { isPlainObject, leaves, merged, withoutNulls } from '../kit/tree.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { folderFiles } from './folder-files.ts'

export interface SettingsSources {
  readonly dataFolder: string
  /** `--config FILE`. Unlike the profile's own file it must exist. */
  readonly configFile?: string | undefined
  /** What the command line said. */
  readonly flags?: SettingsInput | undefined
}

export interface LoadedSettings {
  readonly settings: Settings
  /** Paths that `--config` or a flag decides: what the profile's own file says there does not count. */
  readonly overridden: readonly string[]
}

const settingsPath = (dataFolder: string): string => join(dataFolder, folderFiles.settings)

/** @throws KithError `InvalidConfig` naming the file, the setting and what is wrong with it */
export function loadSettings({ dataFolder, configFile, flags = {} }: SettingsSources): LoadedSettings {
  const own = settingsPath(dataFolder)
  const layers = [
    checked(own, toObject(own, read(own) ?? '')),
    configFile === undefined ? {} : checked(configFile, toObject(configFile, mustRead(configFile))),
    checked('the command line', { ...flags }),
  ] as const
  const settings = Settings.safeParse(layers.reduce(merged, {}))
  // Each layer may be right by itself and the sum wrong, such as one that asks for less than another reserves.
  if (!settings.success) throw invalid('all settings together', settingsIssue(settings.error))
  const over = [...leaves(merged(layers[1], layers[2]))].filter(([, value]) => value !== undefined)
  return { settings: settings.data, overridden: over.map(([way]) => way.join('.')) }
}

/**
 * Writes what a person changed into the profile's file; `null` takes a setting, or a whole section, out of it. Comments,
 * order and every other setting stay.
 *
 * @throws KithError `InvalidConfig` when the change is invalid, or when the file is (it is left alone then)
 */
export function saveSettings(dataFolder: string, change: SettingsChange): void {
  const path = settingsPath(dataFolder)
  const text = read(path) ?? ''
  const document = parse(path, text)
  toObject(path, document)
  for (const [keys, value] of leaves(change)) {
    if (value === null) removeIn(document, keys)
    else if (value !== undefined) setIn(document, keys, value)
  }
  const now = toObject(path, document)
  checked(path, now)
  // YAML writes an empty map as `{}`; a file without any setting is empty, or what it has of comments.
  const written = Object.keys(now).length === 0 && text.trim() === '' ? '' : document.toString()
  if (written !== text) writeFileAtomic(path, written)
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw unreadable(path, error)
  }
}

function mustRead(path: string): string {
  const text = read(path)
  if (text === null) throw new KithError('InvalidConfig', `There is no file ${path}. Name another with --config.`)
  return text
}

const unreadable = (path: string, error: unknown): KithError =>
  new KithError('InvalidConfig', `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
    cause: error,
  })

function parse(path: string, text: string): Document {
  const document = parseDocument(text)
  const broken = document.errors[0]
  // The first line says what and where; the rest is a drawing of the place.
  if (broken) throw invalid(path, { path: '', message: broken.message.split('\n', 1)[0] ?? 'not YAML' })
  return document
}

/** An empty file says nothing, which is fine. YAML's `network:` with nothing after it says nothing either. */
function toObject(path: string, source: string | Document): Record<string, unknown> {
  const document = typeof source === 'string' ? parse(path, source) : source
  let value: unknown
  try {
    value = document.toJS()
  } catch (error) {
    throw invalid(path, { path: '', message: error instanceof Error ? error.message : String(error) })
  }
  if (value === null || value === undefined) return {}
  if (!isPlainObject(value)) throw invalid(path, { path: '', message: 'settings are written as `name: value` lines' })
  return withoutNulls(value)
}

/** Answers the layer as it was written, without defaults, once the schema has nothing against it. */
function checked(source: string, layer: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const parsed = Settings.safeParse(layer)
  if (!parsed.success) throw invalid(source, settingsIssue(parsed.error))
  return layer
}

const invalid = (source: string, { path, message }: ReturnType<typeof settingsIssue>): KithError => {
  const reason = path === '' ? message : `${path}: ${message}`
  return new KithError('InvalidConfig', `A setting is wrong (${source}): ${reason}`, {
    details: { source, path, reason },
  })
}

/** Also where the file has `network:` with nothing under it. */
function setIn(document: Document, keys: readonly string[], value: unknown): void {
  for (let depth = 1; depth < keys.length; depth += 1) {
    const parents = keys.slice(0, depth)
    if (!isMap(document.getIn(parents))) document.setIn(parents, document.createNode({}))
  }
  document.setIn(keys, value)
}

/** A comment above what goes stays, on what follows; a section that has become empty goes too. */
function removeIn(document: Document, keys: readonly string[]): void {
  const section = keys.length === 1 ? document.contents : document.getIn(keys.slice(0, -1))
  if (!isMap(section)) return
  const at = section.items.findIndex(({ key }) => isScalar(key) && key.value === keys.at(-1))
  const [gone] = at < 0 ? [] : section.items.splice(at, 1)
  const comment = isScalar(gone?.key) ? gone.key.commentBefore : null
  const next = section.items[at]?.key
  if (comment && isScalar(next)) next.commentBefore = [comment, next.commentBefore].filter(Boolean).join('\n')
  else if (comment) section.comment = [section.comment, comment].filter(Boolean).join('\n')
  if (section.items.length === 0 && keys.length > 1 && !comment) removeIn(document, keys.slice(0, -1))
}

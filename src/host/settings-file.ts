/** Settings of one profile: the file in its folder, another named on the command line, and flags, in rising order. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Document } from 'yaml'
import { isMap, parseDocument } from 'yaml'
import { firstIssue } from '../contract/answer.ts'
import { KithError } from '../contract/errors.ts'
import { Settings, type SettingsInput } from '../contract/settings.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { isPlainObject, merged, withoutNulls } from './merge.policy.ts'

export interface SettingsSources {
  readonly dataFolder: string
  /** `--config FILE`. Unlike the profile's own file it must exist. */
  readonly configFile?: string | undefined
  /** What the command line said. */
  readonly flags?: SettingsInput | undefined
}

const settingsPath = (dataFolder: string): string => join(dataFolder, 'settings.yaml')

/** @throws KithError `InvalidConfig` naming the file, the setting and what is wrong with it */
export function loadSettings({ dataFolder, configFile, flags = {} }: SettingsSources): Settings {
  const own = settingsPath(dataFolder)
  const layers = [
    checked(own, toObject(own, read(own) ?? '')),
    configFile === undefined ? {} : checked(configFile, toObject(configFile, mustRead(configFile))),
    checked('the command line', { ...flags }),
  ]
  return Settings.parse(layers.reduce(merged, {}))
}

/**
 * Writes what a person changed into the profile's file. Comments, order and every other setting stay.
 *
 * @throws KithError `InvalidConfig` when the change is invalid, or when the file is (it is left alone then)
 */
export function saveSettings(dataFolder: string, change: SettingsInput): void {
  const path = settingsPath(dataFolder)
  const valid = checked('the change', { ...change })
  const document = parse(path, read(path) ?? '')
  toObject(path, document)
  for (const [keys, value] of leaves(valid)) setIn(document, keys, value)
  checked(path, toObject(path, document))
  writeFileAtomic(path, document.toString())
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
  if (broken) throw invalid(path, broken.message.split('\n', 1)[0] ?? 'not YAML')
  return document
}

/** An empty file says nothing, which is fine. */
function toObject(path: string, source: string | Document): Record<string, unknown> {
  const document = typeof source === 'string' ? parse(path, source) : source
  let value: unknown
  try {
    value = document.toJS()
  } catch (error) {
    throw invalid(path, error instanceof Error ? error.message : String(error))
  }
  if (value === null || value === undefined) return {}
  if (!isPlainObject(value)) throw invalid(path, 'settings are written as `name: value` lines')
  return withoutNulls(value)
}

/** Answers the layer as it was written, without defaults, once the schema has nothing against it. */
function checked(source: string, layer: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const parsed = Settings.safeParse(layer)
  if (!parsed.success) throw invalid(source, firstIssue(parsed.error))
  return layer
}

const invalid = (source: string, reason: string): KithError =>
  new KithError('InvalidConfig', `A setting is wrong (${source}): ${reason}`, { details: { source, reason } })

function* leaves(value: object, path: readonly string[] = []): Generator<readonly [readonly string[], unknown]> {
  for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
    if (isPlainObject(inner)) yield* leaves(inner, [...path, key])
    else yield [[...path, key], inner]
  }
}

/** Also where the file has `network:` with nothing under it. */
function setIn(document: Document, keys: readonly string[], value: unknown): void {
  for (let depth = 1; depth < keys.length; depth += 1) {
    const parents = keys.slice(0, depth)
    if (!isMap(document.getIn(parents))) document.setIn(parents, document.createNode({}))
  }
  if (value === undefined) document.deleteIn(keys)
  else document.setIn(keys, value)
}

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Settings } from '../contract/settings.ts'
import { loadSettings, saveSettings } from './settings-file.ts'

let dataFolder = ''
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'kith-settings-'))
})
afterEach(() => rmSync(dataFolder, { recursive: true, force: true }))

const own = (): string => join(dataFolder, 'settings.yaml')

it('is the defaults where nobody says anything', () => {
  expect(loadSettings({ dataFolder })).toEqual({ settings: Settings.parse({}), overridden: [] })
  writeFileSync(own(), '# nothing yet\n')
  expect(loadSettings({ dataFolder })).toEqual({ settings: Settings.parse({}), overridden: [] })
  writeFileSync(own(), 'network:\nname:\n')
  expect(loadSettings({ dataFolder })).toEqual({ settings: Settings.parse({}), overridden: [] })
})

it('lays --config over the own file and flags over both', () => {
  const configFile = join(dataFolder, 'more.yaml')
  writeFileSync(own(), 'name: own\nadmission: { mode: learn }\nnetwork: { mdns: false, bootstrap: [a, b] }\n')
  writeFileSync(configFile, 'name: more\nnetwork: { bootstrap: [c] }\n')
  const { settings, overridden } = loadSettings({ dataFolder, configFile, flags: { name: 'flag', network: {} } })
  expect(overridden).toEqual(['name', 'network.bootstrap'])
  expect(settings).toMatchObject({
    name: 'flag',
    admission: { mode: 'learn' },
    network: { mdns: false, bootstrap: ['c'], useRelays: true },
  })
})

it.each([
  ['admission: { mode: maybe }', /settings\.yaml.*admission\.mode/],
  ['heartbeat: { intervalMs: -5 }', /heartbeat\.intervalMs/],
  ['nmae: typo', /nmae/],
  ['- a list', /name: value/],
  ['name: [unclosed', /line 1/],
  ['a: &a [*a]', /settings\.yaml/],
  ['name: one\nname: two', /unique.*line 2/],
])('refuses %j and says where and why', (text, message) => {
  writeFileSync(own(), text)
  expect(() => loadSettings({ dataFolder })).toThrow(
    expect.objectContaining({ name: 'InvalidConfig', code: 8002, message: expect.stringMatching(message) as string }),
  )
})

it('names the command line as the source of a wrong flag, and a missing --config', () => {
  expect(() => loadSettings({ dataFolder, flags: { name: ' ' } })).toThrow(/the command line.*name: a name needs/)
  expect(() => loadSettings({ dataFolder, configFile: join(dataFolder, 'gone.yaml') })).toThrow(/no file .*gone\.yaml/)
})

it('survives any file: settings, or a clear error', { timeout: 30_000 }, () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json({ maxDepth: 1 }),
        fc.string({ unit: fc.constantFrom(...Array.from('&*!|>{}[]:,-? \n#a"%')) }),
      ),
      (text) => {
        writeFileSync(own(), text)
        try {
          expect(loadSettings({ dataFolder }).settings).toHaveProperty('network')
        } catch (error) {
          expect(error).toMatchObject({ name: 'InvalidConfig' })
        }
      },
    ),
    { numRuns: 200 },
  )
})

it('saves a change and keeps comments, order and the rest', () => {
  writeFileSync(own(), '# my node\nadmission:\n  mode: learn # for the party\nnetwork:\nname: old # lab\n')
  saveSettings(dataFolder, { name: 'new', network: { mdns: false, bootstrap: ['x'] } })
  expect(readFileSync(own(), 'utf8')).toBe(
    '# my node\nadmission:\n  mode: learn # for the party\nnetwork:\n  mdns: false\n  bootstrap:\n    - x\nname: new # lab\n',
  )
  expect(readdirSync(dataFolder)).toEqual(['settings.yaml'])
  expect(loadSettings({ dataFolder }).settings).toMatchObject({ name: 'new', network: { mdns: false } })
})

it('takes out what goes back to its default, single or a whole section', () => {
  writeFileSync(own(), '# mine\nname: old\nlimits:\n  perPeer: 4 # few\n  perRelay: 3\ninvites:\n  maxOpen: 2\n')
  saveSettings(dataFolder, { name: null, limits: { perPeer: null, connections: null }, invites: null, audit: null })
  expect(readFileSync(own(), 'utf8')).toBe('# mine\nlimits:\n  perRelay: 3\n')
  saveSettings(dataFolder, { limits: { perRelay: null } })
  expect(loadSettings({ dataFolder }).settings).toEqual(Settings.parse({}))
})

it('writes no file to say nothing', () => {
  saveSettings(dataFolder, { name: null, limits: { perPeer: null } })
  expect(readdirSync(dataFolder)).toEqual([])
})

it('names what is wrong with files that are right one by one', () => {
  writeFileSync(own(), 'limits: { connections: 60 }\n')
  const flags = { limits: { reservedForTrusted: 60 } }
  expect(() => loadSettings({ dataFolder, flags })).toThrow(
    expect.objectContaining({
      name: 'InvalidConfig',
      details: expect.objectContaining({ path: 'limits.reservedForTrusted' }) as unknown,
    }) as Error,
  )
})

it('saves into a folder without a file', () => {
  saveSettings(dataFolder, { admission: { mode: 'locked' } })
  expect(loadSettings({ dataFolder }).settings.admission.mode).toBe('locked')
})

it('leaves a broken file alone, and takes no invalid change', () => {
  writeFileSync(own(), 'name: [unclosed')
  expect(() => saveSettings(dataFolder, { name: 'new' })).toThrow(expect.objectContaining({ name: 'InvalidConfig' }))
  expect(readFileSync(own(), 'utf8')).toBe('name: [unclosed')
  writeFileSync(own(), 'name: old\n')
  expect(() => saveSettings(dataFolder, { name: '' })).toThrow(expect.objectContaining({ name: 'InvalidConfig' }))
  expect(readFileSync(own(), 'utf8')).toBe('name: old\n')
})

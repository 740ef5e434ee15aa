import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { KithError } from '../contract/errors.ts'
import { openLogFile } from './log-file.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kith-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const text = (): string => readFileSync(join(folder, 'logs', 'kith.log'), 'utf8')

it('writes JSON lines at once, errors with their cause, for the owner only', () => {
  using log = openLogFile(folder)
  log.info('it starts', { version: '1' })
  log.error('it broke', { error: new KithError('Timeout', 'no answer', { cause: new Error('inner') }) })
  log.debug('not at this level')
  const lines = text()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(lines).toHaveLength(2)
  expect(lines[0]).toMatchObject({ level: 'info', msg: 'it starts', version: '1' })
  expect(lines[1]).toMatchObject({ level: 'error', error: { type: 'KithError', code: 1001 } })
  expect(JSON.stringify(lines[1])).toContain('inner')
  expect(statSync(join(folder, 'logs', 'kith.log')).mode & 0o777).toBe(0o600)
})

it('writes no secret, at the top or one step down', () => {
  using log = openLogFile(folder)
  for (const name of ['token', 'passphrase', 'seed', 'secret', 'dataKey']) {
    log.warn('careless', { [name]: 'hunter2', inner: { [name]: 'hunter2' } })
  }
  expect(text()).toContain('[hidden]')
  expect(text()).not.toContain('hunter2')
})

it('is silent once closed, twice', () => {
  const log = openLogFile(folder)
  log[Symbol.dispose]()
  log[Symbol.dispose]()
  log.info('nobody hears this')
  expect(text()).toBe('')
})

it('puts a long file aside at start and keeps three', () => {
  const logs = join(folder, 'logs')
  openLogFile(folder)[Symbol.dispose]()
  for (let round = 0; round < 5; round += 1) {
    writeFileSync(join(logs, 'kith.log'), `round ${round}\n`)
    truncateSync(join(logs, 'kith.log'), 6 * 1024 * 1024)
    openLogFile(folder)[Symbol.dispose]()
  }
  expect(readdirSync(logs).sort()).toEqual(['kith.1.log', 'kith.2.log', 'kith.3.log', 'kith.log'])
  expect(text()).toBe('')
  expect(readFileSync(join(logs, 'kith.1.log'), 'utf8')).toContain('round 4')
})

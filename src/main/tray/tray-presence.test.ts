import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { settled } from '../../../tests/harness/manual-clock.ts'
import { askSessionBus, createTrayPresence } from './tray-presence.ts'

function setUp(answers: (boolean | Error)[]) {
  const minutes = new Set<() => void>()
  const presence = createTrayPresence(
    (_ms, task) => {
      minutes.add(task)
      return { [Symbol.dispose]: () => void minutes.delete(task) }
    },
    () => {
      const answer = answers.shift() ?? false
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
    },
  )
  const told: boolean[] = []
  presence.changed.on((present) => told.push(present))
  const minute = async () => {
    for (const task of minutes) task()
    await settled()
  }
  return { presence, told, minutes, minute }
}

test('is asked at once and every minute, and only a difference is told', async () => {
  const { presence, told, minute } = setUp([true, true, false, new Error('no bus'), true])
  expect(presence.present).toBe(false)
  expect(await presence.known).toBe(true)
  for (let minutes = 0; minutes < 4; minutes++) await minute()
  expect([presence.present, told]).toEqual([true, [true, false, true]])
})

test('where nobody can be asked there is none', async () => {
  const { presence } = setUp([new Error('ENOENT')])
  expect(await presence.known).toBe(false)
})

test('disposed twice, nothing is asked or told any more', async () => {
  const { presence, told, minutes } = setUp([true])
  presence[Symbol.dispose]()
  presence[Symbol.dispose]()
  await settled()
  expect([minutes.size, told, presence.present]).toEqual([0, [], false])
})

test.each([
  ['{"type":"b","data":[true]}', true],
  ['{"type":"b","data":[false]}', false],
  ['b true', null],
  ['', null],
])('busctl says %j', async (printed, expected) => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-busctl-'))
  try {
    const script = `test "$1 $8 $9" = "--user s org.kde.StatusNotifierWatcher" && printf '%s' '${printed}'`
    writeFileSync(join(folder, 'busctl'), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, 'busctl'), 0o755)
    vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH'] ?? ''}`)
    const asked = askSessionBus(new AbortController().signal)
    if (expected === null) await expect(asked).rejects.toThrow()
    else expect(await asked).toBe(expected)
  } finally {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true, force: true })
  }
})

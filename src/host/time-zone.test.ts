import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { followTimeZone } from './time-zone.ts'

/** As `process.env`, which notices when a variable is removed. */
function environment(values: NodeJS.ProcessEnv) {
  const asked: (string | symbol)[] = []
  const env = new Proxy(values, {
    deleteProperty(target, name) {
      asked.push(name)
      return Reflect.deleteProperty(target, name)
    },
  })
  return { env, asked }
}

test('a machine that moves to another time zone has Node ask for it anew, once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-zone-'))
  try {
    const link = join(folder, 'localtime')
    const moveTo = (zone: string) => {
      rmSync(link, { force: true })
      symlinkSync(zone, link)
    }
    moveTo('/usr/share/zoneinfo/Europe/Berlin')
    const minutes = new Set<() => void>()
    const minute = () => {
      for (const task of minutes) task()
    }
    const every = (_ms: number, task: () => void) => {
      minutes.add(task)
      return { [Symbol.dispose]: () => void minutes.delete(task) }
    }
    const plain = environment({})
    const decided = environment({ TZ: 'UTC' })
    const following = [followTimeZone(every, plain.env, link), followTimeZone(every, decided.env, link)]
    minute()
    expect(plain.asked).toEqual([])
    moveTo('/usr/share/zoneinfo/Asia/Kolkata')
    minute()
    minute()
    expect([plain.asked, decided.asked]).toEqual([['TZ'], []])
    rmSync(link)
    minute()
    expect(plain.asked).toHaveLength(2)
    for (const each of [...following, ...following]) each[Symbol.dispose]()
    expect(minutes.size).toBe(0)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../../../tests/harness/manual-clock.ts'
import { createWindowMemory } from './window-memory.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kith-window-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const nothing = { window: null, toldOfTray: false }
const state = { bounds: { x: 1, y: 2, width: 1000, height: 700 }, maximised: true }

function open(clock = new ManualClock()) {
  const troubles: unknown[] = []
  return { clock, troubles, memory: createWindowMemory(folder, clock, (error) => troubles.push(error)) }
}

describe('what the window remembers', () => {
  it('is written once the window stands still, and read at the next start', async () => {
    const { clock, memory } = open()
    expect(memory.now).toEqual(nothing)
    for (let x = 0; x < 10; x += 1) {
      memory.remember({ window: { ...state, bounds: { ...state.bounds, x } } })
      await clock.advance(100)
    }
    expect(readdirSync(folder)).toEqual([])
    memory.remember({ window: state })
    await clock.advance(500)
    expect(open().memory.now).toEqual({ window: state, toldOfTray: false })
    expect(readdirSync(folder)).toEqual(['window.json'])
  })

  it('is written at once when the app ends, and then no more', async () => {
    const { clock, memory } = open()
    memory.remember({ toldOfTray: true })
    memory[Symbol.dispose]()
    memory[Symbol.dispose]()
    expect(open().memory.now).toEqual({ window: null, toldOfTray: true })
    expect(clock.pending).toBe(0)
  })

  it.each(['', 'nonsense', '[]', '{"window":{"bounds":{"x":1e9}}}', '{"window":null,"toldOfTray":"yes"}'])(
    'is forgotten when the file says %j',
    (text) => {
      writeFileSync(join(folder, 'window.json'), text)
      expect(open().memory.now).toEqual(nothing)
    },
  )

  it('says when it cannot be written, and goes on', async () => {
    const { clock, memory, troubles } = open()
    rmSync(folder, { recursive: true })
    memory.remember({ toldOfTray: true })
    await clock.advance(500)
    expect(troubles).toHaveLength(1)
    expect(memory.now.toldOfTray).toBe(true)
  })

  it('is for its owner only', () => {
    const { memory } = open()
    memory.remember({ toldOfTray: true })
    memory[Symbol.dispose]()
    expect(JSON.parse(readFileSync(join(folder, 'window.json'), 'utf8'))).toEqual({ window: null, toldOfTray: true })
  })
})

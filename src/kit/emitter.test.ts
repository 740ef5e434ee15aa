import { describe, expect, it } from 'vitest'
import { settled } from '../../tests/harness/manual-clock.ts'
import { createEmitter } from './emitter.ts'

describe('an emitter', () => {
  it('tells its listeners in the order in which they came, until they leave', () => {
    const emitter = createEmitter<number>()
    const heard: string[] = []
    const first = emitter.on((n) => heard.push(`first ${n}`))
    emitter.on((n) => heard.push(`second ${n}`))
    emitter.emit(1)
    first[Symbol.dispose]()
    first[Symbol.dispose]()
    emitter.emit(2)
    expect(heard).toEqual(['first 1', 'second 1', 'second 2'])
    expect(emitter.size).toBe(1)
  })

  it('takes the same listener twice, as two', () => {
    const emitter = createEmitter<null>()
    let heard = 0
    const listener = (): number => (heard += 1)
    const one = emitter.on(listener)
    emitter.on(listener)
    emitter.emit(null)
    one[Symbol.dispose]()
    emitter.emit(null)
    expect(heard).toBe(3)
  })

  it('tells everybody who listened when it began, whoever comes or goes meanwhile', () => {
    const emitter = createEmitter<null>()
    const heard: string[] = []
    emitter.on(() => {
      heard.push('first')
      second[Symbol.dispose]()
      emitter.on(() => heard.push('late'))
    })
    const second = emitter.on(() => heard.push('second'))
    emitter.emit(null)
    expect(heard).toEqual(['first', 'second'])
  })

  it('does not let one that throws silence the others', () => {
    const errors: unknown[] = []
    const emitter = createEmitter<null>((error) => errors.push(error))
    let heard = 0
    emitter.on(() => {
      throw new Error('bug')
    })
    emitter.on(() => (heard += 1))
    emitter.emit(null)
    expect([heard, errors]).toEqual([1, [new Error('bug')]])
  })

  it('hands what nobody asked for to the host’s handler for bugs', async () => {
    const before = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    const bugs: unknown[] = []
    process.on('uncaughtException', (error) => bugs.push(error))
    const emitter = createEmitter<null>()
    emitter.on(() => {
      throw new Error('bug')
    })
    emitter.emit(null)
    expect(bugs).toEqual([])
    await settled()
    process.removeAllListeners('uncaughtException')
    for (const listener of before) process.on('uncaughtException', listener)
    expect(bugs).toEqual([new Error('bug')])
  })
})

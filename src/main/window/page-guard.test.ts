import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { ManualClock, settled } from '../../../tests/harness/manual-clock.ts'
import { silentLog } from '../../kit/log.ts'
import { guardPage, type PageGuardParts } from './page-guard.ts'

function setUp() {
  const seen: string[] = []
  const clock = new ManualClock()
  const window = new EventEmitter()
  const page = Object.assign(new EventEmitter(), {
    isDestroyed: () => false,
    forcefullyCrashRenderer: () => {
      seen.push('crashed by hand')
      page.emit('render-process-gone', {}, { reason: 'killed', exitCode: 9 })
    },
  })
  const gone = { answer: Promise.withResolvers<'again' | 'logs' | 'quit'>() }
  const hangs = { answer: Promise.withResolvers<'wait' | 'reload'>(), signal: null as AbortSignal | null }
  guardPage({
    clock,
    log: silentLog,
    window: window as unknown as PageGuardParts['window'],
    page: page as unknown as PageGuardParts['page'],
    load: () => seen.push('load'),
    ask: {
      pageIsGone() {
        seen.push('gone?')
        return gone.answer.promise
      },
      pageHangs(signal) {
        seen.push('hangs?')
        hangs.signal = signal
        return hangs.answer.promise
      },
    },
    openLogs: () => seen.push('logs'),
    quit: () => seen.push('quit'),
  })
  const crash = (reason = 'crashed') => page.emit('render-process-gone', {}, { reason, exitCode: 1 })
  return { seen, clock, window, page, gone, hangs, crash }
}

describe('a page that is gone', () => {
  it('is loaded anew', () => {
    const { seen, crash } = setUp()
    crash('clean-exit')
    crash('oom')
    expect(seen).toEqual(['load'])
  })

  it.each([
    ['again', ['load']],
    ['logs', ['logs', 'load']],
    ['quit', ['quit']],
  ] as const)('again and again, is asked about once: %s', async (answer, then) => {
    const { seen, crash, gone } = setUp()
    for (let count = 0; count < 6; count += 1) crash()
    await settled()
    expect(seen).toEqual(['load', 'load', 'load', 'gone?'])
    gone.answer.resolve(answer)
    await settled()
    expect(seen.slice(4)).toEqual(then)
  })
})

describe('a page that hangs', () => {
  it('may be waited for', async () => {
    const { seen, window, hangs } = setUp()
    window.emit('unresponsive')
    window.emit('unresponsive')
    hangs.answer.resolve('wait')
    await settled()
    expect(seen).toEqual(['hangs?'])
  })

  it('is ended and loaded anew when the person says so', async () => {
    const { seen, window, hangs } = setUp()
    window.emit('unresponsive')
    hangs.answer.resolve('reload')
    await settled()
    expect(seen).toEqual(['hangs?', 'crashed by hand', 'load'])
  })

  it('is not asked about any more once it answers', async () => {
    const { seen, window, hangs } = setUp()
    window.emit('unresponsive')
    window.emit('responsive')
    expect(hangs.signal?.aborted).toBe(true)
    hangs.answer.resolve('reload')
    await settled()
    expect(seen).toEqual(['hangs?'])
  })
})

import { describe, expect, it } from 'vitest'
import { ManualClock, settled } from '../../../tests/harness/manual-clock.ts'
import { createQuitGuard } from './quit-guard.ts'

function setUp(stop: () => Promise<void>) {
  const clock = new ManualClock()
  const seen: string[] = []
  const wish = createQuitGuard({
    clock,
    stop: () => {
      seen.push('stop')
      return stop()
    },
    quit: () => seen.push('quit'),
    onBug: (error) => seen.push(`bug: ${(error as Error).message}`),
  })
  const ask = () => wish({ preventDefault: () => seen.push('prevented') })
  return { clock, seen, ask }
}

describe('quitting', () => {
  it('waits for the node, then lets go', async () => {
    const stopped = Promise.withResolvers<undefined>()
    const { clock, seen, ask } = setUp(() => stopped.promise)
    ask()
    await settled()
    expect(seen).toEqual(['prevented', 'stop'])
    stopped.resolve(undefined)
    await settled()
    expect(seen).toEqual(['prevented', 'stop', 'quit'])
    ask()
    expect(seen).toHaveLength(3)
    expect(clock.pending).toBe(0)
  })

  it('stops once however often it is asked', async () => {
    const { seen, ask } = setUp(async () => {})
    ask()
    ask()
    await settled()
    expect(seen).toEqual(['prevented', 'stop', 'prevented', 'quit'])
  })

  it('gives up on a node that hangs after five seconds, and quits once', async () => {
    const hanging = Promise.withResolvers<undefined>()
    const { clock, seen, ask } = setUp(() => hanging.promise)
    ask()
    await clock.advance(4_999)
    expect(seen).toEqual(['prevented', 'stop'])
    await clock.advance(1)
    expect(seen).toEqual(['prevented', 'stop', 'quit'])
    hanging.resolve(undefined)
    await settled()
    expect(seen).toHaveLength(3)
  })

  it('quits also when stopping fails', async () => {
    const { seen, ask } = setUp(() => Promise.reject(new Error('stuck')))
    ask()
    await settled()
    expect(seen).toEqual(['prevented', 'stop', 'bug: stuck', 'quit'])
  })
})

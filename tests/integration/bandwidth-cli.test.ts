import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import { BandwidthView, TrafficHistoryView, TrafficTick, TrafficView } from '../../src/contract/bandwidth-views.ts'
import { type KithProcess, runKith, startKithProcess } from '../harness/kith-process.ts'
import { testPeerId } from '../harness/test-peers.ts'

const ada = testPeerId(1)

it('limits are set, scheduled and switched from the command line, hold for the next start, and wrong input says what to write', async () => {
  await using node = await startKithProcess()
  const shown = (...args: string[]) => runKith([...args, '--data-dir', node.dataDir])
  const status = async () => BandwidthView.loose().parse((await node.cli('limits')).json)

  expect((await node.cli('limits', 'set', '--up', '2MiB/s', '--down', '16 Mbit/s')).json).toMatchObject({
    profile: 'normal',
    before: { uploadBytesPerSecond: 0 },
    now: { uploadBytesPerSecond: 2_097_152, downloadBytesPerSecond: 2_000_000 },
  })
  expect(await status()).toMatchObject({ profile: 'normal', upload: { bytesPerSecond: 2_097_152 } })
  const ambiguous = await node.cli('limits', 'set', '--up', '5 Mb/s')
  expect(ambiguous.code).toBe(2)
  expect(ambiguous.stderr).toContain('Write Mbit/s for bits or MB/s for bytes.')
  expect((await shown('limits', 'set', '--up', '8KiB/s')).stdout).toContain('transfers crawl')

  await node.cli('peers', 'add', `${ada}@/ip4/127.0.0.1/tcp/9`, '--name', 'Ada', '--no-keep')
  expect((await node.cli('limits', 'set', '--peer', 'Ada', '--down', '1', '--month', '50GiB')).json).toMatchObject({
    peerId: ada,
    now: { uploadBytesPerSecond: 0, downloadBytesPerSecond: 1_048_576, monthlyBytes: 50 * 1_024 ** 3 },
  })
  expect((await node.cli('limits', 'Ada')).json).toMatchObject({
    name: 'Ada',
    limits: { downloadBytesPerSecond: 1_048_576 },
  })

  expect(await node.cli('limits', 'schedule', 'add', 'daily all-day night')).toMatchObject({ code: 1 })
  await node.cli('limits', 'set', '--profile', 'night', '--up', '4MB/s')
  const week = await shown('limits', 'schedule', 'add', 'daily', 'all', 'day', 'night')
  expect(week.stdout).toContain(`mon  ${'n'.repeat(48)}`)
  expect(await status()).toMatchObject({ profile: 'night', reason: 'schedule', upload: { bytesPerSecond: 4_000_000 } })
  expect(await node.cli('limits', 'remove-profile', 'night')).toMatchObject({ code: 1 })

  expect((await node.cli('limits', 'pause')).json).toMatchObject({ profile: 'paused', reason: 'override' })
  expect((await node.cli('limits', 'resume')).json).toMatchObject({ profile: 'night', override: null })
  expect((await node.cli('limits', 'quiet', 'on')).json).toMatchObject({ profile: 'quiet' })
  expect((await node.cli('limits', 'quiet', 'off')).json).toMatchObject({ profile: 'night', reason: 'schedule' })
  expect((await node.cli('limits', 'schedule', 'remove', '1')).json).toMatchObject({ rules: [], profile: 'normal' })
  expect(await node.cli('limits', 'remove-profile', 'night')).toMatchObject({ code: 0 })

  TrafficView.parse((await node.cli('stats')).json)
  TrafficHistoryView.parse((await node.cli('stats', '--history', 'days')).json)
  expect((await shown('stats', '--history', 'minutes', '--csv')).stdout).toMatch(/^time,step_ms,peer_id,/)
})

it('stats --watch goes on second by second, ends well on Ctrl-C, and with an error when the node goes away', async () => {
  await using node = await startKithProcess()
  const [interrupted, left] = [watch(node), watch(node)]
  await Promise.all([interrupted.second(), left.second()])
  interrupted.child.kill('SIGINT')
  expect(await interrupted.ended).toEqual([0, null])
  expect(interrupted.stderr()).toBe('')
  await node.stop()
  expect(await left.ended).toEqual([1, null])
  expect(JSON.parse(left.stderr())).toMatchObject({ error: { name: 'Unreachable' } })
})

function watch(node: KithProcess) {
  const kith = join(import.meta.dirname, '..', '..', 'bin', 'kith')
  const child = spawn(kith, ['stats', '--watch', '--json', '--data-dir', node.dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close')
  const lines = createInterface({ input: child.stdout })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return {
    child,
    ended,
    stderr: () => stderr,
    second: async () => TrafficTick.parse(JSON.parse(String((await once(lines, 'line'))[0]))),
  }
}

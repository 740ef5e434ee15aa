/** mDNS with real sockets: found, a port that is taken, no network at all. */
import { execFile } from 'node:child_process'
import { createSocket, type Socket } from 'node:dgram'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, expect, it } from 'vitest'
import { ManualClock } from '../harness/manual-clock.ts'
import { testPeerId } from '../harness/test-peers.ts'
import { type Discovering, discoverOn } from './fixtures/discovering.ts'

const open: Discovering[] = []
afterEach(async () => {
  for (const { stop } of open.splice(0)) await stop()
})

function discover(port: number, number: number, clock = new ManualClock()): Discovering {
  const made = discoverOn(port, testPeerId(number), clock)
  open.push(made)
  return made
}

/** A port that nobody has now, taken in a way that lets nobody share it. */
function takenPort(): Promise<{ port: number; socket: Socket }> {
  const socket = createSocket({ type: 'udp4', reuseAddr: false })
  return new Promise((resolve) => socket.bind(0, () => resolve({ port: socket.address().port, socket })))
}

it('a port that is taken stops nothing, and others are found once it is free', async () => {
  const { port, socket } = await takenPort()
  const clock = new ManualClock()
  const ann = discover(port, 1, clock)
  expect(await ann.nextFailure()).toMatch(/EADDRINUSE/)
  for (let failures = 2; failures <= 5; failures += 1) {
    const failing = ann.nextFailure()
    await clock.advance(10_000)
    expect(await failing).toMatch(/EADDRINUSE/)
  }
  expect(ann.breaker.status()).toMatchObject({ state: 'open', failures: 5 })
  await new Promise<void>((closed) => socket.close(closed))
  const closes = new Promise<void>((resolve) => ann.breaker.changed.on(({ to }) => to === 'closed' && resolve()))
  await clock.advance(30_000)
  await closes
  const ben = discover(port, 2)
  expect(await ben.met(testPeerId(1))).toEqual(['/ip4/127.0.0.1/tcp/4711'])
})

it('no network at all stops nothing', async () => {
  const process_ = fileURLToPath(new URL('fixtures/discovering-process.ts', import.meta.url))
  const { stdout } = await promisify(execFile)('unshare', ['--net', process.execPath, process_], { timeout: 30_000 })
  expect(JSON.parse(stdout)).toEqual({
    failure: expect.stringMatching(/ENETUNREACH|EHOSTUNREACH|ENODEV/) as string,
    failures: 1,
  })
})

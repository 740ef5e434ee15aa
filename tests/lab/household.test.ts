/**
 * The dynamic mode on a real line: two nodes, and between them what a home has: a line of 8 Mbit/s with a second of buffer. What somebody else
 * in the home feels is measured by a program that has nothing to do with Kith.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { z } from 'zod'
import { type BulkNode, startBulkNode } from '../harness/bulk-node.ts'
import { percentile, printFigures, remark } from './figures.ts'
import { addNamespaces, labFolder, newLabName, removeLab } from './namespaces.ts'
import { inside, ip, placed, python, system } from './system.ts'

const PROBE = join(import.meta.dirname, 'probe.py')
const Probe = z.object({ rttsMs: z.array(z.number()) })
const LINE_BYTES_PER_SECOND = 1_000_000
const HOME = '10.78.0.1'
const AWAY = '10.79.0.1'

afterAll(() => printFigures('The dynamic mode on a line of 8 Mbit/s with a second of buffer'))

interface Household extends AsyncDisposable {
  readonly home: BulkNode
  readonly away: BulkNode
  /** Round trips of somebody else in the home, ten a second for so long. */
  feel(ms: number): Promise<readonly number[]>
  /** Somebody else in the home sends all it can. @returns what ends it, and answers how many bytes arrived */
  compete(): Promise<() => Promise<number>>
}

/** @throws when this machine cannot run a lab */
async function createHousehold(): Promise<Household> {
  const name = newLabName()
  mkdirSync(labFolder(name), { mode: 0o700 })
  const children: ChildProcess[] = []
  const nodes: BulkNode[] = []
  async function end(): Promise<void> {
    await Promise.all(nodes.map((node) => node.stop()))
    for (const child of children) child.kill('SIGKILL')
    await removeLab(name)
  }
  try {
    const [near = '', router = '', far = ''] = await addNamespaces(name, ['home', 'router', 'away'])
    // Not at the sender's own end: TCP keeps what it has queued there short, which no router does for anybody.
    await cable(near, HOME, router, 'inside', '10.78.0.2')
    await cable(far, AWAY, router, 'outside', '10.79.0.2')
    await system(...placed(router, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward'))
    const line = ['rate', `${LINE_BYTES_PER_SECOND}bps`, 'burst', '5000', 'limit', String(LINE_BYTES_PER_SECOND)]
    await system(...placed(router, 'tc', 'qdisc', 'add', 'dev', 'outside', 'root', 'tbf', ...line))
    const start = (namespace: string, address: string): Promise<BulkNode> =>
      startBulkNode({
        name: address === HOME ? 'home' : 'away',
        within: inside(namespace),
        settings: { network: { listen: [`/ip4/${address}/tcp/4711`] } },
      })
    const started = await Promise.all([start(near, HOME), start(far, AWAY)])
    nodes.push(...started)
    const [home, away] = started
    await home.connect(away)
    const echo = spawn(...placed(far, python, PROBE, 'echo', AWAY), { stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(echo)
    await once(echo.stdout, 'data')
    return {
      home,
      away,
      async feel(ms) {
        const words = [python, PROBE, 'send', AWAY, String(ms / 100), '100']
        return Probe.parse(JSON.parse(await system(...placed(near, ...words)))).rttsMs
      },
      async compete() {
        const sink = spawn(...placed(far, python, '-c', SINK, AWAY), { stdio: ['ignore', 'pipe', 'inherit'] })
        children.push(sink)
        await once(sink.stdout, 'data')
        const source = spawn(...placed(near, python, '-c', SOURCE, AWAY), { stdio: ['ignore', 'ignore', 'ignore'] })
        children.push(source)
        return async () => {
          const said = once(sink.stdout, 'data') as Promise<[Buffer]>
          source.kill('SIGKILL')
          return Number(String((await said)[0]))
        }
      },
      [Symbol.asyncDispose]: end,
    }
  } catch (error) {
    await end()
    throw error
  }
}

/** From a host to an interface of the router, which is its way to everybody else. */
async function cable(host: string, address: string, router: string, name: string, gateway: string): Promise<void> {
  await ip([`link add name eth0 type veth peer name ${name} netns ${router}`], host)
  // What leaves the host is huge otherwise, and a huge packet fits into no bucket.
  const offloads = ['tx', 'off', 'tso', 'off', 'gso', 'off', 'gro', 'off']
  await system(...placed(host, 'ethtool', '-K', 'eth0', ...offloads))
  await system(...placed(router, 'ethtool', '-K', name, ...offloads))
  await ip([`address add ${gateway}/24 dev ${name}`, `link set ${name} up`], router)
  await ip(
    [
      'link set lo up',
      `address add ${address}/24 dev eth0`,
      'link set eth0 up',
      // As nearly every computer in a home has it, whatever this machine prefers.
      `route add default via ${gateway} congctl cubic`,
    ],
    host,
  )
}

const SINK = `
import socket, sys
server = socket.create_server((sys.argv[1], 4800))
print("ready", flush=True)
peer, total = server.accept()[0], 0
while chunk := peer.recv(65536): total += len(chunk)
print(total, flush=True)`
const SOURCE = `
import socket, sys
peer = socket.create_connection((sys.argv[1], 4800))
while True: peer.sendall(bytes(65536))`

/** What arrives at the other end meanwhile, as a share of the line. */
async function share({ home, away }: Household, meanwhile: Promise<unknown>): Promise<number> {
  const before = await away.order('sunk', { peerId: home.peerId })
  const began = performance.now()
  await meanwhile
  const after = await away.order('sunk', { peerId: home.peerId })
  return ((after - before) * 1_000) / (performance.now() - began) / LINE_BYTES_PER_SECOND
}

/** How long the mode takes to find its rate, in the middle of a transfer that has filled the buffer. */
const SETTLE_MS = 12_000

it('a transfer adds about the target to the delay of a home, and yields to whoever else wants the line', async () => {
  await using household = await createHousehold()
  const { home, away, feel, compete } = household
  const quiet = await feel(500)
  await home.send(away.peerId)
  await wait(2_500)
  const off = feel(2_000)
  const offShare = await share(household, off)

  await home.call('settings.set', { change: { bandwidth: { dynamic: { enabled: true } } } })
  await wait(SETTLE_MS)
  const on = feel(5_000)
  const onShare = await share(household, on)
  const { upload } = await home.call('bandwidth.status')

  const began = performance.now()
  const stop = await compete()
  await wait(7_000)
  const yieldedShare = await share(household, wait(2_500))
  const theirs = ((await stop()) * 1_000) / (performance.now() - began) / LINE_BYTES_PER_SECOND
  const states = [...(await home.order('states', {})), ...(await away.order('states', {}))]

  const times = (values: readonly number[]): string =>
    `round trip p50 ${percentile(values, 0.5).toFixed(0)}, p95 ${percentile(values, 0.95).toFixed(0)} ms`
  const percent = (part: number): string => `${(part * 100).toFixed(0)} % of the line`
  remark(`nothing passes: ${times(quiet)}`)
  remark(`off: ${times(await off)}; the transfer has ${percent(offShare)}`)
  remark(`on, target 60 ms: ${times(await on)}; the transfer has ${percent(onShare)}`)
  remark(`somebody else sends: the transfer has ${percent(yieldedShare)}, they ${percent(theirs)} from the start on`)
  expect(percentile(await off, 0.5)).toBeGreaterThan(150)
  expect(percentile(await on, 0.5)).toBeLessThan(130)
  expect(onShare).toBeGreaterThan(0.8)
  expect(upload.reason).toBe('dynamic')
  expect(yieldedShare).toBeLessThan(0.25)
  expect(states.filter(({ state }) => state === 'suspect')).toEqual([])
})

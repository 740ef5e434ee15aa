/** A real `bin/kith node` in a folder of its own, as a person would start it: nothing inside it is replaced. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { HostEvent } from '../../src/contract/host-events.ts'
import { parseJsonLine } from '../../src/contract/socket.ts'

const KITH = join(import.meta.dirname, '..', '..', 'bin', 'kith')
/** Far above what a start takes on a loaded machine. A build, where one is missing, is waited for apart. */
const READY_MS = 60_000
/** Spec §3 promises 5 s; the test itself says so, this only ends a hang. */
const EXIT_MS = 15_000
const BUILD_MS = 300_000

export interface KithProcessOptions {
  /** An existing data folder, left alone afterwards; default: a new one, removed afterwards. */
  readonly dataDir?: string
  /** Default: one free TCP port on 127.0.0.1. */
  readonly listen?: readonly string[]
  /** Default: `insecure-file`. `null` leaves the choice to kith. */
  readonly keyStore?: string | null
  /** Default: false, so that suites on one machine do not meet each other. */
  readonly mdns?: boolean
  /** Further arguments of `kith node`. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Words before `bin/kith`, of a program that becomes it, such as `ip netns exec NAME`: for the node and its commands. */
  readonly within?: readonly string[]
  /** Told of each event as it is read, before anybody who waits for it. */
  readonly onEvent?: (event: HostEvent) => void
}

export interface CliResult {
  readonly code: number
  /** Standard output as JSON; an array of values where it has several lines; `null` where it has none. */
  readonly json: unknown
  readonly stdout: string
  readonly stderr: string
}

type ReadyEvent = Extract<HostEvent, { event: 'ready' }>

export interface KithProcess extends AsyncDisposable {
  readonly dataDir: string
  readonly child: ChildProcess
  readonly pid: number
  readonly ready: ReadyEvent
  readonly peerId: string
  /** From spawn to the `ready` line. */
  readonly readyMs: number
  /** Everything printed so far, oldest first. */
  readonly events: readonly HostEvent[]
  /** The first event, past or to come, that fits. Rejects after `timeoutMs` or when the process ends. */
  waitFor(fits: (event: HostEvent) => boolean, timeoutMs?: number): Promise<HostEvent>
  /** The same for one kind of event. */
  waitForEvent<K extends HostEvent['event']>(
    kind: K,
    fits?: (event: Extract<HostEvent, { event: K }>) => boolean,
    timeoutMs?: number,
  ): Promise<Extract<HostEvent, { event: K }>>
  /** Runs `bin/kith ARGS --json --data-dir …` to its end. */
  cli(...args: readonly string[]): Promise<CliResult>
  /** SIGTERM; answers the exit code. */
  stop(): Promise<number>
  /** SIGKILL; the data folder stays. */
  kill(): Promise<void>
}

let built: Promise<void> | undefined

/** Once for each suite: two nodes that start together must not build together, and building is no part of a start. */
export function ensureBuilt(): Promise<void> {
  built ??= runKith(['--version'], {}, BUILD_MS).then(({ code, stderr }) => {
    if (code !== 0) throw new Error(`bin/kith cannot run:\n${stderr}`)
  })
  return built
}

/** Runs `bin/kith` with exactly these arguments to its end. */
export async function runKith(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  timeoutMs = 60_000,
  within: readonly string[] = [],
): Promise<CliResult> {
  const child = spawn(...commandOf(within, args), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  if (code === null) throw new Error(`kith ${args.join(' ')} ended by ${String(signal)}: ${stderr}`)
  return { code, json: jsonOf(stdout), stdout, stderr }
}

/** @throws when the node does not get ready, with what it said */
export async function startKithProcess(options: KithProcessOptions = {}): Promise<KithProcess> {
  await ensureBuilt()
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'kith-node-'))
  const env = options.env ?? {}
  const began = performance.now()
  const { within = [] } = options
  const child = spawn(...commandOf(within, ['node', '--json', '--data-dir', dataDir, ...argumentsOf(options)]), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // `close`, not `exit`: the last lines are read by then.
  const exited = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  const events: HostEvent[] = []
  const listeners = new Set<(event: HostEvent) => void>()
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = parseJsonLine(HostEvent, line)
    if (!event.ok) throw new Error(`kith node printed what is no event (${event.error}): ${line}`)
    events.push(event.value)
    options.onEvent?.(event.value)
    for (const tell of [...listeners]) tell(event.value)
  })

  function waitFor(fits: (event: HostEvent) => boolean, timeoutMs = 10_000): Promise<HostEvent> {
    const past = events.find(fits)
    if (past) return Promise.resolve(past)
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void): void => {
        clearTimeout(timer)
        listeners.delete(listen)
        finish()
      }
      const fail = (why: string): void =>
        settle(() => reject(new Error(`${why}\nprinted: ${JSON.stringify(events)}\nstderr: ${stderr}`)))
      const listen = (event: HostEvent): void => {
        if (fits(event)) settle(() => resolve(event))
      }
      const timer = setTimeout(() => fail(`no such event within ${timeoutMs} ms`), timeoutMs)
      listeners.add(listen)
      void exited.then(([code, signal]) => fail(`kith node ended with ${String(code ?? signal)}`))
    })
  }

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    const timer = setTimeout(() => child.kill('SIGKILL'), EXIT_MS)
    const [code] = await exited
    clearTimeout(timer)
    return code
  }

  async function dispose(): Promise<void> {
    await end('SIGTERM')
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true })
  }

  const ready = (await waitFor(({ event }) => event === 'ready', READY_MS).catch(async (error: unknown) => {
    await dispose()
    throw error
  })) as ReadyEvent

  return {
    dataDir,
    child,
    pid: ready.pid,
    ready,
    peerId: ready.peerId,
    readyMs: performance.now() - began,
    events,
    waitFor,
    waitForEvent: async (kind, fits = () => true, timeoutMs) => {
      type Wanted = Extract<HostEvent, { event: typeof kind }>
      return (await waitFor((event) => event.event === kind && fits(event as Wanted), timeoutMs)) as Wanted
    },
    cli: (...args) => runKith([...args, '--json', '--data-dir', dataDir], env, undefined, within),
    stop: async () => (await end('SIGTERM')) ?? -1,
    kill: async () => {
      await end('SIGKILL')
    },
    [Symbol.asyncDispose]: dispose,
  }
}

function commandOf(within: readonly string[], args: readonly string[]): [string, string[]] {
  const [command = KITH, ...rest] = [...within, KITH, ...args]
  return [command, rest]
}

function argumentsOf({
  listen = ['/ip4/127.0.0.1/tcp/0'],
  keyStore = 'insecure-file',
  mdns = false,
  args = [],
}: KithProcessOptions): string[] {
  return [
    ...listen.flatMap((address) => ['--listen', address]),
    ...(keyStore === null ? [] : ['--key-store', keyStore]),
    ...(mdns ? [] : ['--no-mdns']),
    ...args,
  ]
}

function jsonOf(stdout: string): unknown {
  const values = stdout
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => parsed(line))
  return values.length > 1 ? values : (values[0] ?? null)
}

/** Help and human output are no JSON; whoever wants them reads `stdout`. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return line
  }
}

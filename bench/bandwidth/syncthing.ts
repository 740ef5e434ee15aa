/** Debian's Syncthing as a process that knows one other on loopback and talks to nobody else. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { KIB } from '../../src/kit/units.ts'

const START_MS = 60_000
const FOLDER = 'bench'
/** Neither telemetry nor updates, whatever the configuration says. */
const QUIET = { STNOUPGRADE: '1', STNODEFAULTFOLDER: '1', STNORESTART: '1' }

export interface Syncthing extends AsyncDisposable {
  readonly deviceId: string
  readonly folder: string
  /** Bytes that came from the other, and whether it is connected. */
  received(): Promise<{ readonly bytes: number; readonly connected: boolean }>
  /** Notices what is new in the folder. */
  scan(): Promise<void>
  /** In KiB per second, for the whole node; 0 is unlimited. */
  setLimits(limits: { readonly maxSendKbps: number; readonly maxRecvKbps: number }): Promise<void>
}

export interface SyncthingPair extends AsyncDisposable {
  readonly version: string
  readonly sender: Syncthing
  readonly receiver: Syncthing
}

interface Home {
  readonly path: string
  readonly deviceId: string
  readonly port: number
  readonly apiPort: number
  readonly apiKey: string
}

/** `null` where the program is not installed. */
function syncthingVersion(): string | null {
  const { status, stdout } = spawnSync('syncthing', ['--version'], { encoding: 'utf8' })
  return status === 0 ? stdout.split(' ').slice(0, 2).join(' ') : null
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

async function makeHome(root: string, name: string): Promise<Home> {
  const path = join(root, name)
  const made = spawnSync('syncthing', ['generate', `--home=${path}`, '--skip-port-probing', '--no-default-folder'], {
    encoding: 'utf8',
    env: { ...process.env, ...QUIET },
  })
  const [, deviceId = ''] = /Device ID: ([A-Z0-9-]+)/.exec(made.stdout + made.stderr) ?? []
  const [, apiKey = ''] = /<apikey>([^<]+)</.exec(readFileSync(join(path, 'config.xml'), 'utf8')) ?? []
  if (deviceId === '' || apiKey === '') throw new Error(`syncthing made no configuration: ${made.stderr}`)
  mkdirSync(join(path, 'folder', '.stfolder'), { recursive: true })
  return { path, deviceId, apiKey, port: await freePort(), apiPort: await freePort() }
}

const off = [
  'globalAnnounceEnabled',
  'localAnnounceEnabled',
  'relaysEnabled',
  'natEnabled',
  'startBrowser',
  'crashReportingEnabled',
]

function configure(home: Home, other: Home): void {
  const file = join(home.path, 'config.xml')
  const device = ({ deviceId, port }: Home): string =>
    `<device id="${deviceId}" name="${deviceId.slice(0, 7)}" compression="never"><address>tcp://127.0.0.1:${port}</address></device>`
  const folder =
    `<folder id="${FOLDER}" label="${FOLDER}" path="${join(home.path, 'folder')}" type="sendreceive" rescanIntervalS="0" ` +
    `fsWatcherEnabled="false"><filesystemType>basic</filesystemType>` +
    `<device id="${home.deviceId}"></device><device id="${other.deviceId}"></device></folder>`
  const set = (text: string, name: string, value: string | number | boolean): string =>
    text.replace(new RegExp(`<${name}>[^<]*</${name}>`), `<${name}>${value}</${name}>`)
  let text = readFileSync(file, 'utf8').replace(
    /<device id="[A-Z0-9-]+" name.*?<\/device>/s,
    device(home) + device(other) + folder,
  )
  for (const name of off) text = set(text, name, false)
  text = set(text, 'listenAddress', `tcp://127.0.0.1:${home.port}`)
  text = set(text, 'urAccepted', -1)
  text = set(text, 'autoUpgradeIntervalH', 0)
  text = set(text, 'stunKeepaliveStartS', 0)
  text = set(text, 'reconnectionIntervalS', 5)
  text = set(text, 'limitBandwidthInLan', true)
  text = set(text, 'setLowPriority', false)
  text = text.replace('<address>127.0.0.1:8384</address>', `<address>127.0.0.1:${home.apiPort}</address>`)
  writeFileSync(file, text)
}

async function start({ path, deviceId, apiKey, apiPort }: Home, other: Home): Promise<Syncthing> {
  const child = spawn('syncthing', ['serve', `--home=${path}`, '--no-browser', '--no-restart', '--logflags=0'], {
    env: { ...process.env, ...QUIET },
    stdio: ['ignore', 'ignore', 'ignore'],
  })
  const exited = once(child, 'exit')
  const ask = async (method: string, what: string, body?: unknown): Promise<unknown> => {
    const reply = await fetch(`http://127.0.0.1:${apiPort}/rest/${what}`, {
      method,
      headers: { 'X-API-Key': apiKey },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!reply.ok) throw new Error(`syncthing answered ${reply.status} to ${what}`)
    const text = await reply.text()
    return text === '' ? null : JSON.parse(text)
  }
  const syncthing: Syncthing = {
    deviceId,
    folder: join(path, 'folder'),
    async received() {
      const { connections } = (await ask('GET', 'system/connections')) as {
        connections: Record<string, { inBytesTotal: number; connected: boolean }>
      }
      const link = connections[other.deviceId]
      return { bytes: link?.inBytesTotal ?? 0, connected: link?.connected ?? false }
    },
    scan: async () => {
      await ask('POST', `db/scan?folder=${FOLDER}`)
    },
    setLimits: async (limits) => {
      await ask('PATCH', 'config/options', limits)
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await exited
      clearTimeout(timer)
    },
  }
  try {
    await until(() => ask('GET', 'system/ping').then(() => true), START_MS)
  } catch (error) {
    await syncthing[Symbol.asyncDispose]()
    throw error
  }
  return syncthing
}

/** @throws when it does not come to be within the time */
export async function until(isSo: () => Promise<boolean>, withinMs: number, everyMs = 100): Promise<void> {
  const deadline = performance.now() + withinMs
  while (!(await isSo().catch(() => false))) {
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms`)
    await sleep(everyMs)
  }
}

export async function startSyncthingPair(): Promise<SyncthingPair> {
  const version = syncthingVersion()
  if (version === null) throw new Error('syncthing is not installed: apt-get install syncthing')
  const root = mkdtempSync(join(tmpdir(), 'kith-syncthing-'))
  const homes = [await makeHome(root, 'sender'), await makeHome(root, 'receiver')] as const
  configure(homes[0], homes[1])
  configure(homes[1], homes[0])
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rmSync(root, { recursive: true, force: true }))
  const sender = stack.use(await start(homes[0], homes[1]))
  const receiver = stack.use(await start(homes[1], homes[0]))
  await until(async () => (await receiver.received()).connected && (await sender.received()).connected, START_MS)
  const kept = stack.move()
  return { version, sender, receiver, [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose]() }
}

export const kibPerSecond = (bytesPerSecond: number): number => Math.round(bytesPerSecond / KIB)

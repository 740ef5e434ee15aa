/** Puts a host together on a data folder: lock, log, settings, local server, node. Electron and the server share it. */
import { hostname } from 'node:os'
import type { Announcement } from '../contract/contract.ts'
import { KithError } from '../contract/errors.ts'
import type { Settings, SettingsInput } from '../contract/settings.ts'
import { type HostView, type KeyStoreKind, Name } from '../contract/views.ts'
import type { Notification } from '../core/notification.types.ts'
import { systemClock, systemRandom } from '../kit/system.ts'
import { removeControl, writeControl } from './control-file.ts'
import { lockDataFolder } from './data-folder.ts'
import { createServerPart, type DesktopPart } from './desktop-part.ts'
import { createHost, type Host, type HostPorts } from './host.ts'
import { createHostChecks } from './host-checks.ts'
import { createIdentityFolder } from './identity-folder.ts'
import { createIdentityKeeper } from './identity-keeper.ts'
import { keychainPresent } from './keychain.ts'
import { createLocalServer, screensUrl } from './local-server.ts'
import { type LogFile, type LogLevel, openLogFile } from './log-file.ts'
import { askNetworkManager, askNobody, createNetworkCost } from './network-cost.ts'
import { createNotifier } from './notifier.ts'
import { createLinuxPower, type PowerSource } from './power.ts'
import { createProfile } from './profile.ts'
import { finishRestore } from './restore-plan.ts'
import { loadSettings, saveSettings } from './settings-file.ts'
import { createSurroundings, machine } from './surroundings.ts'
import { followTimeZone } from './time-zone.ts'

export interface KithOptions {
  readonly dataFolder: string
  /** `--config FILE`. */
  readonly configFile?: string | undefined
  /** What the command line said; it wins over every file. */
  readonly flags?: SettingsInput | undefined
  /** Port of the screens; 0 takes a free one, `off` serves the command line only. */
  readonly uiPort: number | 'off'
  /** Folder of the built screens. */
  readonly screens: string
  readonly version: string
  readonly logLevel?: LogLevel | undefined
  /** Told of every announcement from the very first, which may come before `startKith` has answered. */
  readonly onAnnouncement?: ((announcement: Announcement) => void) | undefined
  /** Shows a person something that should not wait for a screen to be looked at. Told at most every 10 s. */
  readonly onNotification?: ((notification: Notification) => void) | undefined
  /** What the desktop app can do. Default: what a server can, which is nothing of that. */
  readonly desktop?: DesktopPart | undefined
  /** Default: what Linux says; elsewhere a program without a window does not know. */
  readonly power?: PowerSource | undefined
  /** Of services that only this host leans on; the node watches them beside its own. */
  readonly breakers?: HostPorts['breakers'] | undefined
}

export interface Kith {
  readonly host: Host
  readonly log: LogFile
  readonly settings: Settings
  /** The screens with the token in the fragment; `null` when they are off. */
  readonly uiUrl: string | null
  /** An address that opens the screens once, within a minute, and is safe in a process list; `null` when they are off. */
  ticketUrl(): string | null
  /** The first try to start the node. Never rejects. */
  readonly firstTry: Promise<HostView>
  /** The keychain holds a thread, and the process can only be ended by `endProcess` of `keychain.ts`. */
  readonly keychainBusy: boolean
  /** Stops the node, then the server, and lets go of the folder. Twice is fine. */
  stop(): Promise<void>
}

/** What a test replaces. */
export interface KithParts extends Pick<HostPorts, 'loadNode'> {
  readonly createProfile: typeof createProfile
}

const realParts: KithParts = {
  loadNode: async () => (await import('../core/create-node.ts')).createNode,
  createProfile,
}

/**
 * @throws KithError `InvalidRequest` when another node uses the folder, `InvalidConfig` when a setting, the folder or the
 * port of the screens cannot be used. Whatever keeps the node itself from starting is in the host's view instead.
 */
export async function startKith(options: KithOptions, parts: KithParts = realParts): Promise<Kith> {
  const { dataFolder, version } = options
  const { pid } = process
  // Reading the node's code takes longest; everything below happens meanwhile.
  const loading = parts.loadNode()
  loading.catch(() => {})
  const undo: (() => void | Promise<void>)[] = []
  const unwind = async (): Promise<void> => {
    for (let step = undo.pop(); step; step = undo.pop()) await step()
  }
  try {
    const lock = lockDataFolder(dataFolder, pid)
    undo.push(() => lock[Symbol.dispose]())
    const restored = finishRestore(dataFolder)
    const { settings } = loadSettings(options)
    const log = openLog(dataFolder, options.logLevel)
    undo.push(() => log[Symbol.dispose]())
    log.info('kith starts', { version, pid, node: process.version, platform: process.platform })
    if (restored) log.info('a restore that was interrupted is brought to its end')
    const clock = systemClock
    const notifier = createNotifier(clock, (notification) => {
      log.info('a person should know', { ...notification })
      options.onNotification?.(notification)
    })
    undo.push(() => notifier[Symbol.dispose]())
    const power = options.power ?? createSystemPower(undo)
    const cost = createNetworkCost(machine.every, process.platform === 'linux' ? askNetworkManager : askNobody)
    undo.push(() => cost[Symbol.dispose]())
    const surroundings = createSurroundings({ ...machine, clock, log, power, cost })
    undo.push(() => surroundings[Symbol.dispose]())
    const timeZone = followTimeZone(machine.every)
    undo.push(() => timeZone[Symbol.dispose]())
    const profile = parts.createProfile(dataFolder, settings, { clock, log, random: systemRandom })
    undo.push(() => profile[Symbol.dispose]())
    const breakers = { ...options.breakers, keychain: profile.keychainBreaker }
    let keptIn: KeyStoreKind | null = null
    const folder = createIdentityFolder({ dataFolder, clock, log, profile })
    const host = createHost(
      {
        clock,
        random: systemRandom,
        log,
        prepare() {
          finishRestore(dataFolder)
          return loadSettings(options).settings
        },
        async openIdentity(answer, byHand, now) {
          const identity = await profile.openIdentity(answer, byHand, now)
          keptIn = identity.keptIn
          return identity
        },
        openStore: (identity, now) => profile.openStore(identity, now),
        loadNode: () => loading,
        saveSettings: (change) => saveSettings(dataFolder, change),
        loadSettings: () => loadSettings(options),
        notify: (notification) => notifier.notify(notification),
        surroundings,
        checks: createHostChecks({
          dataFolder,
          keychain: () => ({ keptIn, busy: profile.keychainBusy, present: keychainPresent(process.env) }),
          breaker: breakers.keychain,
        }),
        breakers,
        desktop: options.desktop ?? createServerPart(dataFolder),
        identity: (hold) =>
          createIdentityKeeper(
            {
              clock,
              log,
              folder,
              ownSettings: () => loadSettings({ dataFolder }).settings,
              settings: () => loadSettings(options).settings,
            },
            hold,
          ),
      },
      { name: machineName(), version, pid },
    )
    const server = createLocalServer({
      clock,
      log,
      handlers: host.handlers,
      events: host.events,
      screens: options.uiPort === 'off' ? null : options.screens,
      port: options.uiPort === 'off' ? 0 : options.uiPort,
    })
    undo.push(() => server.stop())
    if (options.onAnnouncement) host.events.on(options.onAnnouncement)
    const firstTry = host.start()
    undo.push(() => host.stop())
    const { url } = await server.start()
    writeControl(dataFolder, { url, token: server.token, pid, version })
    undo.push(() => removeControl(dataFolder))
    let stopped: Promise<void> | null = null
    return {
      host,
      log,
      settings,
      uiUrl: options.uiPort === 'off' ? null : screensUrl(url, server.token),
      ticketUrl: () => (options.uiPort === 'off' ? null : server.ticketUrl()),
      firstTry,
      get keychainBusy() {
        return profile.keychainBusy
      },
      stop() {
        log.info('kith stops')
        stopped ??= unwind()
        return stopped
      },
    }
  } catch (error) {
    await unwind()
    throw error
  }
}

function createSystemPower(undo: (() => void)[]): PowerSource {
  const power = createLinuxPower(machine.every)
  undo.push(() => power[Symbol.dispose]())
  return power
}

function openLog(dataFolder: string, level: LogLevel | undefined): LogFile {
  try {
    return openLogFile(dataFolder, level)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new KithError('InvalidConfig', `Kith cannot write its log into ${dataFolder}: ${why}`, { cause: error })
  }
}

/** The host name as a person's word for this machine, without the domain. */
function machineName(): string {
  const parsed = Name.safeParse(hostname().split('.', 1)[0])
  return parsed.success ? parsed.data : 'Kith'
}

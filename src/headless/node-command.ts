/** `kith node`: the node without a window. It prints what happens until it is told to stop. */
import type { Announcement, Handlers } from '../contract/contract.ts'
import { KithError } from '../contract/errors.ts'
import type { SettingsInput } from '../contract/settings.ts'
import type { HostView } from '../contract/views.ts'
import type { Kith, KithOptions } from '../host/start-kith.ts'
import { isoTime } from '../kit/clock.ts'
import { type Context, dataFolderOf, type GlobalOptions, printError } from './context.ts'
import { createHostLines, type HostLines } from './host-lines.ts'
import { createNodePrinter, type NodePrinter } from './node-printer.ts'
import { givenPassphrase } from './passphrase.ts'

export interface NodeFlags extends GlobalOptions {
  readonly listen?: readonly string[]
  readonly name?: string
  readonly admission?: 'learn' | 'ask' | 'locked'
  readonly bootstrap?: readonly string[]
  readonly config?: string
  readonly keyStore?: 'keychain' | 'sealed-file' | 'insecure-file'
  readonly passphraseFile?: string
  readonly uiPort: number | 'off'
  readonly mdns: boolean
  readonly open?: boolean
}

export interface NodeParts {
  startKith(options: KithOptions): Promise<Kith>
  /** @returns whether a browser was asked to open the address */
  openScreens(address: string): Promise<boolean>
  /** Asks a person at the terminal; `null` when there is nobody or they gave up. */
  askPassphrase(question: string): Promise<string | null>
  /** Resolves when the process is asked to stop; the same promise whenever it is asked for. */
  readonly stopAsked: Promise<void>
}

/** A person mistypes; after so many times they need another way. */
const MAX_PROMPTS = 3

/** @returns the exit code */
export async function runNode(flags: NodeFlags, context: Context, parts: NodeParts): Promise<number> {
  const { terminal, env } = context
  const json = flags.json ?? false
  const printer = createNodePrinter(terminal, json)
  const passphrase = givenPassphrase({ file: flags.passphraseFile, env })
  const early: { announcement: Announcement; wallMs: number }[] = []
  let lines: HostLines | null = null
  let listening = true
  const print = (announcement: Announcement, wallMs: number): void => {
    for (const line of lines?.linesOf(announcement, wallMs) ?? []) printer.event(line)
  }
  function onAnnouncement(announcement: Announcement): void {
    const wallMs = context.clock.wallMs()
    if (!listening) return
    // `ready` comes first, whatever happened while the node was starting.
    if (lines) print(announcement, wallMs)
    else if (announcement.name !== 'rates.changed') early.push({ announcement, wallMs })
  }
  const kith = await parts.startKith({
    dataFolder: dataFolderOf(flags, env),
    configFile: flags.config,
    flags: settingsOf(flags),
    uiPort: flags.uiPort,
    screens: `${context.root}/out/renderer`,
    version: context.version,
    onAnnouncement,
  })
  try {
    if (flags.open) await showScreens(kith, parts, printer)
    const running = await Promise.race([untilRunning(), parts.stopAsked])
    if (running) {
      lines = await ready(kith, printer)
      for (const { announcement, wallMs } of early.splice(0)) print(announcement, wallMs)
      await parts.stopAsked
    }
  } finally {
    listening = false
    await kith.stop()
  }
  printer.event({ event: 'stopped', time: isoTime(context.clock.wallMs()) })
  return 0

  /** @throws KithError what keeps the node from running, when nobody here can help it */
  async function untilRunning(): Promise<true> {
    let view = await kith.firstTry
    let given = passphrase
    for (let prompts = 0; view.phase === 'locked' && prompts < MAX_PROMPTS; ) {
      const answer = given ?? (flags.open ? null : await prompt(view, prompts))
      if (answer === null) break
      // What a file or the environment gave is tried once.
      if (given === null) prompts += 1
      given = null
      view = await unlock(kith.host.handlers, view, answer)
    }
    if (view.phase === 'running') return true
    if (!flags.open) throw withoutPerson(view)
    printError(terminal, problemOf(view), json)
    return runningLater()
  }

  /** With `--open` a person sees the problem on the screens and mends it there. */
  function runningLater(): Promise<true> {
    return new Promise((resolve) => {
      kith.host.events.on(({ name, payload }) => {
        if (name === 'host.changed' && payload.phase === 'running') resolve(true)
      })
    })
  }

  async function prompt(view: HostView, prompts: number): Promise<string | null> {
    const isNew = view.choices.includes('new-passphrase')
    if (!isNew && !view.choices.includes('passphrase')) return null
    if (!terminal.interactive || json) return null
    if (prompts > 0 || isNew) printError(terminal, problemOf(view), false)
    const first = await parts.askPassphrase(isNew ? 'Choose a passphrase: ' : 'Passphrase: ')
    if (!isNew || first === null) return first
    if ((await parts.askPassphrase('The same once more: ')) === first) return first
    throw new KithError('InvalidRequest', 'The two passphrases differ. Nothing was changed; start again.')
  }
}

function unlock(handlers: Handlers, view: HostView, passphrase: string): Promise<HostView> {
  if (view.choices.includes('passphrase')) return handlers['host.resolve']({ choice: 'passphrase', passphrase })
  if (view.choices.includes('new-passphrase')) return handlers['host.resolve']({ choice: 'new-passphrase', passphrase })
  throw problemOf(view)
}

const problemOf = (view: HostView): KithError =>
  view.problem
    ? KithError.fromJson(view.problem)
    : new KithError('Unreachable', 'The node did not start. Its log says why.')

/** Nobody can type here, so the ways that need no terminal are named. */
function withoutPerson(view: HostView): KithError {
  const problem = problemOf(view)
  const byPassphrase = view.choices.some((choice) => choice === 'passphrase' || choice === 'new-passphrase')
  if (!byPassphrase && view.choices.includes('restore'))
    return new KithError(problem.name, `${problem.message} With a backup: kith restore FILE.`, {
      details: problem.details,
    })
  if (!byPassphrase) return problem
  const ways = 'Give the passphrase with --passphrase-file or KITH_PASSPHRASE, or unlock on screen with --open.'
  return new KithError(problem.name, `${problem.message} ${ways}`, { details: problem.details })
}

async function showScreens(kith: Kith, parts: NodeParts, printer: NodePrinter): Promise<void> {
  const address = kith.ticketUrl()
  if (address === null) {
    printer.note('The screens are switched off (--ui-port off).')
    return
  }
  if (await parts.openScreens(address)) printer.note('Opening the screens in your browser.')
  else printer.note(`No browser can be opened here. Open this address in one on this machine: ${kith.uiUrl ?? ''}`)
}

async function ready(kith: Kith, printer: NodePrinter): Promise<HostLines> {
  const { handlers } = kith.host
  const [node, requests] = await Promise.all([handlers['node.status'](undefined), handlers['requests.list'](undefined)])
  printer.ready(node, kith.uiUrl)
  const { addresses, startedAt, warnings } = node
  return createHostLines({ addresses, warnings, requests: requests.filter(({ lastSeen }) => lastSeen < startedAt) })
}

/** Only what was said: the rest is left to the files and the defaults. */
function settingsOf(flags: NodeFlags): SettingsInput {
  return {
    ...(flags.name === undefined ? {} : { name: flags.name }),
    network: {
      ...(flags.listen ? { listen: [...flags.listen] } : {}),
      ...(flags.bootstrap ? { bootstrap: [...flags.bootstrap] } : {}),
      ...(flags.mdns ? {} : { mdns: false }),
    },
    ...(flags.admission === undefined ? {} : { admission: { mode: flags.admission } }),
    ...(flags.keyStore === undefined ? {} : { identity: { keyStore: flags.keyStore } }),
  }
}

/** The life of a node under a host, whichever: it opens the key, starts the node, and answers for it while it cannot. */
import {
  type Announcement,
  type CallName,
  calls,
  type Handlers,
  type HostHandlers,
  type Parsed,
} from '../contract/contract.ts'
import { KithError } from '../contract/errors.ts'
import type { Settings } from '../contract/settings.ts'
import type { HostView, Warning } from '../contract/views.ts'
import type { Identity, OpenedIdentity, Secret } from '../core/identity/index.ts'
import type { NodeConfig, NodePorts, PeerNode } from '../core/node.types.ts'
import type { Store } from '../core/storage/index.ts'
import type { Clock, Random } from '../kit/clock.ts'
import { createEmitter, type Source } from '../kit/emitter.ts'
import type { Log } from '../kit/log.ts'
import type { DesktopPart } from './desktop-part.ts'
import { notRunningMessage, standingOf } from './host.policy.ts'
import type { IdentityKeeper } from './identity-keeper.ts'

/** What a person typed to open the key, or to seal a new one. */
export interface PassphraseAnswer {
  readonly passphrase: string
  readonly isNew: boolean
}

export interface HostPorts
  extends Pick<NodePorts, 'saveSettings' | 'loadSettings' | 'notify' | 'surroundings' | 'checks' | 'breakers'> {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /**
   * The settings for a start, asked for at the beginning of every one. Brings a restore to its end that was interrupted.
   *
   * @throws KithError
   */
  prepare(): Settings
  /**
   * @param byHand a person asked to try again
   * @throws KithError whose `details.choices` say what a person can do
   */
  openIdentity(answer: PassphraseAnswer | null, byHand: boolean, settings: Settings): Promise<OpenedIdentity>
  openStore(identity: Identity, settings: Settings): Store
  /** What the program around the node can do; a server refuses it. */
  readonly desktop: DesktopPart
  /** Sealing, backing up and restoring the identity of this data folder. */
  readonly identity: (hold: NodeHold) => IdentityKeeper
  /** The node's code. Asked for at once, so that reading it and opening the key overlap. */
  loadNode(): Promise<(ports: NodePorts, config: NodeConfig) => Promise<PeerNode>>
}

/** What the keeper of the identity may do with the node. */
export interface NodeHold {
  /** @throws KithError `Unreachable`, with why, while none runs */
  running(): { readonly node: PeerNode; readonly identity: OpenedIdentity }
  /** Its passphrase is another one now. */
  identityIs(identity: OpenedIdentity): void
  /**
   * Stops the node if one runs, does the work while none does, and starts anew, whatever came of the work.
   *
   * @param answer for the start that follows
   * @param work gets the secret of the node that ran
   * @throws what the work threw
   */
  startAnew(answer: PassphraseAnswer | null, work: (ran: Secret | null) => void): Promise<HostView>
}

export interface HostOptions {
  /** What the node calls itself unless its settings say otherwise. */
  readonly name: string
  readonly version: string
  readonly pid: number
}

export interface Host {
  /** Every call of the contract; those of the node fail with `Unreachable` while there is none. */
  readonly handlers: Handlers
  readonly events: Source<Announcement>
  /** Never throws: what went wrong is in the answer. */
  start(): Promise<HostView>
  /** Legal in any state. */
  stop(): Promise<void>
}

/** What an attempt has in its hands and must give back. */
interface Opened {
  readonly identity: OpenedIdentity
  readonly store: Store
  readonly node: PeerNode | null
  readonly forwarding: Disposable | null
}

/** One try to get from a key to a running node. A newer try or a stop makes it stale. */
interface Attempt {
  readonly answer: PassphraseAnswer | null
  readonly byHand: boolean
  opened: Opened | null
}

export function createHost(ports: HostPorts, options: HostOptions): Host {
  const events = createEmitter<Announcement>((error) => ports.log.error('a listener failed', { error }))
  let view: HostView = { phase: 'starting', problem: null, choices: [] }
  let running: ReturnType<NodeHold['running']> | null = null
  let current: Attempt | null = null
  let working: Promise<void> = Promise.resolve()
  let stopping: Promise<void> | null = null
  /** A node that makes room for a restore; a stop waits for it too. */
  let ceasing: Promise<void> = Promise.resolve()

  ports.desktop.changed.on((payload) => events.emit({ name: 'desktop.changed', payload }))

  function show(next: HostView): void {
    view = next
    events.emit({ name: 'host.changed', payload: next })
  }

  /** Tries follow each other; each checks after every wait whether it is still wanted. */
  function begin(answer: PassphraseAnswer | null, byHand: boolean): Promise<HostView> {
    const attempt: Attempt = { answer, byHand, opened: null }
    current = attempt
    show({ phase: 'starting', problem: null, choices: [] })
    working = working.then(() => run(attempt))
    return working.then(() => view)
  }

  async function startAnew(answer: PassphraseAnswer | null, work: (ran: Secret | null) => void): Promise<HostView> {
    if (stopping) throw new KithError('Aborted', notRunningMessage(view))
    const ending = current
    const ran = running?.identity ?? null
    const attempt: Attempt = { answer, byHand: true, opened: null }
    current = attempt
    running = null
    show({ phase: 'starting', problem: null, choices: [] })
    const failed: unknown[] = []
    const ended = working.then(() => (ending ? giveBack(ending) : undefined))
    if (ran) ceasing = ended
    working = ended.then(async () => {
      if (current === attempt) {
        try {
          work(ran)
        } catch (error) {
          failed.push(error)
        }
      }
      await run(attempt)
    })
    await working
    if (failed.length > 0) throw failed[0]
    return view
  }

  async function run(attempt: Attempt): Promise<void> {
    try {
      const opened = await open(attempt)
      if (!opened) {
        await giveBack(attempt)
        return
      }
      running = opened
      ports.log.info('the node runs')
      show({ phase: 'running', problem: null, choices: [] })
    } catch (error) {
      await giveBack(attempt)
      if (current === attempt) fail(error)
    }
  }

  /** `null` when the attempt became stale on the way. */
  async function open(attempt: Attempt): Promise<typeof running> {
    const stale = (): boolean => current !== attempt
    if (stale()) return null
    const loading = ports.loadNode()
    // Waited for below; until then a failure must not count as unhandled.
    loading.catch(() => {})
    const settings = ports.prepare()
    const identity = await ports.openIdentity(attempt.answer, attempt.byHand, settings)
    if (stale()) return null
    const store = ports.openStore(identity, settings)
    attempt.opened = { identity, store, node: null, forwarding: null }
    const createNode = await loading
    if (stale()) return null
    const node = await createNode(nodePorts(store), nodeConfig(identity, settings))
    if (stale()) return null
    const forwarding = node.events.on((announcement) => events.emit(announcement))
    attempt.opened = { identity, store, node, forwarding }
    await node.start()
    if (stale()) return null
    await keeper.started(node, identity)
    return stale() ? null : { node, identity }
  }

  const nodePorts = (store: Store): NodePorts => ({
    clock: ports.clock,
    random: ports.random,
    log: ports.log,
    store,
    saveSettings: (change) => ports.saveSettings(change),
    loadSettings: () => ports.loadSettings(),
    notify: (notification) => ports.notify(notification),
    surroundings: ports.surroundings,
    checks: ports.checks,
    breakers: ports.breakers,
  })

  const nodeConfig = (identity: Identity, settings: Settings): NodeConfig => ({
    ...options,
    name: settings.name ?? options.name,
    settings,
    identity,
    warnings: warningsOf(identity),
  })

  /** Stops and closes what an attempt opened. Twice is fine. */
  async function giveBack(attempt: Attempt): Promise<void> {
    const { opened } = attempt
    attempt.opened = null
    if (!opened) return
    try {
      await opened.node?.stop()
    } catch (error) {
      ports.log.error('the node did not stop cleanly', { error })
    }
    opened.forwarding?.[Symbol.dispose]()
    opened.store.close()
  }

  function fail(error: unknown): void {
    const known =
      error instanceof KithError
        ? error
        : new KithError('Internal', 'Kith could not start because of a fault of its own. Its log says more.')
    ports.log.error('the node could not start', { error })
    show({ ...standingOf(known), problem: known.toJSON() })
  }

  async function resolve(input: Parsed<'host.resolve'>): Promise<HostView> {
    if (!view.choices.includes(input.choice)) {
      throw new KithError('InvalidRequest', 'There is nothing of that kind to resolve now.')
    }
    switch (input.choice) {
      case 'retry':
        return begin(null, true)
      case 'passphrase':
        return begin({ passphrase: input.passphrase, isNew: false }, true)
      case 'new-passphrase':
        return begin({ passphrase: input.passphrase, isNew: true }, true)
    }
  }

  const keeper = ports.identity({
    running: whatRuns,
    identityIs: (identity) => {
      if (running) running = { ...running, identity }
    },
    startAnew,
  })

  function whatRuns(): ReturnType<NodeHold['running']> {
    if (!running) throw new KithError('Unreachable', notRunningMessage(view))
    return running
  }

  const ownHandlers: HostHandlers = {
    'host.status': () => Promise.resolve(view),
    'host.resolve': resolve,
    ...ports.desktop.handlers,
    ...keeper.handlers,
  }

  function handlerOf(name: CallName): (input: never) => Promise<unknown> {
    if (Object.hasOwn(ownHandlers, name)) return ownHandlers[name as keyof HostHandlers]
    return async (input: never) => {
      const handle: (input: never) => Promise<unknown> = whatRuns().node.handlers[name as keyof PeerNode['handlers']]
      return handle(input)
    }
  }

  /** Does not wait for a key that is still being asked for: its attempt is stale and ends by itself. */
  async function shutDown(): Promise<void> {
    const ending = current
    current = null
    running = null
    show({ phase: 'stopping', problem: null, choices: [] })
    if (ending) await giveBack(ending)
    await ceasing
  }

  return {
    // Every name of the contract, so the object has exactly its handlers.
    handlers: Object.fromEntries(
      (Object.keys(calls) as CallName[]).map((name) => [name, handlerOf(name)]),
    ) as unknown as Handlers,
    events,
    async start() {
      await stopping
      stopping = null
      return current ? working.then(() => view) : begin(null, false)
    },
    stop() {
      stopping ??= shutDown()
      return stopping
    },
  }
}

function warningsOf(identity: Identity): readonly Warning[] {
  if (identity.keptIn !== 'insecure-file') return []
  const { code, name, message } = new KithError(
    'KeychainUnavailable',
    'The key of this node lies in a plain file. Whoever can read that file can act as this node. Use --key-store keychain or sealed-file where you can.',
  )
  return [{ code, name, message }]
}

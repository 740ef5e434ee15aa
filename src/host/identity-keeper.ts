/** Answers what a person asks of the identity: how it is kept, a backup, a restore, another passphrase (spec §2). */
import type { IdentityHandlers, Parsed } from '../contract/contract.ts'
import { KithError } from '../contract/errors.ts'
import type { BackupView, IdentityView, RestoredView } from '../contract/identity-views.ts'
import type { Settings } from '../contract/settings.ts'
import type { KeyStoreKind } from '../contract/views.ts'
import {
  admittedIn,
  type Backup,
  type OpenedIdentity,
  openBackup,
  peerIdOfKey,
  publicKeyHex,
  type ScryptCost,
  sealBackup,
} from '../core/identity/index.ts'
import type { PeerNode } from '../core/node.types.ts'
import { type Clock, isoTime } from '../kit/clock.ts'
import type { Log } from '../kit/log.ts'
import { settingsToKeep } from './backup-settings.ts'
import type { NodeHold } from './host.ts'
import type { IdentityFolder } from './identity-folder.ts'

export interface IdentityKeeperPorts {
  readonly clock: Clock
  readonly log: Log
  readonly folder: IdentityFolder
  /** What the settings file of the data folder says, whatever the command line decides in this run. @throws KithError */
  readonly ownSettings: () => Settings
  /** Those that a start would have now. @throws KithError */
  readonly settings: () => Settings
  /** Tests only: makes sealing cheap. */
  readonly cost?: ScryptCost | undefined
}

export interface IdentityKeeper {
  readonly handlers: IdentityHandlers
  /** After every start of the node: brings in what a restore left. Never throws. */
  started(node: PeerNode, identity: OpenedIdentity): Promise<void>
}

export function createIdentityKeeper(ports: IdentityKeeperPorts, hold: NodeHold): IdentityKeeper {
  const { clock, log, folder, cost } = ports
  let busy = false

  /** Sealing and opening take a lot of memory and time each. */
  async function alone<T>(work: () => Promise<T>): Promise<T> {
    if (busy)
      throw new KithError(
        'LimitReached',
        'Another backup, restore or change of the passphrase is under way. Try again in a moment.',
      )
    busy = true
    try {
      return await work()
    } finally {
      busy = false
    }
  }

  const viewOf = ({ seed, keptIn, sealed }: OpenedIdentity): IdentityView => ({
    peerId: peerIdOfKey(publicKeyHex(seed)),
    keptIn,
    sealed,
  })

  async function backUp(passphrase: string) {
    const { node, identity } = hold.running()
    const [{ text: allowlist }, { name }] = await Promise.all([
      node.handlers['allowlist.export']({ format: 'json' }),
      node.handlers['node.status'](undefined),
    ])
    const { seed, dataKey } = identity
    const madeAt = isoTime(clock.wallMs())
    const settings = settingsToKeep(ports.ownSettings())
    const text = await sealBackup({ secret: { seed, dataKey }, name, madeAt, allowlist, settings }, passphrase, cost)
    node.noteKey('backed-up')
    return { fileName: backupFileName(name, madeAt), text }
  }

  async function check({ text, passphrase }: Parsed<'identity.check'>): Promise<BackupView> {
    const backup = await openBackup(text, passphrase)
    const key = publicKeyHex(backup.secret.seed)
    const here = (await folder.marker())?.publicKeyHex ?? null
    return {
      peerId: peerIdOfKey(key),
      name: backup.name,
      madeAt: backup.madeAt,
      peers: admittedIn(backup),
      same: here === null ? null : here === key,
    }
  }

  async function restore({ text, passphrase, newPassphrase }: Parsed<'identity.restore'>): Promise<RestoredView> {
    const backup: Backup = await openBackup(text, passphrase)
    const prepared = await folder.prepare(backup, newPassphrase, ports.settings())
    log.info('a backup is being restored', { keptIn: prepared.keptIn })
    // Who had to be asked for a passphrase a moment ago is not asked again.
    const answer = prepared.sealed && newPassphrase !== null ? { passphrase: newPassphrase, isNew: false } : null
    try {
      const view = await hold.startAnew(answer, (ran) => prepared.commit(ran))
      const aside = prepared.aside()
      log.info('a backup was restored', { aside })
      return { ...view, aside }
    } catch (error) {
      folder.drop()
      throw error
    }
  }

  async function changePassphrase({ from, to }: Parsed<'identity.passphrase'>): Promise<IdentityView> {
    const { node, identity } = hold.running()
    const { keptIn, sealed } = identity
    refuseImpossible(keptIn, to)
    if (to === null && !sealed)
      throw new KithError('InvalidRequest', 'The key has no passphrase that could be taken away.')
    // The wish first: one that is sealed and need not be opens all the same, and one that must be is asked for at the next start.
    if (to === null && sealed) await noLongerRequired(node)
    await folder.changePassphrase(keptIn, from, to)
    const now = { ...identity, sealed: to !== null }
    hold.identityIs(now)
    node.noteKey(to === null ? 'passphrase-removed' : sealed ? 'passphrase-changed' : 'passphrase-set')
    return viewOf(now)
  }

  return {
    handlers: {
      'identity.status': () => Promise.resolve().then(() => viewOf(hold.running().identity)),
      'identity.backup': ({ passphrase }) => alone(() => backUp(passphrase)),
      'identity.check': (input) => alone(() => check(input)),
      'identity.restore': (input) => alone(() => restore(input)),
      'identity.passphrase': (input) => alone(() => changePassphrase(input)),
    },
    async started(node, { seed, dataKey }) {
      const pending = await folder.pendingAllowlist({ seed, dataKey })
      if (!pending) return
      const { madeAt, aside, allowlist } = pending
      try {
        await node.handlers['allowlist.import']({ text: allowlist, removeMissing: false })
      } catch (error) {
        // An empty list is nothing to import. A disk that is full is met again at the next start.
        if (!(error instanceof KithError) || error.name !== 'InvalidRequest') {
          log.error('the allowlist of a restore could not be brought in; the next start tries again', { error })
          return
        }
        log.info('a restore brought no peers', { said: error.message })
      }
      folder.dropPendingAllowlist()
      node.noteKey('restored', { backupFrom: madeAt, before: aside })
    },
  }
}

/** @throws KithError `InvalidConfig` where a file keeps the key: a sealed one always has a passphrase, a plain one never */
export function refuseImpossible(keptIn: KeyStoreKind, to: string | null): void {
  if (keptIn === 'insecure-file')
    throw new KithError(
      'InvalidConfig',
      'This node keeps its key in a plain file, because --key-store insecure-file asked for it, and a plain file has no passphrase. To seal the key, make a backup and restore it into a new data folder.',
    )
  if (keptIn === 'sealed-file' && to === null)
    throw new KithError(
      'InvalidConfig',
      'The key is kept in a sealed file, which cannot be without a passphrase. Change it instead.',
    )
}

/** @throws KithError InvalidConfig when this run was told otherwise */
async function noLongerRequired(node: PeerNode): Promise<void> {
  const { settings } = await node.handlers['settings.get'](undefined)
  if (!settings.identity.requirePassphrase) return
  const view = await node.handlers['settings.set']({ change: { identity: { requirePassphrase: null } } })
  if (view.settings.identity.requirePassphrase)
    throw new KithError(
      'InvalidConfig',
      'The settings that this node was started with (--config) require a passphrase. Take identity.requirePassphrase out of them first.',
    )
}

/** Letters and digits of any script; what a file system could take amiss becomes a hyphen. */
function backupFileName(name: string, madeAt: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return `kith-backup-${Array.from(plain).slice(0, 40).join('') || 'node'}-${madeAt.slice(0, 10)}.kith-backup`
}

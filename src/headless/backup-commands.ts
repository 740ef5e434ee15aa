/** `kith backup` and `kith restore`: identity, allowlist and settings as one sealed file, and back. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { NodeClient } from '../contract/client.ts'
import { KithError } from '../contract/errors.ts'
import { type BackupView, MAX_BACKUP_CHARACTERS } from '../contract/identity-views.ts'
import type { KeyStoreKind } from '../contract/views.ts'
import { existingPassphrase, newPassphrase } from './ask-passphrase.ts'
import { confirmed } from './confirm.ts'
import type { Context, GlobalOptions } from './context.ts'
import { withNodeIfAny } from './reach-node.ts'
import { type Command, runCommand } from './run-command.ts'
import { facts, relative } from './text.ts'

interface BackupOptions {
  readonly passphraseFile?: string
  readonly force?: boolean
}

export const backup: Command<BackupOptions> = runCommand(async ({ client, args, options, print, context, paint }) => {
  const [file] = args
  const path = file === undefined || file === '-' ? null : free(file, options.force === true)
  const passphrase = await newPassphrase(context, options, {
    file: options.passphraseFile,
    option: '--passphrase-file',
    variable: 'KITH_PASSPHRASE',
    question: 'Choose a passphrase for the backup: ',
  })
  const { fileName, text } = await client.call('identity.backup', { passphrase })
  if (file === '-') {
    if (options.json) print.json({ fileName, text })
    else context.terminal.out(text)
    return
  }
  const written = path ?? free(fileName, options.force === true)
  await write(written, text)
  if (options.json) {
    print.json({ file: written, bytes: Buffer.byteLength(text) })
    return
  }
  print.lines([`Written to ${written}. See what is in it with: kith restore --check ${file ?? fileName}`])
  const warning = 'Keep it, and its passphrase, in different places: nobody can open it without, not even Kith.'
  context.terminal.err(paint.dim(warning))
})

/** @throws KithError InvalidRequest when there is such a file already */
function free(file: string, force: boolean): string {
  const path = resolve(file)
  if (force || !existsSync(path)) return path
  throw new KithError(
    'InvalidRequest',
    `There is a file ${path} already, and it may be your only backup. Choose another name, or replace it with --force.`,
  )
}

async function write(path: string, text: string): Promise<void> {
  const { writeFileAtomic } = await import('../host/atomic-file.ts')
  try {
    writeFileAtomic(path, `${text}\n`, 0o600)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new KithError('InvalidRequest', `The file ${path} could not be written: ${why}`, { cause: error })
  }
}

export interface RestoreOptions {
  readonly passphraseFile?: string
  readonly newPassphraseFile?: string
  readonly keyStore?: KeyStoreKind
  readonly check?: boolean
  readonly yes?: boolean
}

/** How a restore is done: by the node that runs on the data folder, or here, on a folder that nobody uses. */
export interface RestoreWay {
  check(typed: Typed): Promise<BackupView>
  restore(typed: Typed & { readonly newPassphrase: string | null }): Promise<Done>
}

interface Typed {
  readonly text: string
  readonly passphrase: string
}

export interface Done {
  /** `null`: no node runs. */
  readonly phase: string | null
  readonly problem: { readonly message: string } | null
  /** The folder that keeps what was here, if anything was. */
  readonly aside: string | null
}

const WARNING =
  'Two running nodes must not share one identity: peers would find now the one and now the other. Stop the node that this backup is from, for good, before you go on.'

export async function restore(
  context: Context,
  options: RestoreOptions & GlobalOptions,
  [file = '']: readonly string[],
): Promise<void> {
  const text = backupIn(file)
  const done = await withNodeIfAny(options, context, async (client) => {
    if (options.keyStore !== undefined)
      throw new KithError(
        'InvalidRequest',
        'Where the key is kept is decided by the node that runs here. Stop it first, or leave --key-store out.',
      )
    await carryOut(throughNode(client), text, context, options)
  })
  if (done) return
  const { restoreHere } = await import('./identity-here.ts')
  await restoreHere(context, options, (way) => carryOut(way, text, context, options))
}

const throughNode = (client: NodeClient): RestoreWay => ({
  check: (typed) => client.call('identity.check', typed),
  restore: (typed) => client.call('identity.restore', typed),
})

async function carryOut(
  way: RestoreWay,
  text: string,
  context: Context,
  options: RestoreOptions & GlobalOptions,
): Promise<void> {
  const { terminal } = context
  const { json = false, yes = false, check = false } = options
  const passphrase = await existingPassphrase(context, options, {
    file: options.passphraseFile,
    option: '--passphrase-file',
    variable: 'KITH_PASSPHRASE',
    question: 'Passphrase of the backup: ',
  })
  const view = await way.check({ text, passphrase })
  if (json && check) terminal.out(JSON.stringify(view))
  if (!json) for (const line of contents(view, context.clock.wallMs())) terminal.out(line)
  if (check) return
  if (!json) terminal.err(WARNING)
  if (!json && !yes && !(await confirmed(context, 'Restore it?'))) {
    terminal.out('Nothing was changed.')
    return
  }
  const done = await withPassphraseIfNeeded(way, { text, passphrase }, context, options)
  const { phase, problem, aside } = done
  if (json) {
    terminal.out(JSON.stringify({ ...view, phase, aside }))
    return
  }
  terminal.out(aside === null ? 'Restored.' : `Restored. What was here before is kept in ${aside}`)
  if (phase === null) terminal.out('Start the node with: kith node')
  else if (phase !== 'running') terminal.err(`The node does not run: ${problem?.message ?? 'its log says why.'}`)
}

/** A key that has to be sealed here asks for a passphrase of its own, and only then. */
async function withPassphraseIfNeeded(
  way: RestoreWay,
  typed: Typed,
  context: Context,
  options: RestoreOptions & GlobalOptions,
): Promise<Done> {
  const source = {
    file: options.newPassphraseFile,
    option: '--new-passphrase-file',
    variable: 'KITH_NEW_PASSPHRASE',
    question: 'Choose a passphrase for the key on this machine: ',
  }
  if (source.file !== undefined || context.env[source.variable])
    return way.restore({ ...typed, newPassphrase: await newPassphrase(context, options, source) })
  try {
    return await way.restore({ ...typed, newPassphrase: null })
  } catch (error) {
    const choices: unknown = error instanceof KithError ? error.details['choices'] : null
    if (!Array.isArray(choices) || !choices.includes('new-passphrase') || !(error instanceof KithError)) throw error
    if (!context.terminal.interactive || options.json)
      throw new KithError(error.name, `${error.message} Give one with ${source.option} or ${source.variable}.`)
    context.terminal.err(error.message)
    return way.restore({ ...typed, newPassphrase: await newPassphrase(context, options, source) })
  }
}

function contents({ peerId, name, madeAt, peers, same }: BackupView, nowMs: number): string[] {
  const here = same === null ? 'no identity, or none that can be read' : same ? 'the same identity' : 'another identity'
  return facts([
    ['Identity', peerId],
    ['Name', name ?? 'none'],
    ['Made', `${relative(madeAt, nowMs)}, ${madeAt}`],
    ['Peers', String(peers)],
    ['Here', here],
  ])
}

/** @throws KithError InvalidRequest when it cannot be read or is too large to be one */
function backupIn(file: string): string {
  const path = resolve(file)
  try {
    if (statSync(path).size > MAX_BACKUP_CHARACTERS)
      throw new KithError('InvalidRequest', `${path} is too large to be a backup of Kith.`)
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof KithError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new KithError('InvalidRequest', `The file ${path} cannot be read: ${why}`, { cause: error })
  }
}

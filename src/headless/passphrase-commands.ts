/** `kith passphrase …`: whether the key is sealed, and sealing it, sealing it anew, or no longer. */
import { KithError } from '../contract/errors.ts'
import type { KeyStoreKind } from '../contract/views.ts'
import { readControl } from '../host/control-file.ts'
import { existingPassphrase, newPassphrase } from './ask-passphrase.ts'
import { type Context, dataFolderOf, type GlobalOptions } from './context.ts'
import { withNode } from './reach-node.ts'
import { type Command, runCommand } from './run-command.ts'
import { facts } from './text.ts'

interface PassphraseOptions {
  readonly passphraseFile?: string
  readonly newPassphraseFile?: string
}

const places: Readonly<Record<KeyStoreKind, string>> = {
  keychain: 'the keychain of the system',
  'sealed-file': 'a sealed file in the data folder',
  'insecure-file': 'a plain file in the data folder, without protection',
}

export const passphraseShow: Command = runCommand(async ({ client, options, print }) => {
  const view = await client.call('identity.status')
  if (options.json) {
    print.json(view)
    return
  }
  print.lines(
    facts([
      ['Identity', view.peerId],
      ['Key', `in ${places[view.keptIn]}`],
      ['Passphrase', view.sealed ? 'asked for at every start' : 'none'],
    ]),
  )
})

export const passphraseSet: Command<PassphraseOptions> = async (context, options) => {
  const to = await newPassphrase(context, options, newOne(options))
  await change(context, options, { from: null, to }, 'The key is sealed. Every start asks for its passphrase now.')
}

export const passphraseChange: Command<PassphraseOptions> = async (context, options) => {
  const from = await existingPassphrase(context, options, oldOne(options))
  const to = await newPassphrase(context, options, newOne(options))
  await change(context, options, { from, to }, 'The passphrase is changed.')
}

export const passphraseRemove: Command<PassphraseOptions> = async (context, options) => {
  const from = await existingPassphrase(context, options, oldOne(options))
  await change(context, options, { from, to: null }, 'The key is no longer sealed. The keychain alone protects it now.')
}

const oldOne = ({ passphraseFile: file }: PassphraseOptions) => ({
  file,
  option: '--passphrase-file',
  variable: 'KITH_PASSPHRASE',
  question: 'Passphrase: ',
})

const newOne = ({ newPassphraseFile: file }: PassphraseOptions) => ({
  file,
  option: '--new-passphrase-file',
  variable: 'KITH_NEW_PASSPHRASE',
  question: 'New passphrase: ',
})

/** Through the node that runs on the data folder, else here, on a folder that nobody uses. */
async function change(
  context: Context,
  options: GlobalOptions,
  wish: { readonly from: string | null; readonly to: string | null },
  said: string,
): Promise<void> {
  const keptIn = (await throughNode(context, options, wish)) ?? (await here(context, options, wish))
  if (options.json) context.terminal.out(JSON.stringify({ keptIn, sealed: wish.to !== null }))
  else context.terminal.out(said)
}

/** @returns `null` when no node runs */
async function throughNode(
  context: Context,
  options: GlobalOptions,
  wish: { readonly from: string | null; readonly to: string | null },
): Promise<KeyStoreKind | null> {
  if (readControl(dataFolderOf(options, context.env)) === null) return null
  let reached = false
  try {
    return await withNode(options, context, async (client) => {
      reached = true
      return (await client.call('identity.passphrase', wish)).keptIn
    })
  } catch (error) {
    if (reached || !(error instanceof KithError) || error.name !== 'Unreachable') throw error
    return null
  }
}

async function here(...given: Parameters<typeof throughNode>): Promise<KeyStoreKind> {
  const { changePassphraseHere } = await import('./identity-here.ts')
  return changePassphraseHere(...given)
}

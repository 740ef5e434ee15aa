/** `kith passphrase …`: whether the key is sealed, and sealing it, sealing it anew, or no longer. */
import type { KeyStoreKind } from '../contract/views.ts'
import { existingPassphrase, newPassphrase } from './ask-passphrase.ts'
import type { Context, GlobalOptions } from './context.ts'
import type { changePassphraseHere } from './identity-here.ts'
import { withNodeIfAny } from './reach-node.ts'
import { type Command, runCommand } from './run-command.ts'
import { facts } from './text.ts'

type ChangeHere = typeof changePassphraseHere

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
  const done = await withNodeIfAny(options, context, (client) => client.call('identity.passphrase', wish))
  const keptIn = done ? done.value.keptIn : await changeHere(context, options, wish)
  if (options.json) context.terminal.out(JSON.stringify({ keptIn, sealed: wish.to !== null }))
  else context.terminal.out(said)
}

async function changeHere(...given: Parameters<ChangeHere>): ReturnType<ChangeHere> {
  const { changePassphraseHere } = await import('./identity-here.ts')
  return changePassphraseHere(...given)
}

/** Gets the passphrases that a command needs: from a file, from the environment, or from the person at the terminal. */
import { KithError } from '../contract/errors.ts'
import type { Context, GlobalOptions } from './context.ts'
import { givenPassphrase, promptPassphrase } from './passphrase.ts'

export interface PassphraseSource {
  /** `--passphrase-file` and the like, with the option's name for whoever has to be told of it. */
  readonly file: string | undefined
  readonly option: string
  readonly variable: string
  readonly question: string
}

/** The contract asks for as many; said here before anything is done. */
const MIN_PASSPHRASE = 8

/** @throws KithError InvalidRequest when there is none and nobody to ask */
export async function existingPassphrase(
  context: Context,
  options: GlobalOptions,
  source: PassphraseSource,
): Promise<string> {
  const { file, variable, question } = source
  const given = givenPassphrase({ file, env: context.env, variable })
  if (given !== null) return given
  return typed(context, options, source, question)
}

/** Asked for twice. @throws KithError InvalidRequest also when the two differ or it is too short */
export async function newPassphrase(
  context: Context,
  options: GlobalOptions,
  source: PassphraseSource,
): Promise<string> {
  const { file, variable, question } = source
  const given = givenPassphrase({ file, env: context.env, variable })
  if (given !== null) return longEnough(given)
  const first = longEnough(await typed(context, options, source, question))
  if ((await typed(context, options, source, 'The same once more: ')) === first) return first
  throw new KithError('InvalidRequest', 'The two passphrases differ. Nothing was changed; start again.')
}

async function typed(
  { terminal }: Context,
  { json }: GlobalOptions,
  { option, variable }: PassphraseSource,
  question: string,
): Promise<string> {
  if (!terminal.interactive || json)
    throw new KithError('InvalidRequest', `This needs a passphrase: give it with ${option} or ${variable}.`)
  const answer = await promptPassphrase(question, process.stdin, process.stderr)
  if (answer) return answer
  throw new KithError('InvalidRequest', 'No passphrase was given. Nothing was changed.')
}

function longEnough(passphrase: string): string {
  if (passphrase.length >= MIN_PASSPHRASE) return passphrase
  throw new KithError('InvalidRequest', `A passphrase has at least ${MIN_PASSPHRASE} characters. Nothing was changed.`)
}

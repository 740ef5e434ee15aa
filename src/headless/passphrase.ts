/** Where a passphrase comes from without a screen: a file, the environment, or a person at a terminal. Never an argument. */
import { readFileSync } from 'node:fs'
import { KithError } from '../contract/errors.ts'

export interface GivenPassphrase {
  readonly file?: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
  /** Of the environment. Default: `KITH_PASSPHRASE`. */
  readonly variable?: string | undefined
}

/**
 * The first line of the file, else what the variable says, else `null`.
 *
 * @throws KithError `InvalidConfig` when a file is named that cannot be read
 */
export function givenPassphrase({ file, env, variable = 'KITH_PASSPHRASE' }: GivenPassphrase): string | null {
  if (file === undefined) return env[variable] || null
  try {
    const [line = ''] = readFileSync(file, 'utf8').split(/\r?\n/, 1)
    if (line !== '') return line
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new KithError('InvalidConfig', `The passphrase file cannot be read: ${why}`, { cause: error })
  }
  throw new KithError('InvalidConfig', `The passphrase file ${file} is empty. Its first line is the passphrase.`)
}

const ENTER = new Set(['\r', '\n', '\u{4}'])
const CTRL_C = '\u{3}'
const BACKSPACE = new Set(['\b', '\u{7f}'])

/**
 * Asks on the terminal without showing what is typed. Ctrl-C answers `null`.
 *
 * @param ask where the question goes: standard error, so that standard output stays clean
 */
export function promptPassphrase(
  question: string,
  stdin: NodeJS.ReadStream,
  ask: NodeJS.WriteStream,
): Promise<string | null> {
  return new Promise((resolve) => {
    let typed: string[] = []
    const finish = (answer: string | null): void => {
      stdin.off('data', onData)
      stdin.setRawMode(false)
      stdin.pause()
      ask.write('\n')
      resolve(answer)
    }
    const onData = (chunk: string): void => {
      for (const key of chunk) {
        if (ENTER.has(key)) return finish(typed.join(''))
        if (key === CTRL_C) return finish(null)
        typed = BACKSPACE.has(key) ? typed.slice(0, -1) : [...typed, key]
      }
    }
    // Before the question is seen: who answers at once must not see the answer either.
    stdin.setRawMode(true)
    stdin.setEncoding('utf8')
    stdin.on('data', onData)
    stdin.resume()
    ask.write(question)
  })
}

/** Runs `kith node` in this process: signals, the terminal, bugs, and a clean end. */
import { KithError } from '../contract/errors.ts'
import { endProcess } from '../host/keychain.ts'
import { type Kith, startKith } from '../host/start-kith.ts'
import { SECOND_MS } from '../kit/units.ts'
import { type Context, printError } from './context.ts'
import { type NodeFlags, runNode } from './node-command.ts'
import { openScreens } from './open-screens.ts'
import { promptPassphrase } from './passphrase.ts'

/** Spec §3: a clean stop takes less than this; past it the process ends as it is. */
const STOP_MS = 5 * SECOND_MS
/** By custom 128 and the signal's number. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/** Ends the process itself: whatever a library left open must not keep it. */
export async function serveNode(flags: NodeFlags, context: Context): Promise<never> {
  const { terminal } = context
  const json = flags.json ?? false
  let kith: Kith | null = null
  const end = (exitCode: number): never => endProcess(exitCode, kith?.keychainBusy ?? false)
  // The database, the log and the key are nobody else's, also in a folder that others may read.
  process.umask(0o077)

  const stop = Promise.withResolvers<undefined>()
  let stopping = false
  function askToStop(exitCode: number): void {
    if (stopping) end(exitCode)
    stopping = true
    stop.resolve(undefined)
    context.clock.at(context.clock.now() + STOP_MS, () => {
      printError(terminal, new KithError('Timeout', 'The node did not stop in time and was ended as it was.'), json)
      end(1)
    })
  }
  for (const [signal, exitCode] of Object.entries(EXIT_CODES)) process.on(signal, () => askToStop(exitCode))

  const crash = (error: unknown): void => {
    kith?.log.error('a fault of Kith itself', { error })
    printError(terminal, error, json)
    end(1)
  }
  process.on('uncaughtException', crash)
  // libp2p leaves some of its promises to nobody, and a peer can make one fail: an answer is lost then, not the node's state.
  process.on('unhandledRejection', (error) =>
    kith ? kith.log.error('nobody handled a failure', { error }) : crash(error),
  )

  let exitCode = 1
  try {
    exitCode = await runNode(flags, context, {
      startKith: async (options) => (kith = await startKith(options)),
      openScreens,
      askPassphrase: (question) => promptPassphrase(question, process.stdin, process.stderr),
      stopAsked: stop.promise,
    })
  } catch (error) {
    printError(terminal, error, json)
  }
  await terminal.flush()
  return end(exitCode)
}

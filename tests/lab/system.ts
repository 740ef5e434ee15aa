/** The programs that the lab runs on this machine: where they are, and their failures with what they said. */
import { execFile } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'

/** Programs of the system take milliseconds; this only ends a hang. */
const COMMAND_MS = 20_000

/** Runs a program of the system to its end. @param input what it reads @returns what it printed @throws with what it said */
export function system(command: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    // A plain PATH may leave out the folders of what only root needs.
    const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` }
    const child = execFile(command, args, { timeout: COMMAND_MS, env }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${command} ${args.join(' ')}: ${stderr || error.message}\n${input}`))
      else resolve(stdout)
    })
    // A program that reads nothing may be gone already; how it ended says what there is to say.
    child.stdin?.on('error', () => {}).end(input)
  })
}

/** Several `ip` commands in one process. @param namespace where; default: here */
export async function ip(lines: readonly string[], namespace?: string): Promise<void> {
  await system('ip', [...(namespace === undefined ? [] : ['-n', namespace]), '-batch', '-'], `${lines.join('\n')}\n`)
}

/** The words before a program that is to run in a namespace. It is killed when this process dies: a crash leaves nothing running. */
export const inside = (namespace: string): readonly string[] => ['setpriv', ...insideArguments(namespace)]

const insideArguments = (namespace: string): string[] => [
  ...['--pdeathsig', 'KILL', '--'],
  ...['ip', 'netns', 'exec', namespace],
]

/** A program in a namespace, as `spawn` takes it. */
export const placed = (namespace: string, ...words: readonly string[]): [string, string[]] => [
  'setpriv',
  [...insideArguments(namespace), ...words],
]

/** The system's own first: a version manager's stand-in on the PATH starts slowly. */
export const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'

/** The library that gives a process a wall clock of its own (Debian: libfaketime). @throws when it is not installed */
export function ownClockLibrary(): string {
  const [library] = globSync('/usr/{lib,lib64,local/lib}{,/*}/faketime/libfaketimeMT.so.1')
  if (library === undefined) throw new Error('libfaketime is missing: install Debian’s package libfaketime.')
  return library
}

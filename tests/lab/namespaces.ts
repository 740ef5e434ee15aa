/** Network namespaces with names that tell whose they are: made, removed, and swept up after a run that crashed. */
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ip, system } from './system.ts'

const PREFIX = 'kithlab'
const NAMESPACES = '/run/netns'

/** `kithlab-PID-STARTED-NUMBER`: the process that made it, when that started (PIDs are used again), and its how many-th lab this is. */
export type LabName = `kithlab-${number}-${string}-${number}`

let labs = 0

export const newLabName = (): LabName => `${PREFIX}-${process.pid}-${startedAt(process.pid) ?? '0'}-${++labs}`

/** @returns the names of the namespaces, in the same order */
export async function addNamespaces(lab: LabName, names: readonly string[]): Promise<string[]> {
  const namespaces = names.map((name) => `${lab}-${name}`)
  await ip(namespaces.map((namespace) => `netns add ${namespace}`))
  return namespaces
}

/** Ends what still runs in a lab's namespaces and removes them and its folder. Does nothing where there is nothing. */
export async function removeLab(lab: LabName): Promise<void> {
  for (const namespace of namespacesOf(lab)) {
    const pids = (await system('ip', ['netns', 'pids', namespace])).split('\n').filter((pid) => pid !== '')
    for (const pid of pids) {
      try {
        process.kill(Number(pid), 'SIGKILL')
      } catch {
        // It ended by itself in the meantime.
      }
    }
    await system('ip', ['netns', 'delete', namespace])
  }
  rmSync(labFolder(lab), { recursive: true, force: true, maxRetries: 5 })
}

/** Where a lab keeps the data folders of its nodes. */
export const labFolder = (lab: LabName): string => join(tmpdir(), lab)

/** What there is of a lab: namespaces and its folder. */
export const leftOf = (lab: LabName): string[] => [
  ...namespacesOf(lab),
  ...filesIn(tmpdir()).filter((file) => file === lab),
]

/** The labs of processes that are gone. */
export function abandonedLabs(): LabName[] {
  const names = [...filesIn(NAMESPACES), ...filesIn(tmpdir())]
  const labs = new Set<LabName>()
  for (const name of names) {
    const found = /^kithlab-(\d+)-(\d+)-(\d+)/.exec(name)
    if (found && startedAt(Number(found[1])) !== found[2]) labs.add(found[0] as LabName)
  }
  return [...labs]
}

/** Removes what runs that crashed have left. A lab of another process that is alive is not touched. */
export async function sweep(): Promise<void> {
  // Two that sweep at once get in each other's way; what matters is that it is gone in the end.
  for (const lab of abandonedLabs()) await removeLab(lab).catch(() => {})
}

function namespacesOf(lab: LabName): string[] {
  return filesIn(NAMESPACES).filter((name) => name.startsWith(`${lab}-`))
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** In clock ticks since the machine started; `null` when there is no such process. */
function startedAt(pid: number): string | null {
  try {
    // The name of the program, in parentheses, may hold anything: what follows the last one is regular.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

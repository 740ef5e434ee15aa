/**
 * Puts what a restore prepared in the place of what is in a data folder. A crash at any point leaves the one or the other
 * whole: everything new lies ready in a folder of its own before one small file, the plan, says that it counts; from then on
 * every start goes on where it was interrupted. Nothing that was there before is deleted: it is put aside.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { KithError } from '../contract/errors.ts'
import { isoTime } from '../kit/clock.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { databaseFiles, folderFiles } from './folder-files.ts'

/** Tests only: called before every step; what it throws is a crash there. */
export type OnStep = (step: string) => void
const noStep: OnStep = () => {}

const STAGING = 'restore.pending'
const PLAN = 'plan.json'

const { marker, sealedKey, plainKey, profile, settings, restoredAllowlist } = folderFiles
/** In this order: whose folder it is comes last. */
const puttable = [restoredAllowlist, settings, profile, sealedKey, plainKey, marker] as const

const Plan = z.strictObject({
  v: z.literal(1),
  /** The folder into which what was there goes. */
  aside: z.string().regex(/^before-restore-[\w-]{1,60}$/),
  /** Files that come out of the staging folder. */
  puts: z.array(z.enum(puttable)),
  /** Files that go and have no successor. */
  moves: z.array(z.enum([sealedKey, plainKey, ...databaseFiles])),
})
type Plan = z.infer<typeof Plan>

/** An empty folder, for its owner only, in which a restore lays out what is to come. */
export function openStaging(dataFolder: string): string {
  const folder = join(dataFolder, STAGING)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

/** Takes back what was laid out. Only before it was committed. */
export const dropStaging = (dataFolder: string): void =>
  rmSync(join(dataFolder, STAGING), { recursive: true, force: true })

/** A name for the folder into which this restore puts what was here; no other restore has used it. */
export function asideName(dataFolder: string, wallMs: number): string {
  const name = `before-restore-${isoTime(wallMs).slice(0, 19).replace(/:/g, '-')}`
  for (let n = 1; ; n += 1) {
    const tried = n === 1 ? name : `${name}-${n}`
    if (!existsSync(join(dataFolder, tried))) return tried
  }
}

/** From here on the restore counts: `finishRestore`, now or at the next start, brings it to its end. */
export function commitRestore(
  dataFolder: string,
  { aside, keepsDatabase }: { readonly aside: string; readonly keepsDatabase: boolean },
  onStep: OnStep = noStep,
): void {
  const staging = join(dataFolder, STAGING)
  const puts = puttable.filter((name) => existsSync(join(staging, name)))
  const moves = [sealedKey, plainKey].filter((name) => !puts.includes(name))
  const plan: Plan = { v: 1, aside, puts, moves: [...moves, ...(keepsDatabase ? [] : databaseFiles)] }
  sync(staging)
  onStep('commit')
  writeFileAtomic(join(staging, PLAN), `${JSON.stringify(plan)}\n`)
  sync(staging)
  sync(dataFolder)
}

/**
 * Before anything in the folder is read. Does nothing where no restore was committed; what an unfinished one had laid out is
 * removed.
 *
 * @returns whether there was something to finish
 * @throws KithError `Integrity` when the plan cannot be read, `InvalidConfig` when a file cannot be moved; then the next start tries again
 */
export function finishRestore(dataFolder: string, onStep: OnStep = noStep): boolean {
  const staging = join(dataFolder, STAGING)
  if (!existsSync(staging)) return false
  const plan = readPlan(join(staging, PLAN))
  if (plan) carryOut(dataFolder, staging, plan, onStep)
  onStep('clean up')
  rmSync(staging, { recursive: true, force: true })
  return plan !== null
}

function carryOut(dataFolder: string, staging: string, plan: Plan, onStep: OnStep): void {
  const aside = join(dataFolder, plan.aside)
  try {
    const putAside = (name: string): void => {
      if (!existsSync(join(dataFolder, name))) return
      onStep(`put ${name} aside`)
      mkdirSync(aside, { recursive: true, mode: 0o700 })
      renameSync(join(dataFolder, name), join(aside, name))
    }
    for (const name of plan.moves) putAside(name)
    for (const name of plan.puts) {
      // Gone from the staging folder means that it is in its place already.
      if (!existsSync(join(staging, name))) continue
      putAside(name)
      onStep(`put ${name} in its place`)
      renameSync(join(staging, name), join(dataFolder, name))
    }
    if (existsSync(aside)) sync(aside)
    sync(dataFolder)
    onStep('end the plan')
    rmSync(join(staging, PLAN))
  } catch (cause) {
    if (!(cause instanceof Error) || !('code' in cause)) throw cause
    throw new KithError(
      'InvalidConfig',
      `The restore could not be brought to its end: ${cause.message}. Nothing is lost; make sure that ${dataFolder} belongs to you, then try again.`,
      { cause },
    )
  }
}

function readPlan(path: string): Plan | null {
  if (!existsSync(path)) return null
  const plan = Plan.safeParse(parseJson(readFileSync(path, 'utf8')))
  if (plan.success) return plan.data
  throw new KithError(
    'Integrity',
    `A restore was interrupted, and the file that says how to go on is damaged: ${path}. Remove the folder that it is in, then restore again.`,
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Makes names durable. Windows has no such call and does not need it. */
function sync(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

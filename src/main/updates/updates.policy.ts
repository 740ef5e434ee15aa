/** Where an update stands, step by step, and what may be asked of it at each. Pure. */
import type { UpdateView } from '../../contract/desktop-views.ts'
import type { ErrorJson, ErrorName } from '../../contract/errors.ts'

export interface UpdatesLife {
  readonly step: 'off' | 'idle' | 'checking' | 'available' | 'downloading' | 'ready'
  readonly version: string | null
  readonly notes: string | null
  readonly percent: number | null
  /** Wall clock. */
  readonly checkedMs: number | null
  /** Of the last try; the next one forgets it. */
  readonly problem: ErrorJson | null
  /** Checks that failed one after the other. */
  readonly failures: number
}

export type UpdatesEvent =
  /** The setting was read: there is a feed, there is none, or there is one that cannot be used. */
  | { readonly is: 'feed'; readonly on: boolean; readonly problem: ErrorJson | null }
  | { readonly is: 'checking' }
  | { readonly is: 'nothing'; readonly atMs: number }
  | { readonly is: 'found'; readonly version: string; readonly notes: string | null; readonly atMs: number }
  | { readonly is: 'downloading' }
  | { readonly is: 'progress'; readonly percent: number }
  | { readonly is: 'staged' }
  /** Of whatever was under way. */
  | { readonly is: 'failed'; readonly problem: ErrorJson }

export const NO_UPDATES: UpdatesLife = {
  step: 'off',
  version: null,
  notes: null,
  percent: null,
  checkedMs: null,
  problem: null,
  failures: 0,
}

/** What is told out of turn (a download that was called off still reports) changes nothing. */
export function stepOn(life: UpdatesLife, event: UpdatesEvent): UpdatesLife {
  switch (event.is) {
    case 'feed':
      return { ...NO_UPDATES, step: event.on ? 'idle' : 'off', problem: event.problem }
    case 'checking':
      return life.step === 'idle' || life.step === 'available' ? { ...life, step: 'checking', problem: null } : life
    case 'nothing':
      if (life.step !== 'checking') return life
      return { ...NO_UPDATES, step: 'idle', checkedMs: event.atMs }
    case 'found':
      if (life.step !== 'checking') return life
      return {
        ...NO_UPDATES,
        step: 'available',
        version: event.version,
        notes: event.notes,
        checkedMs: event.atMs,
      }
    case 'downloading':
      return life.step === 'available' ? { ...life, step: 'downloading', percent: 0, problem: null } : life
    case 'progress':
      // A connection that begins anew begins at 0; what a person sees does not go back.
      return life.step === 'downloading'
        ? { ...life, percent: Math.max(life.percent ?? 0, Math.min(100, Math.max(0, Math.round(event.percent)))) }
        : life
    case 'staged':
      return life.step === 'downloading' ? { ...life, step: 'ready', percent: null } : life
    case 'failed':
      return afterFailure(life, event.problem)
  }
}

function afterFailure(life: UpdatesLife, problem: ErrorJson): UpdatesLife {
  switch (life.step) {
    case 'checking':
      return { ...life, step: life.version === null ? 'idle' : 'available', problem, failures: life.failures + 1 }
    case 'downloading':
      return { ...life, step: 'available', percent: null, problem }
    default:
      return life.step === 'off' ? life : { ...life, problem }
  }
}

/** What the screens are told. A failure that left nothing behind is a state of its own. */
export function updateView(life: UpdatesLife): UpdateView {
  const { step, version, notes, percent, checkedMs, problem } = life
  const nothingElse = step === 'idle' || step === 'off'
  return {
    state: problem !== null && nothingElse ? 'failed' : step,
    version,
    notes,
    percent,
    checkedAt: checkedMs === null ? null : new Date(checkedMs).toISOString(),
    problem,
  }
}

export type Wish = 'check' | 'download' | 'install'
/** `go`: begin. `wait`: it is under way, or done already. Otherwise: why not. */
export type Verdict = 'go' | 'wait' | { readonly name: ErrorName; readonly message: string }

export function mayUpdate({ step, problem }: UpdatesLife, wish: Wish): Verdict {
  if (step === 'off')
    return problem === null
      ? {
          name: 'InvalidRequest',
          message: 'No update feed is set, so nobody is asked for newer versions. Set its address in the settings.',
        }
      : { name: 'InvalidConfig', message: problem.message }
  switch (wish) {
    case 'check':
      // What is staged waits to be installed; a version that came out since is found afterwards.
      return step === 'idle' || step === 'available' ? 'go' : 'wait'
    case 'download':
      if (step === 'available') return 'go'
      if (step === 'downloading' || step === 'ready') return 'wait'
      return {
        name: 'InvalidRequest',
        message: 'No newer version is known that could be downloaded. Look for one first.',
      }
    case 'install':
      return step === 'ready'
        ? 'go'
        : { name: 'InvalidRequest', message: 'No newer version is ready to be installed. Download one first.' }
  }
}

const HOUR_MS = 3_600_000
/** The node and the screens come first. */
export const FIRST_CHECK_MS = 15_000
/** Spec of the setting: at the start and once a day. */
const DAY_MS = 24 * HOUR_MS

/** How long until Kith asks by itself again: a day, sooner after a failure, which may only mean that there was no network. */
export function nextCheckMs({ failures }: Pick<UpdatesLife, 'failures'>): number {
  return failures === 0 ? DAY_MS : Math.min(DAY_MS, HOUR_MS * 2 ** Math.min(failures - 1, 10))
}

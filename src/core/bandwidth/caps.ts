/** Follows the clock, the schedule and the machine, and says which caps hold for the node. */
import { KithError } from '../../contract/errors.ts'
import { PAUSED, type Settings, type SettingsChange } from '../../contract/settings.ts'
import { type Clock, isoTime } from '../../kit/clock.ts'
import { createEmitter } from '../../kit/emitter.ts'
import type { Log } from '../../kit/log.ts'
import { MINUTE_MS } from '../../kit/units.ts'
import type { Surroundings, SurroundingsEvent } from '../surroundings.types.ts'
import { capsFrom, hasProfile, overrideIsOver } from './caps.policy.ts'
import type { Caps, CapsState } from './caps.types.ts'
import { isLocalAddress, readSubnets, type Subnet } from './lan.policy.ts'
import { SCHEDULE_HORIZON_MS, type ScheduleState, scheduleAt } from './schedule.policy.ts'

export interface CapsPorts {
  readonly clock: Clock
  readonly log: Log
  readonly surroundings: Surroundings
  readonly settings: () => Settings['bandwidth']
  /** Writes an override down, and calls `reconsider`. */
  readonly changeSettings: (change: SettingsChange) => void
  /** The month's volume is used up, and that is to pause the node. */
  readonly quotaPauses: () => boolean
}

/** Waits are monotonic, and the wall clock may be set or the machine may sleep: what was planned is checked this often. */
const CHECK_EVERY_MS = MINUTE_MS

export function createCaps(ports: CapsPorts): Caps {
  const { clock, log, surroundings, settings, changeSettings } = ports
  const changed = createEmitter<CapsState>((error) => log.error('a listener to the caps threw', { error }))
  let running = false
  let timer: Disposable | null = null
  let listening: Disposable | null = null
  /** The override that was last asked to end, as text: a `--config` file may keep it for all that is written. */
  let endedOverride = ''
  let own: { readonly cidrs: readonly string[]; readonly subnets: readonly Subnet[] } = { cidrs: [], subnets: [] }
  let now = look()

  function schedule(): ScheduleState {
    return scheduleAt(settings().schedule, clock.wallMs(), surroundings.utcOffsetMinutes)
  }

  function look(): CapsState {
    return capsFrom({
      bandwidth: settings(),
      schedule: schedule(),
      wallMs: clock.wallMs(),
      metered: surroundings.onMetered(),
      onBattery: surroundings.onBattery(),
      quotaPauses: ports.quotaPauses(),
    })
  }

  function refresh(): void {
    if (running) endOverride()
    const before = now
    now = look()
    plan()
    // Infinity, which JSON has no word for, becomes null here; no cap is null.
    if (JSON.stringify(now) === JSON.stringify(before)) return
    log.info('other caps hold', { profile: now.profile, reason: now.reason, ...now.caps, override: now.override })
    changed.emit(now)
  }

  /** Writes down that a switch by hand is over. Whatever becomes of that, it counts no more: the policy sees to it. */
  function endOverride(): void {
    const bandwidth = settings()
    const asText = overrideIsOver({ bandwidth, wallMs: clock.wallMs() }) ? JSON.stringify(bandwidth.override) : ''
    const isNew = asText !== endedOverride
    // Before the change, which may come back here through `reconsider`.
    endedOverride = asText
    if (asText === '' || !isNew) return
    try {
      changeSettings({ bandwidth: { override: null } })
    } catch (error) {
      log.warn('the end of a switch by hand could not be written down', { error })
    }
  }

  /** One timer for whatever comes first; none while nothing can come. */
  function plan(): void {
    timer?.[Symbol.dispose]()
    timer = null
    if (!running) return
    const { enabled, rules } = settings().schedule
    const times = [now.next?.atMs, now.override?.untilMs].filter((atMs) => typeof atMs === 'number')
    if (times.length === 0 && !(enabled && rules.length > 0)) return
    const waitMs = Math.min(CHECK_EVERY_MS, ...times.map((atMs) => atMs - clock.wallMs()))
    timer = clock.at(clock.now() + Math.max(1, waitMs), refresh)
  }

  function onSurroundings(event: SurroundingsEvent): void {
    if (event.type === 'clock-set') boundOverride()
    refresh()
  }

  /** A clock that was years ahead and is right again must not leave a switch that was meant for an evening in force for years. */
  function boundOverride(): void {
    const { override } = settings()
    if (!override || override.until === null) return
    if (Date.parse(override.until) - clock.wallMs() <= SCHEDULE_HORIZON_MS) return
    try {
      changeSettings({ bandwidth: { override: { profile: override.profile, until: untilNext() } } })
    } catch (error) {
      log.warn('a switch by hand could not be written down anew', { error })
    }
  }

  const untilNext = (): string | null => {
    const { next } = schedule()
    return next && isoTime(next.atMs)
  }

  /** Further ahead it would be taken for what a wrong clock left behind (`boundOverride`). */
  function checkEnd(atMs: number): void {
    const inMs = atMs - clock.wallMs()
    if (inMs <= 0) throw new KithError('InvalidRequest', 'That time is over already. Choose a later one.')
    if (inMs > SCHEDULE_HORIZON_MS)
      throw new KithError('InvalidRequest', 'A switch by hand lasts eight days at most, or until you end it.')
  }

  /** The host answers with the same list until it changes. */
  function subnets(): readonly Subnet[] {
    const cidrs = surroundings.subnets()
    if (cidrs !== own.cidrs) own = { cidrs, subnets: readSubnets(cidrs) }
    return own.subnets
  }

  return {
    start() {
      if (running) return
      running = true
      listening = surroundings.events.on(onSurroundings)
      refresh()
    },
    get now() {
      return now
    },
    changed,
    reconsider: refresh,
    override(profile, until = untilNext()) {
      if (profile !== null && !hasProfile(settings(), profile))
        throw new KithError('InvalidRequest', `There is no profile called ${profile}. ${namesOf(settings())}`)
      if (profile !== null && until !== null) checkEnd(Date.parse(until))
      changeSettings({ bandwidth: { override: profile === null ? null : { profile, until } } })
      // Where nobody follows the settings, as while the node is stopped.
      refresh()
    },
    isExempt: (remoteAddress) => settings().lanExempt && isLocalAddress(remoteAddress, subnets()),
    [Symbol.dispose]() {
      running = false
      timer?.[Symbol.dispose]()
      listening?.[Symbol.dispose]()
      timer = null
      listening = null
    },
  }
}

const namesOf = ({ profiles }: Settings['bandwidth']): string =>
  `These are: ${[...Object.keys(profiles), PAUSED].join(', ')}.`

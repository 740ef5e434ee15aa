/** When conduct becomes a ban, and how long that lasts (spec §8). Pure. */
import type { Settings } from '../../contract/settings.ts'
import { MINUTE_MS } from '../../kit/units.ts'
import { isAtBottom, msUntilScore, START_SCORE } from './score.policy.ts'

type Options = Settings['reputation']

/**
 * A bad deed left it with nothing, and nobody keeps it out already. A person's ban is never replaced by one of the node's.
 *
 * @param weight of the deed
 * @param score after it
 */
export const deservesBan = (weight: number, score: number, banned: boolean): boolean =>
  !banned && weight < 0 && isAtBottom(score)

/** The whole length of a ban: the first one, and twice as long for each one before it. */
export const fullBanMs = (bansBefore: number, { banMs, maxBanMs }: Options): number =>
  Math.min(maxBanMs, banMs * 2 ** bansBefore)

/** How long it is kept out: the whole length, or until the score has come back. */
export const banLengthMs = (score: number, bansBefore: number, options: Options): number =>
  Math.ceil(Math.min(fullBanMs(bansBefore, options), msUntilScore(score, options.liftAtScore, options.hourlyFactor)))

/** The end of a ban is looked at this often; less than that is no reason to change it. */
const SLACK_MS = MINUTE_MS

/**
 * When an automatic ban that is running should end instead; `null` when it is fine. Settings change, and so do clocks: one that was set
 * back must not make an hour of ten years.
 */
export function correctedEndMs(
  ban: { readonly untilMs: number; readonly score: number; readonly bans: number },
  nowMs: number,
  options: Options,
): number | null {
  const latestMs = nowMs + banLengthMs(ban.score, Math.max(0, ban.bans - 1), options)
  return ban.untilMs > latestMs + SLACK_MS ? latestMs : null
}

/** After a person lifted a ban: never so low that the ban would have gone on. */
export const pardonedScore = (score: number, { liftAtScore }: Options): number => Math.max(score, liftAtScore)

/** After a person thought better of it. */
export const resetScore = START_SCORE

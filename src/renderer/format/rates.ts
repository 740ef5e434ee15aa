/** Rates in words and figures, as the language of this page writes them. */
import { numberStyle } from './locale.ts'
import * as policy from './rates.policy.ts'

type RateUnit = policy.RateUnit

/** As it stands in a field: exact enough to come back as the same number. Without the unit. */
export const rateDigits = (bytesPerSecond: number, unit: RateUnit): string =>
  policy.rateDigits(bytesPerSecond, unit, numberStyle)

/** Three telling digits, without the unit. */
export const shortRate = (bytesPerSecond: number, unit: RateUnit): string =>
  policy.shortRate(bytesPerSecond, unit, numberStyle)

export const formatRateIn = (bytesPerSecond: number, unit: RateUnit): string =>
  policy.formatRateIn(bytesPerSecond, unit, numberStyle)

/** A cap as a person set it. `null` and 0 are for the caller to name. */
export const formatCap = (bytesPerSecond: number, unit: RateUnit): string =>
  policy.formatCap(bytesPerSecond, unit, numberStyle)

/** How the limits of a peer are written in an allowlist that people read: `up=1MiB/s down=256KiB/s monthly=10GiB`. Pure. */
import { PeerLimits } from '../../contract/views.ts'
import { err, ok, type Result } from '../../kit/result.ts'
import { KIB, MIB } from '../../kit/units.ts'

const GIB = 1_024 * MIB

/** The word for each limit. */
export const limitWords = {
  up: 'uploadBytesPerSecond',
  down: 'downloadBytesPerSecond',
  monthly: 'monthlyBytes',
} as const satisfies Record<string, keyof PeerLimits>
export type LimitWord = keyof typeof limitWords

export const isLimitWord = (word: string): word is LimitWord => Object.hasOwn(limitWords, word)

const units: Readonly<Record<string, number>> = { B: 1, KiB: KIB, MiB: MIB, GiB: GIB, TiB: 1_024 * GIB }
const AMOUNT = /^(\d{1,16}(?:\.\d{1,15})?)([KMGT]iB|B)(\/s)?$/i

/** Bytes, or bytes per second; 0 is no limit. */
export function readLimit(word: LimitWord, text: string): Result<number, string> {
  const isRate = word !== 'monthly'
  const example = isRate ? `${word}=1MiB/s` : `${word}=10GiB`
  if (/^(unlimited|none|0)$/i.test(text)) return ok(0)
  const [, digits = '', unit = '', perSecond] = AMOUNT.exec(text) ?? []
  const factor = Object.entries(units).find(([name]) => name.toLowerCase() === unit.toLowerCase())?.[1]
  if (factor === undefined || (perSecond !== undefined && !isRate))
    return err(`“${word}=${text}” cannot be read: write ${example}, or ${word}=unlimited.`)
  // What is more than nothing must not become 0, which is no limit.
  const bytes = Number(digits) === 0 ? 0 : Math.max(1, Math.round(Number(digits) * factor))
  return PeerLimits.shape[limitWords[word]].safeParse(bytes).success
    ? ok(bytes)
    : err(`“${word}=${text}” is more than can be set${isRate ? ': at most 10GiB/s' : ''}.`)
}

/** Only those that are set, in the largest unit that needs no fraction: it is read again as the same. */
export const writtenLimits = (limits: PeerLimits): string[] =>
  Object.entries(limitWords).flatMap(([word, limit]) => {
    const bytes = limits[limit]
    if (bytes === 0) return []
    const [unit, size] = Object.entries(units).findLast(([, each]) => bytes % each === 0) ?? ['B', 1]
    return `${word}=${bytes / size}${unit}${word === 'monthly' ? '' : '/s'}`
  })

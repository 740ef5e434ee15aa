/** What a peer says of itself, made fit to be shown: a stranger must not be able to draw over our screens. */

/** As long as a name that a person gives, and as what a screen has room for. */
const MAX_CLAIM_CHARACTERS = 64

/** What a peer calls itself or its program. */
export const cleanClaim = (text: string): string | null => cleanText(text, MAX_CLAIM_CHARACTERS)

/** Without control and direction-changing characters, trimmed and cut; `null` when nothing visible is left. */
export function cleanText(text: string, maxCharacters: number): string | null {
  const clean = text
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, maxCharacters)
    // Half of a character that the cut went through.
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()
  return clean === '' ? null : clean
}

/** What a peer says of itself, made fit to be shown: a stranger must not be able to draw over our screens. */

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

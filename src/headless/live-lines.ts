/** Lines that are drawn again in their place, in one write and without wiping first: nothing flickers. Pure. */
import { fitted } from './text.ts'

const up = (lines: number): string => (lines === 0 ? '' : `\u{1b}[${lines}A`)
const TO_LINE_END = '\u{1b}[K'
const TO_SCREEN_END = '\u{1b}[J'

export interface LiveLines {
  /**
   * What to write so that these lines stand where the last ones stood, cut to what the screen holds.
   *
   * @param styles of single lines, by their place: applied after the cut, because a style takes no columns
   */
  drawn(
    lines: readonly string[],
    size: { readonly columns: number; readonly rows: number },
    styles?: Readonly<Record<number, (text: string) => string>>,
  ): string
}

export function createLiveLines(): LiveLines {
  let shown = 0
  return {
    drawn(lines, { columns, rows }, styles = {}) {
      // The last row is where the cursor stands.
      const room = Math.max(1, rows - 1)
      const over = lines.length - room
      const kept = over > 0 ? [...lines.slice(0, room - 1), `… and ${over + 1} more`] : lines
      const text = kept
        .map((line, index) => {
          const style = over > 0 && index === room - 1 ? undefined : styles[index]
          const cut = fitted(line, columns)
          return `\r${style === undefined ? cut : style(cut)}${TO_LINE_END}\n`
        })
        .join('')
      const before = Math.min(shown, room)
      shown = kept.length
      return `${up(before)}${text}${TO_SCREEN_END}`
    },
  }
}

/** A few quiet colours, or none. */
type Style = (text: string) => string

const style =
  (on: string, off: string): Style =>
  (text) =>
    `\u{1b}[${on}m${text}\u{1b}[${off}m`
const plain: Style = (text) => text

export interface Paint {
  readonly bold: Style
  readonly dim: Style
  readonly warn: Style
}

export const paint = (colours: boolean): Paint =>
  colours
    ? { bold: style('1', '22'), dim: style('2', '22'), warn: style('33', '39') }
    : { bold: plain, dim: plain, warn: plain }

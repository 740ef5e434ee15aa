/** The two containers that Windows and macOS keep icons in, both made of PNGs; and what a drawing becomes for a Mac. Pure. */

/** Explorer, taskbar, Alt+Tab, the installer; since Windows Vista every one of them may be a PNG. */
const ICO_SIZES = [16, 20, 24, 32, 40, 48, 64, 128, 256]

/** Type codes of the sizes that are PNGs, as `iconutil` writes them; the second of a pair is the size below on a dense screen. */
const ICNS_TYPES = [
  ['icp4', 16],
  ['ic11', 32],
  ['icp5', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
]

/** @param {(size: number) => Buffer} render a PNG of so many pixels @returns {Buffer} */
export function packIco(render) {
  const images = ICO_SIZES.map((size) => ({ size, png: render(size) }))
  const head = Buffer.alloc(6 + images.length * 16)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(images.length, 4)
  let offset = head.length
  for (const [index, { size, png }] of images.entries()) {
    const at = 6 + index * 16
    // 256 does not fit into the byte, and is written as 0.
    head.writeUInt8(size % 256, at)
    head.writeUInt8(size % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(png.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += png.length
  }
  return Buffer.concat([head, ...images.map(({ png }) => png)])
}

/** @param {(size: number) => Buffer} render a PNG of so many pixels @returns {Buffer} */
export function packIcns(render) {
  const entries = ICNS_TYPES.map(([type, size]) => chunk(type, render(size)))
  return chunk('icns', Buffer.concat(entries))
}

function chunk(type, body) {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32BE(8 + body.length, 4)
  return Buffer.concat([head, body])
}

/** macOS keeps a margin around every icon: 824 of 1024 (Apple's icon grid). @param {string} svg @returns {string} */
export function macTile(svg) {
  const side = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1])
  if (!side) throw new Error('The icon must have a square viewBox that begins at 0 0.')
  const margin = (side * 100) / 824
  const whole = side + 2 * margin
  return svg.replace(/viewBox="[^"]*"/, `viewBox="${-margin} ${-margin} ${whole} ${whole}"`)
}

/**
 * The menu bar of a Mac colours an icon itself and looks only at what is opaque: every colour becomes black. What should
 * be a hole must be one in the drawing too.
 *
 * @param {string} svg @returns {string}
 */
export const templateOf = (svg) =>
  svg.replace(/(fill|stroke|stop-color)="(?!none|url)[^"]*"/g, '$1="#000"').replace(/currentColor/g, '#000')

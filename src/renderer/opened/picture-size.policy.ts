/** How large a picture is drawn before a QR code is looked for in it. Pure. */

/** A photograph of a telephone has 12 to 50 million; more is nobody's picture of a code. */
export const MAX_PIXELS = 80_000_000
/** A large PNG of such a picture. */
export const MAX_PICTURE_BYTES = 40 * 1_024 * 1_024
/** A code that is a quarter of the picture's width still has four pixels for each module at the smaller one. */
export const SIDES = [1_000, 2_200] as const

export interface Size {
  readonly width: number
  readonly height: number
}

/** @returns the size with its longer side at most `side`, never larger than the picture; `null` when it is drawn at no size */
export function fitted({ width, height }: Size, side: number): Size | null {
  if (!(width >= 1 && height >= 1) || width * height > MAX_PIXELS) return null
  const by = Math.min(1, side / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * by)), height: Math.max(1, Math.round(height * by)) }
}

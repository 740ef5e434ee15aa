/** Reads the QR code in a picture: drawn to a canvas within bounds, then read there. Nothing of it leaves the page. */
import { strings } from '../strings.ts'
import { fitted, MAX_PICTURE_BYTES, SIDES, type Size } from './picture-size.policy.ts'
import { saidBy } from './said.policy.ts'

const words = strings.palette.picture

/** Enough to recognise what it says instead. */
const SHOWN_CHARACTERS = 80
/** For one size; a picture without a code is given up after this. */
const TIME_LIMIT_MS = 700

export type ReadPicture =
  | { readonly ok: true; readonly text: string }
  /** In words for a person. */
  | { readonly ok: false; readonly problem: string }

export const isPicture = (file: Blob): boolean => file.type.startsWith('image/')

/** An invite link or an address out of a picture. */
export async function readPicture(picture: Blob): Promise<ReadPicture> {
  if (picture.size > MAX_PICTURE_BYTES) return { ok: false, problem: words.tooLarge }
  let bitmap: ImageBitmap
  try {
    bitmap = await createImageBitmap(picture)
  } catch {
    return { ok: false, problem: words.unread }
  }
  try {
    if (fitted(bitmap, SIDES[0]) === null) return { ok: false, problem: words.tooLarge }
    // Only who reads a picture loads the reader.
    const { decodeQR } = await import('qr/decode.js')
    for (const side of SIDES) {
      const size = fitted(bitmap, side)
      const text = size === null ? null : textIn(drawn(bitmap, size), decodeQR)
      if (text !== null) return judged(text)
    }
    return { ok: false, problem: words.none }
  } finally {
    bitmap.close()
  }
}

function judged(text: string): ReadPicture {
  if (saidBy(text) !== 'other') return { ok: true, text: text.trim() }
  const short = text.slice(0, SHOWN_CHARACTERS).toWellFormed()
  // A secret of another program belongs on no screen: only what everybody may read is shown.
  return { ok: false, problem: /^https?:/iu.test(text) ? words.noInvite(short) : words.long }
}

function drawn(bitmap: ImageBitmap, { width, height }: Size): ImageData | null {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return null
  // A code on a transparent ground is black on white.
  context.fillStyle = 'white'
  context.fillRect(0, 0, width, height)
  context.drawImage(bitmap, 0, 0, width, height)
  return context.getImageData(0, 0, width, height)
}

type Decode = (image: Size & { data: Uint8ClampedArray }, options: { timeLimit: number }) => string

function textIn(image: ImageData | null, decode: Decode): string | null {
  if (image === null) return null
  try {
    return decode({ width: image.width, height: image.height, data: image.data }, { timeLimit: TIME_LIMIT_MS })
  } catch {
    // None in it, or one that cannot be read.
    return null
  }
}

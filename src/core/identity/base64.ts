/** Bytes as text, in exactly one way: what another writing of the same bytes would be is damage. */
import { z } from 'zod'

/** @param bytes how many it must be; left out: any number */
export const base64Of = (bytes?: number) =>
  z.string().refine(
    (text) => {
      const decoded = Buffer.from(text, 'base64')
      return decoded.toString('base64') === text && (bytes === undefined || decoded.length === bytes)
    },
    bytes === undefined ? 'not base64' : `not ${bytes} bytes in base64`,
  )

/** What a second start of the app hands to the first, before it goes away again. */
import { z } from 'zod'
import { boundedWords, MAX_OPENED, MAX_WORD_CHARACTERS } from './opened.policy.ts'

/** Checked where it arrives: whoever may write to the lock's socket may write anything. */
const HandOver = z.object({
  words: z.array(z.string().max(MAX_WORD_CHARACTERS)).max(MAX_OPENED),
  /** Where the second start was made: what its paths are relative to. */
  folder: z.string().max(4096),
})
export type HandOver = z.infer<typeof HandOver>

/** @param words the command line without its options; @param folder where it was typed */
export const handOver = (words: readonly string[], folder: string): HandOver => ({
  words: [...boundedWords(words)],
  folder: folder.slice(0, 4096),
})

/** Nothing, when what came is not what a second start of ours sends: the window still comes to the front. */
export function readHandOver(data: unknown): HandOver {
  const parsed = HandOver.safeParse(data)
  return parsed.success ? parsed.data : { words: [], folder: '' }
}

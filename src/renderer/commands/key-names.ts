/** What stands on a key, as this system and the language of the page write it. */
import { strings } from '../strings.ts'

const isMac = typeof navigator !== 'undefined' && /mac/iu.test(navigator.userAgent)

/** `Mod+k` is two keys that are held together. */
export const keyNames = (key: string): readonly string[] =>
  key.startsWith('Mod+')
    ? [isMac ? '⌘' : (strings.keyNames['Ctrl'] ?? 'Ctrl'), key.slice('Mod+'.length).toUpperCase()]
    : [key]

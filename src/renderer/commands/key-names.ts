/** What stands on a key, as this system writes it. */
const isMac = typeof navigator !== 'undefined' && /mac/iu.test(navigator.userAgent)

/** `Mod+k` is two keys that are held together. */
export const keyNames = (key: string): readonly string[] =>
  key.startsWith('Mod+') ? [isMac ? '⌘' : 'Ctrl', key.slice('Mod+'.length).toUpperCase()] : [key]

/**
 * The language of this page: chosen once, before any word is read. Another choice loads the page anew (stores/appearance).
 */
export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

/** What a person chose is mirrored here from the settings, because the page must know before the node has answered. */
export const LANGUAGE_KEY = 'kith.language'

/** @param wished what was chosen here; anything else asks the system. @param spoken of the system, the dearest first */
export function chooseLanguage(wished: string | null, spoken: readonly string[]): Language {
  const all = wished === null ? spoken : [wished, ...spoken]
  for (const tag of all) {
    const known = languages.find((one) => one === tag.toLowerCase().split('-')[0])
    if (known) return known
  }
  return 'en'
}

function wished(): string | null {
  try {
    return globalThis.localStorage.getItem(LANGUAGE_KEY)
  } catch {
    // No storage, or no page at all (unit tests): the system's it is.
    return null
  }
}

export const language: Language = chooseLanguage(
  wished(),
  typeof document === 'undefined' ? [] : globalThis.navigator.languages,
)
/** For numbers, dates and order. English stays as it is written on the screens; German follows its own habits. */
export const locale = language

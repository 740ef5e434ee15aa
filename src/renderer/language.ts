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

/** Without a page, in unit tests, nobody speaks. */
const spoken = typeof document === 'undefined' ? [] : globalThis.navigator.languages
export const language: Language = chooseLanguage(wished(), spoken)
/** The region of the system where it speaks that language too: an English page in London has the day before the month. */
export function chooseLocale(language: Language, spoken: readonly string[]): string {
  return spoken.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language
}

/** For moments and order. Numbers keep to the language alone (`format/numbers.policy.ts`), as the words around them do. */
export const locale = chooseLocale(language, spoken)

/** Every word that the screens show, in the language of this page. One typed object, so that another language has to be complete. */
import { language } from './language.ts'
import type { english } from './words/en/english.ts'

/** English in structure; functions take the same, and every text may be another. */
export type Strings = Words<typeof english>

/** The same shape with any text in it. */
type Words<T> = T extends (...given: infer G) => string
  ? (...given: G) => string
  : T extends string
    ? string
    : T extends readonly (infer E)[]
      ? readonly Words<E>[]
      : { readonly [K in keyof T]: Words<T[K]> }

/** A page loads its own language and no other. */
const inLanguage: Readonly<Record<typeof language, () => Promise<Strings>>> = {
  en: async () => (await import('./words/en/english.ts')).english,
  de: async () => (await import('./words/de/german.ts')).german,
}

export const strings = await inLanguage[language]()
export const peerStrings = strings.peerWords
export const linkStrings = strings.linkWords

/** Which settings a search finds. Pure. */

/** What of a field is looked through. */
export interface Searchable {
  readonly path: string
  readonly label: string
  readonly hint: string
  /** Where it is: its group and section. */
  readonly place: string
}

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** Every word has to occur in its name, its description, its path or where it is. An empty query finds nothing. */
export function settingMatcher(query: string): (one: Searchable) => boolean {
  const words = fold(query).split(/\s+/u).filter(Boolean)
  if (words.length === 0) return () => false
  return ({ path, label, hint, place }) => {
    const haystack = fold(`${label}\n${hint}\n${path}\n${place}`)
    return words.every((word) => haystack.includes(word))
  }
}

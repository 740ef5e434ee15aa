import { expect, test } from 'vitest'
import type { AmountProblem } from '../../contract/typed-amount.policy.ts'
import { german } from './de/german.ts'
import { english } from './en/english.ts'

type Leaf = string | ((...given: readonly unknown[]) => unknown)

/** Every text and every sentence with places in it, by its path. */
function leaves(tree: unknown, path: string, found = new Map<string, Leaf>()): ReadonlyMap<string, Leaf> {
  if (typeof tree === 'string' || typeof tree === 'function') found.set(path, tree as Leaf)
  else if (typeof tree === 'object' && tree !== null)
    for (const [key, value] of Object.entries(tree)) leaves(value, path === '' ? key : `${path}.${key}`, found)
  return found
}

const en = leaves(english, '')
const de = leaves(german, '')

/** What both languages write alike: names, units, signs, and words that German took over. */
const alike = new Set([
  'Kith',
  'Name',
  'optional',
  'Peer',
  'Peers',
  'Upload',
  'Download',
  'Version',
  'Internet',
  'TCP',
  'WebRTC',
  'Status',
  'Software',
  'Filter',
  'Neutral',
  'Text',
  'JSON',
  'Format',
  'Normal',
  'Details',
  'Passphrase',
  'Pause',
  'Updates',
  'English',
  'Deutsch',
  'App',
  'links',
])
/** A key, a unit, a command, an address: nothing that has a language. */
const needsNoWords = (text: string): boolean => !/\p{L}{2}/u.test(text) || /^(kith|[KMG]iB|Mbit|ms\b)/.test(text)

test('both languages have the same words, and none is missing', () => {
  expect([...de.keys()].sort()).toEqual([...en.keys()].sort())
  const missing = [...de].flatMap(([path, text]) => (text === '' && en.get(path) !== '' ? [path] : []))
  expect(missing).toEqual([])
})

test('no German text is the English one, but for those that are the same in both', () => {
  const same = [...en].flatMap(([path, text]) =>
    typeof text === 'string' && text === de.get(path) && !alike.has(text) && !needsNoWords(text)
      ? [`${path}: ${text}`]
      : [],
  )
  expect(same).toEqual([])
})

test('German is written as German is: its quotation marks, its ellipsis, no blank too many, never „Sie“', () => {
  const odd = /'\w|“\p{L}|\.\.\.|\p{L} …$|\bIhne[mn]\b|\b(drücken|klicken|geben|wählen) Sie\b/u
  const wrong = [...de].flatMap(([path, text]) =>
    typeof text === 'string' && (odd.test(text) || text !== text.trim()) ? [`${path}: ${text}`] : [],
  )
  expect(wrong).toEqual([])
})

/** What stands in a place: a text that no language changes, and a number that each writes in its own way. */
const marker = (at: number): string => `⟦${at}⟧`
const bigNumber = (at: number): number => 1_234_000 + at

/** Ways to call it: texts, numbers of each kind of plural, and each place alone being a number, nothing, or not so. */
function samples(arity: number): readonly (readonly unknown[])[] {
  const all = Array.from({ length: arity }, (_, at) => at)
  const texts = all.map(marker)
  return [
    texts,
    all.map(bigNumber),
    ...[0, 1, 2, 1_000].map((n) => all.map(() => n)),
    ...all.flatMap((one) => [bigNumber(one), 0, 1, null, false].map((value) => texts.with(one, value as string))),
  ]
}

/** `null` where such values make no sense: a function wants what it wants, and no list of kinds is kept of them. */
function said(text: Leaf | undefined, given: readonly unknown[]): string | null {
  if (typeof text !== 'function') return null
  try {
    const answer = text(...given)
    return typeof answer === 'string' && !/undefined|null|NaN|\[object|false/.test(answer) ? answer : null
  } catch {
    return null
  }
}

const placesIn = (answer: string): string =>
  [...new Set((answer.match(/⟦\d⟧|1[.,]?234[.,]?00\d/g) ?? []).map((place) => place.replaceAll(/[.,]/g, '')))]
    .sort()
    .join()

const sentences = [...en].flatMap(([path, text]) => (typeof text === 'function' ? [{ path, text }] : []))

test('a sentence has in German what it has in English: every name, every number', () => {
  const wrong: string[] = []
  for (const { path, text } of sentences) {
    if (path === 'amountProblem' || path === 'errorTold') continue
    let isUnderstood = false
    for (const given of samples(text.length)) {
      const inEnglish = said(text, given)
      if (inEnglish === null) continue
      isUnderstood = true
      const inGerman = said(de.get(path), given) ?? 'nothing'
      const isGrouped = !inEnglish.includes('1,234,00') || /1\.234\.00\d/.test(inGerman)
      if (!isGrouped || /1,234,00|1,000/.test(inGerman) || placesIn(inGerman) !== placesIn(inEnglish))
        wrong.push(`${path}(${JSON.stringify(given)}): ${inEnglish} | ${inGerman}`)
    }
    if (!isUnderstood) wrong.push(`nothing that was tried fits ${path}`)
  }
  expect(wrong).toEqual([])
})

/** Words whose plural is as their singular. */
const onePlural = /\d (Knoten|Treffer)/

test('where English has another sentence for one than for many, so has German', () => {
  const withoutNumber = (text: string): string => text.replaceAll(/\d/g, '#')
  for (const { path, text } of sentences)
    for (const given of samples(text.length).filter((values) => values.includes(1))) {
      const many = given.map((value) => (value === 1 ? 2 : value))
      const [one, two] = [said(text, given), said(text, many)]
      if (one === null || two === null || withoutNumber(one) === withoutNumber(two)) continue
      const [eins, zwei] = [said(de.get(path), given) ?? '', said(de.get(path), many) ?? '']
      if (!onePlural.test(zwei)) expect(withoutNumber(eins), `${path}: ${eins}`).not.toBe(withoutNumber(zwei))
    }
})

test('what is wrong with a typed amount is told in German as in English', () => {
  const problems: readonly AmountProblem[] = [
    { of: 'rate', reason: 'negative' },
    { of: 'volume', reason: 'no-number' },
    { of: 'rate', reason: 'too-much' },
    { of: 'volume', reason: 'too-much' },
    { of: 'rate', reason: 'no-unit', digits: '50' },
    { of: 'rate', reason: 'unknown-unit', unit: 'parsecs' },
    { of: 'volume', reason: 'bit-or-byte', unit: 'Gb', byte: 'GB', bit: null },
    { of: 'rate', reason: 'bit-or-byte', unit: 'Mb', byte: 'MB', bit: 'Mbit' },
  ]
  for (const problem of problems) {
    const told = german.amountProblem(problem)
    expect(told).not.toBe(english.amountProblem(problem))
    expect(told).not.toMatch(/undefined|null/)
  }
  expect(german.amountProblem({ of: 'rate', reason: 'two-readings', digits: '1.500' })).toBe(
    '1.500 lässt sich auf zwei Arten lesen: Schreib 1500, oder 1,500 mit Komma.',
  )
})

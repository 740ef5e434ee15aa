import { expect, test } from 'vitest'
import { chooseLanguage, chooseLocale, type Language } from './language.ts'

test.each<[string | null, readonly string[], Language]>([
  [null, ['de-AT', 'en-US'], 'de'],
  [null, ['fr-FR', 'de', 'en'], 'de'],
  [null, ['fr-FR'], 'en'],
  [null, [], 'en'],
  ['en', ['de-DE'], 'en'],
  ['de', ['en-GB'], 'de'],
  ['klingon', ['de-DE'], 'de'],
])('chosen %j, spoken %j: the page speaks %s', (wished, spoken, language) =>
  expect(chooseLanguage(wished, spoken)).toBe(language),
)

test.each<[Language, readonly string[], string]>([
  ['en', ['de-DE', 'en-GB', 'en-US'], 'en-GB'],
  ['de', ['en-US', 'de-CH'], 'de-CH'],
  ['de', ['en-US'], 'de'],
  ['en', [], 'en'],
])('%s where %j are spoken: days and hours are written as in %s', (language, spoken, locale) =>
  expect(chooseLocale(language, spoken)).toBe(locale),
)

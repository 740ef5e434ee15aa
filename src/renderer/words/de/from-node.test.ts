import { expect, test } from 'vitest'
import { errorGerman, fromNodeGerman, inGerman } from './from-node.ts'
import { nodeErrors } from './node-errors.ts'
import { nodeFindings } from './node-findings.ts'

const all = [...nodeFindings, ...nodeErrors]

test.each([
  ['Anna, Bob and 4 others are not connected.', 'Anna, Bob und 4 weitere sind nicht verbunden.'],
  ['Anna and Bob are not connected.', 'Anna und Bob sind nicht verbunden.'],
  [
    'The clock of this machine was just set back by 3 hours.',
    'Die Uhr dieses Rechners wurde gerade um 3 Stunden zurückgestellt.',
  ],
  [
    'Bootstrap line 2 is left out: There is no address here. Paste the address that the other node shows.',
    'Bootstrap-Zeile 2 wird ausgelassen: Hier ist keine Adresse. Füge die Adresse ein, die der andere Knoten zeigt.',
  ],
  ['Something that a later version says.', 'Something that a later version says.'],
])('%s', (english, german) => expect(fromNodeGerman(english)).toBe(german))

test('an error whose sentence is not known is told by its name, with what the node says', () => {
  expect(errorGerman('Timeout', 'Nobody knows this.')).toBe(
    'Es kam keine Antwort zur rechten Zeit. Der Knoten sagt dazu: „Nobody knows this.“',
  )
  expect(errorGerman('constructor', 'Odd.')).toMatch(/^In Kith ist etwas schiefgegangen\./)
})

test('each sentence has the same places in both languages, and none is there twice', () => {
  const places = (text: string): string => (text.match(/\{\w+\}/g) ?? []).sort().join()
  expect(all.filter(([english, german]) => places(english) !== places(german))).toEqual([])
  expect(new Set(all.map(([english]) => english)).size).toBe(all.length)
})

test('a sentence with names in it is found, whatever the names are', () => {
  for (const [english, german] of all) {
    const place = /\{(\w+)\}/g
    const value = (name: string): string => (name === 'said' ? 'Odd (and [new]).' : '7 of $& (x)')
    expect(inGerman(english.replace(place, (_, name: string) => value(name))), english).toBe(
      german.replace(place, (_, name: string) => value(name)),
    )
  }
})

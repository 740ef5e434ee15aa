import { expect, test } from 'vitest'
import { errorGerman, fromNodeGerman, inGerman } from './from-node.ts'
import { nodeErrors } from './node-errors.ts'
import { nodeFindings } from './node-findings.ts'
import { nodeLists } from './node-lists.ts'
import { nodeStart } from './node-start.ts'

const all = [...nodeFindings, ...nodeErrors, ...nodeLists, ...nodeStart]

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
  [
    "The key in the operating system's keychain belongs to another identity than this data folder. Kith uses neither. Restore the right one from a backup, or use the data folder that goes with the key.",
    'Der Schlüssel im Schlüsselbund des Systems gehört zu einer anderen Identität als dieser Datenordner. Kith benutzt keins von beiden. Stelle die richtige aus einer Sicherung wieder her, oder nimm den Datenordner, der zum Schlüssel gehört.',
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
  const places = (text: string): readonly string[] => text.match(/\{\w+\}/g) ?? []
  // Left out: the sentence is clear without it.
  const optional = ['{rest}']
  const lost = all.filter(([english, german]) => {
    const there = places(german)
    const wanted = places(english).filter((place) => !optional.includes(place))
    return wanted.some((place) => !there.includes(place)) || there.some((place) => !places(english).includes(place))
  })
  expect(lost).toEqual([])
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

/**
 * What the node says by itself, in German. The node speaks English, on whatever screen it is read; its sentences are few and
 * stable, so they are known here by their text. One that is not is shown as it came, below a German line of its error.
 */
import type { ErrorName } from '../../../contract/errors.ts'
import { nodeErrors } from './node-errors.ts'
import { nodeFindings } from './node-findings.ts'
import { nodeLists } from './node-lists.ts'
import { nodeStart } from './node-start.ts'

/** `{who}`: names; `{span}`: a length of time; `{place}`: where a key lies; `{said}`: another sentence; anything else stays as it is. */
const places = /\{(who|span|said|[a-z0-9]+)\}/g
const special = /[.*+?^$()[\]\\|/]/g

interface Known {
  readonly pattern: RegExp
  readonly names: readonly string[]
  readonly german: string
}

const plain = new Map<string, string>()
const withPlaces: Known[] = []
for (const [english, german] of [...nodeFindings, ...nodeErrors, ...nodeLists, ...nodeStart]) {
  const names = [...english.matchAll(places)].map(([, name = '']) => name)
  if (names.length === 0) plain.set(english, german)
  else
    withPlaces.push({
      pattern: new RegExp(`^${english.replace(special, '\\$&').replace(places, '([\\s\\S]+?)')}$`),
      names,
      german,
    })
}

/** @returns `null` where the sentence is not known */
export function inGerman(sentence: string): string | null {
  const known = plain.get(sentence)
  if (known !== undefined) return known
  for (const { pattern, names, german } of withPlaces) {
    const found = pattern.exec(sentence)
    if (found === null) continue
    return german.replace(places, (_, name: string) => filled(name, found[names.indexOf(name) + 1] ?? ''))
  }
  return null
}

function filled(name: string, text: string): string {
  switch (name) {
    case 'who':
      return text.replace(/ and (\d+) others$/, ' und $1 weitere').replace(/ and (?=[^,]+$)/, ' und ')
    case 'span':
      return text.replace(/\b(\d[\d,]*) (second|minute|hour|day|year)s?\b/g, (_, n: string, unit: string) => {
        const [one, many] = units[unit as keyof typeof units]
        return `${n.replaceAll(',', '.')} ${n === '1' ? one : many}`
      })
    case 'place':
      return keyPlaces[text] ?? text
    case 'said':
      return inGerman(text) ?? text
    default:
      return text
  }
}

/** Where a key lies, with its preposition. */
const keyPlaces: Readonly<Record<string, string>> = {
  "the operating system's keychain": 'im Schlüsselbund des Systems',
  'the sealed file in the data folder': 'in der versiegelten Datei des Datenordners',
  'the plain key file in the data folder': 'in der einfachen Schlüsseldatei des Datenordners',
}

/** After „um“ and „innerhalb von“. */
const units = {
  second: ['Sekunde', 'Sekunden'],
  minute: ['Minute', 'Minuten'],
  hour: ['Stunde', 'Stunden'],
  day: ['Tag', 'Tage'],
  year: ['Jahr', 'Jahre'],
} as const

export const fromNodeGerman = (sentence: string): string => inGerman(sentence) ?? sentence

/** What each error means at all, where its sentence is not known. */
const headings: Readonly<Record<ErrorName, string>> = {
  Timeout: 'Es kam keine Antwort zur rechten Zeit.',
  ConnectionFailed: 'Die Verbindung ist gescheitert.',
  Refused: 'Die Gegenseite hat abgelehnt.',
  Unreachable: 'Gerade nicht erreichbar.',
  ProtocolMismatch: 'Die Gegenseite spricht nicht dasselbe Protokoll.',
  LimitReached: 'Eine Grenze ist erreicht.',
  RateLimited: 'Das war zu oft in kurzer Zeit.',
  QuotaExhausted: 'Das Volumen ist verbraucht.',
  BreakerOpen: 'Es ist zu oft gescheitert und bekommt eine Pause.',
  BreakerProbing: 'Es wird gerade wieder versucht.',
  RetriesExhausted: 'Auch nach mehreren Versuchen hat es nicht geklappt.',
  Aborted: 'Es wurde abgebrochen.',
  Blocked: 'Das ist blockiert.',
  NotApproved: 'Dort hat noch niemand zugestimmt.',
  PermissionDenied: 'Dafür fehlt die Berechtigung.',
  InviteInvalid: 'Mit dieser Einladung geht es nicht.',
  KeychainUnavailable: 'Der Schlüsselbund ist gerade nicht benutzbar.',
  WrongPassphrase: 'Die Passphrase stimmt nicht.',
  IdentityMissing: 'Die Identität fehlt.',
  DiskFull: 'Die Festplatte ist voll.',
  Integrity: 'Etwas ist beschädigt oder passt nicht zusammen.',
  StoreDamaged: 'Die Datenbank ist beschädigt.',
  InvalidAddress: 'Diese Adresse ist nicht brauchbar.',
  InvalidConfig: 'So geht es mit diesen Einstellungen nicht.',
  InvalidRequest: 'Das geht so nicht.',
  Internal: 'In Kith ist etwas schiefgegangen.',
}

const headingOf = (name: string): string =>
  Object.hasOwn(headings, name) ? headings[name as ErrorName] : headings.Internal

export const errorGerman = (name: string, message: string): string =>
  inGerman(message) ?? `${headingOf(name)} Der Knoten sagt dazu: „${message}“`

import { describe, expect, test } from 'vitest'
import { Settings } from '../../contract/settings.ts'
import { HOUR_MS, MIB } from '../../kit/units.ts'
import { wordsIn } from '../words.ts'
import { quietUntilMs, type TrayEntry, trayMenu, trayToolTip } from './tray-menu.policy.ts'
import type { WatchedNode } from './watched-node.types.ts'

const NOON = new Date(2026, 10, 21, 12).getTime()
const cap = { bytesPerSecond: null, reason: 'normal', throttling: false }
const at = (ms: number) => new Date(ms).toISOString()

function watched(node: object = {}, bandwidth: object = {}): WatchedNode {
  return {
    host: { phase: 'running', problem: null, choices: [] },
    // Of the views only what the menu reads.
    node: { connected: 3, known: 12, requests: 0, ...node } as NonNullable<WatchedNode['node']>,
    bandwidth: {
      ...{ profile: 'normal', reason: 'normal', override: null, upload: cap, download: cap },
      ...bandwidth,
    } as unknown as NonNullable<WatchedNode['bandwidth']>,
    health: null,
    rates: { uploadBytesPerSecond: 0, downloadBytesPerSecond: 1.25 * MIB },
    settings: Settings.parse({}),
  }
}

/** As a person reads it; what does nothing in brackets. */
function read(entries: readonly TrayEntry[]): unknown[] {
  return entries.map((entry) => {
    if ('separator' in entry) return '—'
    if ('entries' in entry) return [entry.label, ...read(entry.entries)]
    return entry.deed === null ? `(${entry.label})` : entry.label
  })
}
const menu = (state: WatchedNode, language: 'en' | 'de' = 'en') => read(trayMenu(state, wordsIn(language, []), NOON))
function deed(state: WatchedNode, label: string): unknown {
  const all = trayMenu(state, wordsIn('en', []), NOON).flatMap((entry) =>
    'entries' in entry ? entry.entries : [entry],
  )
  return all.find((entry) => 'deed' in entry && entry.label === label)
}
const quietFor = ['For one hour', 'Until tomorrow at 7:00 AM', 'Until I switch it off']

describe('the menu', () => {
  test('of a usual day', () => {
    expect(menu(watched())).toEqual([
      '(3 of 12 connected)',
      '(↓ 1.3 MiB/s   ↑ 0 MiB/s)',
      '—',
      ['Quiet mode', ...quietFor],
      'Pause',
      '—',
      'Show Kith',
      'Quit Kith',
    ])
  })

  test('in German', () => {
    expect(menu(watched({ requests: 2 }), 'de')).toEqual([
      '(3 von 12 verbunden)',
      '(↓ 1,3 MiB/s   ↑ 0 MiB/s)',
      '2 Anfragen warten auf dich',
      '—',
      ['Leise', 'Für eine Stunde', 'Bis morgen um 7:00', 'Bis ich es ausschalte'],
      'Pausieren',
      '—',
      'Kith anzeigen',
      'Kith beenden',
    ])
  })

  test.each<[string, object, unknown[]]>([
    [
      'quiet for an hour',
      { profile: 'quiet', reason: 'override', override: { profile: 'quiet', until: at(NOON + HOUR_MS) } },
      ['(Held back by you)', ['Quiet mode until 1:00 PM', 'Switch quiet mode off', '—', ...quietFor], 'Pause'],
    ],
    [
      'quiet until tomorrow',
      { profile: 'quiet', reason: 'override', override: { profile: 'quiet', until: at(NOON + 19 * HOUR_MS) } },
      ['(Held back by you)', ['Quiet mode until Sun 7:00 AM', 'Switch quiet mode off', '—', ...quietFor], 'Pause'],
    ],
    [
      'paused by hand',
      { profile: 'paused', reason: 'override', override: { profile: 'paused', until: null } },
      ['(Paused)', ['Quiet mode', ...quietFor], 'Resume'],
    ],
    [
      'a metered network',
      { profile: 'quiet', reason: 'metered' },
      ['(Held back: metered network)', ['Quiet mode', ...quietFor], 'Pause'],
    ],
    [
      'the month’s volume',
      { upload: { ...cap, reason: 'quota' } },
      ['(Paused: the month’s volume is used up)', ['Quiet mode', ...quietFor], 'Pause'],
    ],
  ])('%s', (_what, bandwidth, expected) => {
    const shown = menu(watched({}, bandwidth)).slice(2, -3)
    expect(shown.filter((one) => one !== '—')).toEqual(expected)
  })

  test.each([
    ['starting', '(Kith is starting …)'],
    ['stopping', '(Kith is stopping …)'],
    ['locked', 'Locked: Kith needs your passphrase'],
    ['failed', 'Kith cannot start: see why'],
  ] as const)('of a node that is %s', (phase, first) => {
    const state = {
      ...watched(),
      host: { phase, problem: null, choices: [] },
      node: null,
      bandwidth: null,
      rates: null,
    }
    expect(menu(state)).toEqual([first, '—', 'Show Kith', 'Quit Kith'])
  })

  test('that resumes ends what a person switched, and overrules what the schedule says', () => {
    const byHand = { profile: 'paused', reason: 'override', override: { profile: 'paused', until: null } }
    expect(deed(watched({}, byHand), 'Resume')).toMatchObject({ deed: { is: 'end-switch' } })
    expect(deed(watched({}, { profile: 'paused', reason: 'schedule' }), 'Resume')).toMatchObject({
      deed: { is: 'switch', profile: 'normal', for: 'the-schedule' },
    })
    expect(deed(watched(), 'Pause')).toMatchObject({ deed: { is: 'switch', profile: 'paused', for: 'ever' } })
  })
})

test.each([
  [watched({ requests: 1 }), 'Kith: 3 of 12 connected, 1 request waits for you'],
  [watched({ connected: 0, known: 0 }), 'Kith: No peers yet'],
  [{ ...watched(), node: null }, 'Kith'],
])('the tool tip %#', (state, text) => expect(trayToolTip(state, wordsIn('en', []))).toBe(text))

test.each([
  ['an-hour', 12, '2026-11-21 13'],
  ['the-night', 12, '2026-11-22 7'],
  ['the-night', 23, '2026-11-22 7'],
  ['the-night', 2, '2026-11-21 7'],
] as const)('%s at %i', (how, hour, expected) => {
  const until = new Date(quietUntilMs(how, new Date(2026, 10, 21, hour).getTime()) ?? 0)
  expect(`${until.getFullYear()}-${until.getMonth() + 1}-${until.getDate()} ${until.getHours()}`).toBe(expected)
})

test('until it is switched off has no end', () => expect(quietUntilMs('ever', NOON)).toBeNull())

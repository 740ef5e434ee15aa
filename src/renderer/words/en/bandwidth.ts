/** The words around bandwidth: its screen, the caps of a peer, the badge below. Part of `strings`. */
import type { QuotaState } from '../../../contract/bandwidth-views.ts'
import type { Weekday } from '../../../contract/settings.ts'
import { count, list } from './counting.ts'

export const bandwidthEnglish = {
  title: 'Bandwidth',
  loading: 'Measuring…',
  failedTitle: 'The traffic could not be read',
  unlimited: 'Unlimited',
  unlimitedSmall: 'unlimited',
  unit: 'Unit of rates',
  up: 'Upload',
  down: 'Download',
  none: '–',

  profile: { normal: 'Normal', quiet: 'Quiet', paused: 'Paused' },
  /** A profile of one's own is called as it was named. */
  summary: (profile: string): string => `${profile} now`,
  caps: (up: string, down: string): string => `${up} up, ${down} down`,
  capsPaused: 'nothing but heartbeats',
  noCaps: 'no caps',

  range: { label: 'Stretch of time', minutes: '10 minutes', days: '30 days' },
  chart: {
    upload: 'Upload',
    download: 'Download',
    now: 'now',
    ofCap: (cap: string): string => `cap ${cap}`,
    noCap: 'no cap',
    paused: 'paused',
    cut: (peak: string): string => `Cut off: up to ${peak} before the cap`,
    capAbove: (cap: string): string => `The cap of ${cap} is above this picture.`,
    summary: (way: string, now: string, mean: string, peak: string): string =>
      `${way} in the last 10 minutes: ${now} now, ${mean} in the last 10 seconds, ${peak} at most.`,
    capWords: (cap: string): string => `The cap is ${cap}.`,
    capNone: 'There is no cap.',
    still: (way: string): string => `${way}: nothing flowed in the last 10 minutes.`,
    most: (names: readonly string[]): string => `Most of it: ${list(names)}.`,
    share: (name: string, amount: string): string => `${name} ${amount}`,
    days: (way: string, total: string, most: string, day: string): string =>
      `${way} in the last 30 days: ${total}, the most on ${day}, ${most}.`,
    daysStill: (way: string): string => `${way}: nothing was counted in the last 30 days.`,
    empty: 'Nothing flows right now',
    emptyDays: 'Nothing was counted yet',
    rest: 'all others',
    table: 'The table below has the figures.',
    moment: (when: string, total: string): string => `${when}: ${total}`,
  },

  throttled: {
    badge: 'Throttled now',
    hint: (cap: string): string => `Somebody wants more than ${cap} and waits; nothing is lost.`,
    peer: 'Waits now',
    open: 'Show why',
    raise: 'Raise the cap, or let it wait.',
    switchBack: 'Switch back, or let it wait.',
  },

  why: {
    free: 'No caps hold. Everything goes as fast as your line and the other side let it.',
    freeHint: 'Set a cap below the charts, or paint a schedule.',
    normal: 'Your caps hold.',
    schedule: (profile: string): string => `The schedule has switched to ${profile}.`,
    scheduleUntil: (profile: string, until: string): string =>
      `The schedule has switched to ${profile}, until ${until}.`,
    override: (profile: string): string => `You switched to ${profile} by hand. It holds until you end it.`,
    overrideUntil: (profile: string, until: string): string =>
      `You switched to ${profile} by hand. The schedule takes over at ${until}.`,
    metered: (profile: string): string => `This network charges by volume, so ${profile} holds while you are on it.`,
    battery: (profile: string): string => `This machine runs on its battery, so ${profile} holds meanwhile.`,
    quota: (until: string): string =>
      `The volume of this month is used up. Until ${until} nothing but heartbeats and requests passes.`,
    dynamic: (delay: string, target: string): string =>
      `Kith yields to others on your line: it adds ${delay} of delay now and keeps to ${target}.`,
    dynamicUnknown: 'Kith measures how much delay it adds on your line.',
    pausedMeans: 'Links stay up; messages and files wait.',
    next: (profile: string, when: string): string => `Next: ${profile}, ${when}`,
    left: (span: string): string => `${span} left`,
    change: 'Change this in the settings',
  },

  quiet: 'Quiet',
  pause: 'Pause',
  endOverride: 'Back to the schedule',
  endOverrideNone: 'Back to normal',
  did: {
    switched: (profile: string, until: string | null): string =>
      until === null ? `${profile} holds until you end it.` : `${profile} holds until ${until}.`,
    ended: (profile: string, scheduled: boolean): string =>
      scheduled ? `Back to the schedule: ${profile}.` : `Back to ${profile}.`,
    cap: (what: string, cap: string): string => `${what}: ${cap}.`,
    schedule: 'The schedule is changed.',
    scheduleOn: 'The schedule is on.',
    scheduleOff: 'The schedule is off.',
    lanOn: 'Peers in your own network are not capped.',
    lanOff: 'The caps hold in your own network too.',
    added: (profile: string): string => `${profile} is there. Paint with it below.`,
    saved: (profile: string): string => `${profile} is changed.`,
    deleted: (profile: string): string => `${profile} is deleted, and normal where it held.`,
  },

  cap: {
    upload: 'Upload cap',
    download: 'Download cap',
    slider: (label: string): string => `${label}, slider`,
    otherHolds: (profile: string, cap: string): string => `Not now: ${profile} holds, ${cap}.`,
    becomes: (value: string, other: string): string => `Becomes ${value}, which is ${other}.`,
    becomesUnlimited: 'Becomes unlimited.',
    fixed: 'The command line or --config decides this for this run.',
  },

  volume: {
    title: 'Who uses it',
    table: 'What passed, by peer',
    columns: { peer: 'Peer', now: 'Now', session: 'Since start', day: 'Today', month: 'This month' },
    sortBy: (column: string): string => `Sort by ${column}`,
    all: 'All peers',
    payload: (sent: string, received: string): string =>
      `Of this, the protocols carried ${sent} up and ${received} down; the rest is framing and encryption.`,
    exempt: 'Your network, not capped',
    ownCap: (caps: string): string => `Own caps: ${caps}`,
    quota: {
      none: '',
      within: '',
      warned: 'Most of its month is used',
      reached: 'Its month is used up',
    } satisfies Record<QuotaState, string>,
    more: (n: number): string => `Show ${count(n, 'more peer', 'more peers')}`,
    open: (name: string): string => `Details of ${name}`,
    emptyTitle: 'Nothing was counted yet',
    emptyText: 'As soon as anything passes between you and a peer, it is counted here, by peer.',
    share: (share: string): string => `${share} of the month`,
  },

  quota: {
    title: 'Monthly volume',
    none: 'No monthly volume is set.',
    set: 'Set one',
    change: 'Change',
    used: (used: string, limit: string): string => `${used} of ${limit}`,
    left: (left: string, until: string): string => `${left} left until ${until}`,
    words: (used: string, limit: string, percent: string): string => `${used} of ${limit} used, ${percent}`,
    warned: (until: string): string => `Most of it is used. It begins anew on ${until}.`,
    reachedWarn: (until: string): string =>
      `It is used up until ${until}. You chose to be told only, so traffic goes on.`,
    reachedPause: (until: string): string =>
      `It is used up. Until ${until} nothing but heartbeats and requests passes.`,
  },

  schedule: {
    title: 'Schedule',
    on: 'Follow the schedule',
    about: 'Switches between profiles by itself. What you switch by hand holds until its next change.',
    off: 'The schedule is off, so what is painted does nothing yet.',
    switchOn: 'Switch it on',
    zone: (zone: string): string => `Times of this machine: ${zone}`,
    presets: 'Presets',
    preset: {
      evenings: 'Quiet on weekday evenings, 18–23',
      nights: 'Quiet at night, 22–7',
      work: 'Paused at working hours, Mon–Fri 9–17',
      clear: 'Clear the week',
    },
    tooMany:
      'The week changes too often for the schedule to hold: at most 128 different stretches. Nothing was changed.',
    odd: (times: readonly string[], more: number): string =>
      `Kept to the minute: ${list(more > 0 ? [...times, `${more} more`] : times)}. Striped half hours change within; they stay so until you paint over them.`,
  },

  profiles: {
    title: 'Paint with',
    pick: (name: string, digit: number): string => `${name}, key ${digit}`,
    edit: (name: string): string => `Change ${name}`,
    add: 'New profile',
    addTitle: 'New profile',
    editTitle: (name: string): string => `Profile “${name}”`,
    name: 'Name',
    nameHint: 'Small letters, digits and hyphens, such as “guests”.',
    nameBad: 'A name has up to 24 small letters, digits and hyphens, a letter first.',
    nameTaken: 'There is a profile with this name.',
    builtIn: 'This profile is always there; its caps are yours to choose.',
    delete: 'Delete',
    add1: 'Add',
    full: 'There are 16 profiles, which is as many as there can be.',
  },

  week: {
    grid: 'Week',
    hint: 'Drag, or move with the arrow keys, mark with Shift, pick a profile with its number and paint with Space.',
    day: {
      mon: 'Monday',
      tue: 'Tuesday',
      wed: 'Wednesday',
      thu: 'Thursday',
      fri: 'Friday',
      sat: 'Saturday',
      sun: 'Sunday',
    } satisfies Record<Weekday, string>,
    dayShort: {
      mon: 'Mon',
      tue: 'Tue',
      wed: 'Wed',
      thu: 'Thu',
      fri: 'Fri',
      sat: 'Sat',
      sun: 'Sun',
    } satisfies Record<Weekday, string>,
    cell: (from: string, to: string, profile: string, now: boolean): string =>
      `${from} to ${to}, ${profile}${now ? ', now' : ''}`,
    mixed: 'changes within',
    painted: (days: string, from: string, to: string, profile: string): string =>
      `${days}, ${from} to ${to}: ${profile}`,
    span: (first: string, last: string): string => (first === last ? first : `${first} to ${last}`),
    keysTitle: 'In the week of the schedule',
    keys: { mark: 'Mark several', pick: 'Pick a profile', paint: 'Paint', clear: 'Back to normal' },
  },

  exceptions: {
    title: 'Exceptions',
    lan: 'Do not cap my own network',
    lanAbout: 'Peers with an address in one of this machine’s own networks go as fast as they can.',
    more: 'Metered networks, battery, fairness, yielding to others',
    settings: 'Bandwidth settings',
  },

  peer: {
    title: 'Bandwidth',
    upload: 'Upload cap',
    download: 'Download cap',
    monthly: 'Monthly volume',
    monthlyUnit: 'GiB',
    monthlyHint: 'Both directions together; empty is none.',
    inside: 'Inside the caps of your node.',
    exempt: 'It is in your own network, where no cap holds now.',
    waits: 'It waits for a cap now.',
    capped: (caps: string): string => `Own caps: ${caps}`,
    now: 'Now',
    day: 'Today',
    month: 'This month',
    did: (name: string, what: string, cap: string): string => `${what} of ${name}: ${cap}.`,
    quotaSet: (name: string, volume: string): string => `Monthly volume of ${name}: ${volume}.`,
  },
}

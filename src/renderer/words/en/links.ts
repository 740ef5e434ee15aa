/** The words of the screens about links that last: how a link fares, why it does not, and what a peer's conduct has earned it. */
import type { Deed, Tier } from '../../../contract/link-views.ts'
import type { PeerReason } from '../../../contract/views.ts'
import { count, number } from './counting.ts'

export const linkStrings = {
  state: 'How it stands',

  /** The line below a state, live. */
  detail: {
    silent: (span: string): string => `Silent for ${span}`,
    leftAlone: (span: string, failures: number): string =>
      `for ${span}, after ${count(failures, 'failure', 'failures')}`,
    leftAloneNow: (failures: number): string => `after ${count(failures, 'failure', 'failures')}, next try now`,
    keptOut: {
      person: (span: string): string => `for ${span} more, by you`,
      node: (span: string): string => `for ${span} more, for its conduct`,
    },
    keptOutBecause: (span: string, why: string): string => `Kept out for ${span} more, because ${why}`,
    keptOutByYou: (span: string): string => `Kept out for ${span} more, by you`,
    keptOutForConduct: (span: string): string => `Kept out for ${span} more, because of its conduct`,
    freeNow: 'The ban is about to end',
  },

  /** What a state means and what to do about it, in two lines at most. */
  meaning: {
    through: (transport: string, direction: string, address: string | null): string =>
      `${transport}, ${direction}${address === null ? '' : `, ${address}`}`,
    suspect: 'It may be busy, or its line slow. If it stays silent, the connection is closed.',
    dialing: 'Trying its addresses, the one that worked last first.',
    waiting: 'It has your request. You are connected as soon as somebody there says yes.',
    resting: (failures: number, every: string): string =>
      `After ${count(failures, 'failure', 'failures')} in a row it is tried every ${every}, for as long as it takes.`,
    paused: 'It failed too often in a short time, so it gets a pause. “Try now” does not wait.',
    banned: (until: string): string => `In both directions, until ${until}.`,
    blocked: 'It is refused in both directions, through relays too.',
    notKept: 'It is not kept connected, so nothing is tried by itself.',
    known: 'It is tried again by itself.',
  },
  /** Of a failed or ended link. */
  meaningOf: {
    refused: 'It closes the door on this node. Ask them to let you in; then it works by itself.',
    timeout: 'It did not answer in time. It may be asleep, or a firewall may stand between you.',
    unreachable: 'Nobody answers at its addresses. It may be off, or its address may have changed.',
    reset: 'The line broke in the middle. Most of the time the next try works.',
    'remote-full': 'It has as many connections as it allows. There may be room later.',
    unresponsive: 'It was silent for too long, so the connection was closed. It may be asleep or frozen.',
    'peer-id-mismatch': 'Somebody with another key answers at its address. Ask for the current address.',
    'no-common-protocol': 'What answers there does not speak Kith’s protocols. It may be another program.',
    'invalid-address': 'None of its addresses can be dialled. Add a current one.',
    'no-address': 'No address of it is known. Add one, or wait until it connects by itself.',
    'full-here': 'This node has as many connections as its settings allow.',
    'disconnected-here': 'It stays so until you connect again, or until it comes by itself.',
    'disconnected-there': 'Somebody there ended the connection.',
    stopped: 'Their node was stopped. It is found again when it is back.',
  } satisfies Partial<Record<PeerReason, string>>,

  link: {
    title: 'Link',
    rtt: 'Round trip',
    rttNow: 'now',
    rttUsual: 'usually',
    /** `p95`: 95 of 100 were faster. */
    p95: (rtt: string): string => `p95 ${rtt}`,
    p95Means: 'Of 100 round trips 95 were faster',
    noRtts: 'Nothing measured yet',
    rttWords: (n: number, usual: string, p95: string, missed: number): string =>
      `The last ${number(n)} round trips: usually ${usual}, 95 of 100 under ${p95}, ${missed === 0 ? 'none' : number(missed)} not answered.`,
    day: 'Last 24 hours',
    uptime: (share: string): string => `${share} connected`,
    uptimeMeans: 'Of the time in which this node ran and knew the peer',
    dayWords: (share: string | null): string =>
      share === null
        ? 'The last 24 hours: nothing is known yet.'
        : `The last 24 hours: connected ${share} of the time.`,
    dayAgo: '24 h ago',
    now: 'now',
    spells: 'Lately',
    noSpells: 'Nothing yet. What happens to the link from now on shows up here.',
    all: (n: number): string => `Show all ${number(n)}`,
    fewer: 'Show fewer',
    loading: 'Looking up how the link went…',
    failed: 'How the link went could not be looked up.',
    kind: {
      connected: 'Connected',
      suspect: 'Not answering',
      failed: 'No connection',
      disconnected: 'Not connected',
      offline: 'This node was off',
      waiting: 'Waiting for their approval',
    },
  },

  conduct: {
    title: 'Conduct',
    tier: { excellent: 'Excellent', good: 'Good', neutral: 'Neutral', poor: 'Poor', bad: 'Bad' } satisfies Record<
      Tier,
      string
    >,
    of100: (score: string): string => `${score} of 100`,
    barWords: (score: string, tier: string): string => `${tier}, ${score} of 100; everybody begins at 50`,
    moves: 'What moved it lately',
    nothing: 'Nothing moved it lately.',
    unmoved: 'Everybody begins in the middle. Nothing has moved it yet.',
    why: {
      'transfer-succeeded': 'Completed a transfer',
      'transfer-failed': 'Made a transfer fail',
      message: 'Sent a message',
      'bad-message': 'Sent a broken message',
      'protocol-violation': 'Broke the protocol',
      'ignored-rate-limit': 'Did not slow down when told to',
      reset: 'Put back to 50 by you',
      unbanned: 'Ban lifted by you',
    } satisfies Record<Deed | 'reset' | 'unbanned', string>,
    /** After “because”. */
    because: {
      'transfer-succeeded': 'of its conduct',
      'transfer-failed': 'it made transfers fail',
      message: 'of its conduct',
      'bad-message': 'it sent broken messages',
      'protocol-violation': 'it broke the protocol',
      'ignored-rate-limit': 'it did not slow down when told to',
    } satisfies Record<Deed, string>,
    times: (n: number): string => `${number(n)} times`,
    bans: (n: number): string =>
      n === 1
        ? 'Kept out once so far because of it. Each time lasts twice as long.'
        : `Kept out ${number(n)} times so far because of it. Each time lasts twice as long.`,
    reliability: (share: string): string => `${share} of its messages and transfers went well.`,
    reset: 'Put back to 50…',
    resetTitle: (name: string): string => `Forget how ${name} behaved?`,
    resetAbout: 'Its score goes back to 50, as if it were new. This cannot be taken back; the log keeps what happened.',
    resetLifts: 'It is kept out because of its conduct. That ends with it.',
    resetYes: 'Put back to 50',
    resetDone: (name: string): string => `${name} begins at 50 again.`,
    failed: 'What moved it could not be looked up.',
  },

  ban: {
    menu: 'Keep out for…',
    hour: 'Keep out for an hour',
    day: 'Keep out for a day',
    week: 'Keep out for a week',
    lift: 'Lift the ban',
    lifted: (name: string): string => `The ban on ${name} is lifted.`,
    banned: (name: string, span: string): string => `${name} is kept out for ${span}.`,
    again: (name: string, span: string): string => `${name} is kept out again, for ${span}.`,
  },
}

/** What the palette shows for what was typed: commands, peers, settings, and what can be done with a peer. */
import type { PeerView } from '../../../contract/views.ts'
import type { Command, CommandGroup, Commands } from '../../commands/command.ts'
import { shortPeerId } from '../../format/peer-id.ts'
import { callPeer } from '../../format/peer-words.ts'
import { peerMatcher } from '../../stores/peer-filter.ts'
import { strings } from '../../strings.ts'
import { queryWords, rank } from './rank.policy.ts'

const words = strings.palette

/** A list that is read needs an end; more letters find the rest. */
const MOST = { commands: 14, peers: 8, settings: 8, deeds: 5 } as const
/** So many peers are looked at for the best among them; who is not there is found by more letters. */
const MOST_RANKED = 500
const LATELY = 5
/** What was used lately wins over what fits as well, not over what fits better. */
const LATELY_BONUS = 8

export interface Item {
  /** Of the option. */
  readonly key: string
  readonly label: string
  /** Said at its end. */
  readonly aside: string | null
  readonly keys: readonly string[]
  readonly command: Command
  /** The peer itself, not something to do with it: it has actions of its own. */
  readonly peer: PeerView | null
}

export interface Section {
  readonly title: string
  readonly items: readonly Item[]
}

export interface PaletteSources {
  readonly commands: Commands
  readonly peers: Iterable<PeerView>
  /** The peer whose details are shown behind the palette. */
  readonly open: PeerView | null
  readonly recent: readonly string[]
}

const isThere = ({ available }: Command): boolean => available?.() !== false

const itemOf = (command: Command, aside: string | null = null): Item => ({
  key: command.id,
  label: command.label,
  aside,
  keys: command.keys?.[0] ?? [],
  command,
  peer: null,
})

function peerItem(commands: Commands, peer: PeerView): readonly Item[] {
  const [details] = commands.ofPeer(peer)
  if (details === undefined) return []
  const aside = `${strings.trust[peer.trust]} · ${shortPeerId(peer.peerId)}`
  const { peerId } = peer
  return [{ key: `peer:${peerId}`, label: callPeer(peer), aside, keys: [], command: { ...details, id: 'peer' }, peer }]
}

const deedItem = (peer: PeerView, command: Command): Item => ({
  ...itemOf(command),
  key: `${command.id}:${peer.peerId}`,
  label: words.of(callPeer(peer), command.label),
})

/** What can be done with one peer. */
export function findDeeds(query: string, commands: Commands, peer: PeerView): readonly Section[] {
  const found = rank(queryWords(query), commands.ofPeer(peer), Number.POSITIVE_INFINITY)
  return sectionOf(
    callPeer(peer),
    found.map(({ thing }) => ({ ...itemOf(thing), key: `${thing.id}:${peer.peerId}` })),
  )
}

export function find(query: string, sources: PaletteSources): readonly Section[] {
  const typed = queryWords(query)
  return typed.length === 0 ? overview(sources) : search(query, typed, sources)
}

/** Before anything is typed: what was used lately, the peer at hand, and everything there is to do. */
function overview({ commands, open, recent }: PaletteSources): readonly Section[] {
  const there = commands.all.filter((one) => isThere(one) && one.group !== 'setting' && one.id !== 'palette')
  const lately = recent
    .flatMap((id) => there.find((one) => one.id === id) ?? [])
    .slice(0, LATELY)
    .map((one) => ({ ...itemOf(one), key: `recent:${one.id}` }))
  const order: readonly CommandGroup[] = ['do', 'go', 'node', 'bandwidth', 'log', 'look', 'app']
  return [
    ...sectionOf(words.group.recent, lately),
    ...(open === null ? [] : findDeeds('', commands, open)),
    ...order.flatMap((group) =>
      sectionOf(
        words.group[group],
        there.filter((one) => one.group === group).map((one) => itemOf(one)),
      ),
    ),
  ]
}

function search(query: string, typed: readonly string[], sources: PaletteSources): readonly Section[] {
  const { commands, peers, recent } = sources
  const there = commands.all.filter(isThere)
  const bonus = ({ id }: Command): number => (recent.includes(id) ? LATELY_BONUS : 0)
  const best = rank(
    typed,
    there.filter(({ group }) => group !== 'setting'),
    MOST.commands,
    bonus,
  )
  const settings = rank(
    typed,
    there.filter(({ group }) => group === 'setting'),
    MOST.settings,
  )
  const everybody = [...peers]
  const known = bestPeers(query, typed, everybody)
  const sections = [
    {
      fit: best[0]?.fit ?? 0,
      section: sectionOf(
        words.group.do,
        best.map(({ thing }) => itemOf(thing, words.group[thing.group])),
      ),
    },
    {
      fit: known[0]?.fit ?? 0,
      section: sectionOf(
        words.group.peers,
        known.flatMap(({ peer }) => peerItem(commands, peer)),
      ),
    },
    {
      fit: settings[0]?.fit ?? 0,
      section: sectionOf(
        words.group.setting,
        settings.map(({ thing }) => itemOf(thing, thing.id.replace(/^setting\./u, ''))),
      ),
    },
  ]
  // “ping anna”: what to do and with whom, in either order.
  const deeds = deedsWith(typed, everybody, commands)
  return [
    ...sectionOf(words.group.peers, deeds),
    ...sections
      .sort((a, b) => b.fit - a.fit)
      .flatMap(({ section }) => (deeds.length > 0 && section[0]?.title === words.group.peers ? [] : section)),
  ]
}

/** Peers by name first; whoever fits by note, ID or address comes after them. */
function bestPeers(
  query: string,
  typed: readonly string[],
  everybody: readonly PeerView[],
): readonly { readonly peer: PeerView; readonly fit: number }[] {
  const matches = peerMatcher(query)
  const fitting: { label: string; peer: PeerView }[] = []
  for (const peer of everybody) {
    if (!matches(peer)) continue
    fitting.push({ label: peer.name ?? '', peer })
    if (fitting.length === MOST_RANKED) break
  }
  const named = rank(typed, fitting, MOST.peers)
  const ids = new Set(named.map(({ thing }) => thing.peer.peerId))
  const others = fitting.filter(({ peer }) => !ids.has(peer.peerId)).slice(0, MOST.peers - named.length)
  return [
    ...named.map(({ thing, fit }) => ({ peer: thing.peer, fit })),
    ...others.map(({ peer }) => ({ peer, fit: 20 })),
  ]
}

function deedsWith(typed: readonly string[], everybody: readonly PeerView[], commands: Commands): readonly Item[] {
  const [first, last] = [typed[0], typed.at(-1)]
  if (typed.length < 2 || first === undefined || last === undefined) return []
  const splits = [
    { what: [first], who: typed.slice(1) },
    { what: typed.slice(1), who: [first] },
    ...(typed.length === 2
      ? []
      : [
          { what: typed.slice(0, -1), who: [last] },
          { what: [last], who: typed.slice(0, -1) },
        ]),
  ]
  const found = new Map<string, Item>()
  for (const { what, who } of splits) {
    for (const { peer } of bestPeers(who.join(' '), who, everybody).slice(0, 3)) {
      // What only begins somewhere in the middle of a word was hardly meant.
      for (const { thing, fit } of rank(what, commands.ofPeer(peer), 2)) {
        const item = deedItem(peer, thing)
        if (fit >= 40 && found.size < MOST.deeds) found.set(item.key, item)
      }
    }
  }
  return [...found.values()]
}

const sectionOf = (title: string, items: readonly Item[]): readonly Section[] =>
  items.length === 0 ? [] : [{ title, items }]

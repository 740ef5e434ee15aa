/** Turns a typed PEER into a peer ID, with an error that says what to type instead. */
import type { NodeClient } from '../contract/client.ts'
import { KithError } from '../contract/errors.ts'
import { PeerId } from '../contract/views.ts'
import { type Candidate, findPeer, MIN_PIECE_LENGTH, type Miss } from './find-peer.policy.ts'
import { printable, shortId } from './text.ts'

export type LookIn = 'peers' | 'requests' | 'both'

/** @throws KithError `InvalidRequest` when nobody, or more than one, is meant */
export async function whichPeer(client: NodeClient, typed: string, where: LookIn): Promise<string> {
  // A whole peer ID needs no list.
  if (PeerId.safeParse(typed.trim()).success) return typed.trim()
  const [peers, requests] = await Promise.all([
    where === 'requests' ? [] : client.call('peers.list'),
    where === 'peers' ? [] : client.call('requests.list'),
  ])
  // What a stranger calls itself is a claim: whoever takes a friend's name must not be let in by it.
  const strangers = requests.map(({ peerId }) => ({ peerId, name: null }))
  const found = findPeer(typed, [...peers, ...strangers])
  if (found.ok) return found.value
  throw new KithError('InvalidRequest', sentence(typed, found.error, where))
}

/** The same for several: all of them, or an error. */
export async function whichPeers(client: NodeClient, typed: readonly string[], where: LookIn): Promise<string[]> {
  const found: string[] = []
  for (const one of typed) found.push(await whichPeer(client, one, where))
  return [...new Set(found)]
}

function sentence(typed: string, miss: Miss, where: LookIn): string {
  const list = where === 'requests' ? 'kith requests' : 'kith peers'
  const name = printable(typed)
  switch (miss.is) {
    case 'none':
      return `There is no ${where === 'requests' ? 'request from' : 'peer'} “${name}”. See who there is with: ${list}`
    case 'too-short':
      return `“${name}” is no known name, and a part of a peer ID needs at least ${MIN_PIECE_LENGTH} characters.`
    case 'several':
      return `“${name}” fits more than one peer: ${miss.among.slice(0, 5).map(described).join(', ')}. Type more of the peer ID.`
  }
}

const described = ({ peerId, name }: Candidate): string =>
  name === null ? shortId(peerId) : `${printable(name)} ${shortId(peerId)}`

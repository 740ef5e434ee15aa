/** Decides about many peers at once, so that all of it holds or none, everything follows, and a person can take it back. */
import { KithError } from '../../contract/errors.ts'
import type { TrustChange } from '../trust/index.ts'
import type { Decisions } from './follow-decisions.ts'
import type { HandlerPorts } from './handler-ports.ts'
import { createUndoShelf, type Undoable } from './undo-shelf.ts'

/** A change of the allowlist that also says where somebody can be reached. */
export type Edit = TrustChange & { readonly addresses?: readonly string[] }

export interface AllowlistEdits {
  /** Answers the token that takes all of it back. Each peer once. Notes nothing. */
  apply(edits: readonly Edit[]): Promise<string>
  /** Back to unknown, disconnected, their requests settled; who is nobody here is passed over. */
  forget(peerIds: readonly string[]): Promise<{ changed: number; undo: string }>
  /** @throws KithError InvalidRequest when the token means nothing (any more) */
  undo(token: string): Promise<{ restored: number }>
}

export function createAllowlistEdits(ports: HandlerPorts, decisions: Decisions): AllowlistEdits {
  const { clock, trust, book, manager } = ports
  const shelf = createUndoShelf(clock)

  const asTheyAre = (peerIds: readonly string[]): Undoable => ({
    trust: trust.snapshot(peerIds),
    addresses: new Map(peerIds.map((peerId) => [peerId, book.records(peerId)])),
  })

  async function apply(edits: readonly Edit[]): Promise<string> {
    const peerIds = edits.map(({ peerId }) => peerId)
    const before = asTheyAre(peerIds)
    // Whoever asked to be let in and is, said where it can be reached.
    const asked = edits.filter(({ peerId, to }) => to !== null && to.level !== 'blocked' && trust.request(peerId))
    const askedAt = new Map(asked.map(({ peerId }) => [peerId, trust.request(peerId)?.addresses ?? []]))
    trust.apply(edits, () => {
      for (const { peerId, addresses = [] } of edits) book.learn(peerId, addresses, 'person')
    })
    for (const { peerId, to } of edits) if (to === null) book.forget(peerId)
    for (const [peerId, addresses] of askedAt) book.learn(peerId, addresses, 'peer')
    const token = shelf.put(before)
    await decisions.follow(peerIds)
    // In mode `learn` strangers may stay; who was removed is to go (and may come again).
    const removed = new Set(edits.flatMap(({ peerId, to }) => (to === null ? peerId : [])))
    const staying = manager.connected().filter((peerId) => removed.has(peerId))
    await Promise.all(staying.map((peerId) => manager.disconnect(peerId)))
    for (const peerId of askedAt.keys()) decisions.dialSoon(peerId)
    return token
  }

  return {
    apply,
    async forget(peerIds) {
      const connected = new Set(manager.connected())
      const known = [...new Set(peerIds)].filter(
        (peerId) => trust.peer(peerId) ?? trust.request(peerId) ?? connected.has(peerId),
      )
      if (known.length === 0)
        throw new KithError('InvalidRequest', 'No such peer is on the list. Add it with its address first.')
      const [first] = known
      const before = known.length === 1 && first !== undefined ? { before: trust.level(first) } : undefined
      const undo = await apply(known.map((peerId) => ({ peerId, to: null })))
      decisions.noteAll('forget', known, 'removed', before)
      return { changed: known.length, undo }
    },
    async undo(token) {
      const { trust: snapshot, addresses } = shelf.find(token)
      trust.restore(snapshot, () => {
        for (const [peerId, records] of addresses) book.restore(peerId, records)
      })
      shelf.drop(token)
      const peerIds = snapshot.peers.map(({ peerId }) => peerId)
      decisions.noteAll('restore', peerIds, 'undone')
      await decisions.follow(peerIds)
      return { restored: peerIds.length }
    },
  }
}

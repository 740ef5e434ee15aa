/** Which peer a person means by what they typed: a peer ID, a piece of one, or a name. Pure. */
import { err, ok, type Result } from '../kit/result.ts'

export interface Candidate {
  readonly peerId: string
  readonly name: string | null
}

export type Miss =
  | { readonly is: 'none' }
  | { readonly is: 'too-short' }
  | { readonly is: 'several'; readonly among: readonly Candidate[] }

/** Fewer characters than this name a peer by accident. */
export const MIN_PIECE_LENGTH = 4
const WHOLE = /^12D3KooW[1-9A-HJ-NP-Za-km-z]{44}$/

/**
 * A whole peer ID is taken as it is, known or not. A name (any case) goes before a piece of an ID, because a person
 * chose it. The dots of a shortened ID, as the tables print it, may stay on.
 */
export function findPeer(typed: string, candidates: readonly Candidate[]): Result<string, Miss> {
  const text = typed.trim()
  if (WHOLE.test(text)) return ok(text)
  const distinct = [...new Map(candidates.map((candidate) => [candidate.peerId, candidate])).values()]
  const wanted = text.normalize('NFC').toLowerCase()
  const named = distinct.filter(({ name }) => name?.normalize('NFC').toLowerCase() === wanted)
  if (named.length > 0) return only(named)
  const piece = text.replace(/^(…|\.{2,3})|(…|\.{2,3})$/g, '')
  if (piece.length < MIN_PIECE_LENGTH) return err({ is: 'too-short' })
  return only(distinct.filter(({ peerId }) => peerId.startsWith(piece) || peerId.endsWith(piece)))
}

function only(found: readonly Candidate[]): Result<string, Miss> {
  const [first] = found
  if (!first) return err({ is: 'none' })
  return found.length === 1 ? ok(first.peerId) : err({ is: 'several', among: found })
}

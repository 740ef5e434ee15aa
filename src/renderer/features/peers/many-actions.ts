/** What a person can do with many peers at once. The node keeps what was there for ten minutes, and gives it back. */
import type { Input, Output } from '../../../contract/contract.ts'
import { attempt } from '../../stores/attempt.ts'
import type { Stores } from '../../stores/stores.ts'
import { peerStrings, strings } from '../../strings.ts'

type Needs = Pick<Stores, 'client' | 'toasts'>
export type Change = Omit<Input<'peers.change'>, 'peerIds'>

/** What is said of it, given how many it was. */
export interface Sayings {
  readonly done: (n: number) => string
  readonly restored: (n: number) => string
}

const said = peerStrings.bulk.did

/** @returns whether it worked */
export const change = (needs: Needs, peerIds: readonly string[], what: Change, sayings: Sayings): Promise<boolean> =>
  attempt(needs.toasts, async () =>
    tell(needs, await needs.client.call('peers.change', { peerIds: [...peerIds], ...what }), sayings),
  )

export const remove = (needs: Needs, peerIds: readonly string[], sayings: Sayings = removed): Promise<boolean> =>
  attempt(needs.toasts, async () =>
    tell(needs, await needs.client.call('peers.forget', { peerIds: [...peerIds] }), sayings),
  )

const removed: Sayings = { done: said.removed, restored: said.restored }

function tell(needs: Needs, { changed, undo }: Output<'peers.change'>, { done, restored }: Sayings): void {
  if (changed === 0) return needs.toasts.done(said.nothing)
  needs.toasts.done(done(changed), () => void takeBack(needs, undo, restored))
}

const takeBack = ({ client, toasts }: Needs, undo: string, restored: Sayings['restored']): Promise<boolean> =>
  attempt(toasts, async () => {
    const answer = await client.call('peers.undo', { undo })
    toasts.done(restored(answer.restored))
  })

/** What is said of a change to many. */
export function sayingsOf({ level, kept, permissions }: Change): Sayings {
  const { restored } = said
  if (level !== undefined) return { done: (n) => said.level(n, strings.trust[level]), restored }
  if (kept !== undefined) return { done: kept ? said.kept : said.unkept, restored }
  return { done: permissions === undefined ? () => said.nothing : said.permissions, restored }
}

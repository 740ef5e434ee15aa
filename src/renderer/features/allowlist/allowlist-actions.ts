/** Takes the allowlist out as a file and brings one in. An import can be taken back. */
import type { Output } from '../../../contract/contract.ts'
import { attempt } from '../../stores/attempt.ts'
import type { Stores } from '../../stores/stores.ts'
import { peerStrings } from '../../strings.ts'

type Needs = Pick<Stores, 'client' | 'toasts'>
const words = peerStrings.allowlist

export type Exported = Output<'allowlist.export'>

/** @throws KithError for the dialog to show */
export async function importList(needs: Needs, text: string, removeMissing: boolean): Promise<void> {
  const { client, toasts } = needs
  const { added, removed, changed, undo } = await client.call('allowlist.import', { text, removeMissing })
  const nothing = added + removed + changed === 0
  toasts.done(words.did(added, changed, removed), nothing ? undefined : () => void takeBack(needs, undo))
}

const takeBack = ({ client, toasts }: Needs, undo: string): Promise<boolean> =>
  attempt(toasts, async () => {
    const { restored } = await client.call('peers.undo', { undo })
    toasts.done(words.undone(restored))
  })

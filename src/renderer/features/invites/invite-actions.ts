/** What a person can do with an invite that is made. */
import type { Output } from '../../../contract/contract.ts'
import type { InviteView } from '../../../contract/trust-views.ts'
import { attempt } from '../../stores/attempt.ts'
import type { Stores } from '../../stores/stores.ts'
import { strings } from '../../strings.ts'

/** An invite with its link, which is told this once. */
export type MadeInvite = Output<'invites.create'>

export const revoke = ({ client, toasts }: Pick<Stores, 'client' | 'toasts'>, invite: InviteView): Promise<boolean> =>
  attempt(toasts, async () => {
    await client.call('invites.revoke', { id: invite.id })
    toasts.done(strings.invites.revoked)
  })

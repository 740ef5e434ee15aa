/** Asks the node, while a person types, what the text means or what is wrong with it. */
import { useEffect, useState } from 'react'
import type { InviteLinkView } from '../../../contract/trust-views.ts'
import type { AddressView } from '../../../contract/views.ts'
import { messageOf } from '../../stores/attempt.ts'
import { useStores } from '../../use-stores.ts'
import { bareLink, isInviteLink } from './typed.policy.ts'

/** Long enough that a typed word is one question, short enough to feel at once. */
const QUIET_MS = 180

export type Verdict =
  | { readonly is: 'empty' }
  /** The first question is under way. */
  | { readonly is: 'checking' }
  | { readonly is: 'address'; readonly view: AddressView }
  | { readonly is: 'invite'; readonly view: InviteLinkView }
  | { readonly is: 'bad'; readonly message: string }

/** While a new question is under way the last answer stays, so that nothing flickers; `fresh` tells whether it is about `text`. */
export function useCheck(text: string): { readonly verdict: Verdict; readonly fresh: boolean } {
  const { client, clock } = useStores()
  const wanted = text.trim()
  const [answered, setAnswered] = useState<{ readonly text: string; readonly verdict: Verdict }>({
    text: '',
    verdict: { is: 'empty' },
  })

  useEffect(() => {
    if (wanted === '') return
    let current = true
    const answer = (verdict: Verdict): void => {
      if (current) setAnswered({ text: wanted, verdict })
    }
    const ask = async (): Promise<Verdict> =>
      isInviteLink(wanted)
        ? { is: 'invite', view: await client.call('invites.check', { link: bareLink(wanted) }) }
        : { is: 'address', view: await client.call('address.check', { text: wanted }) }
    const timer = clock.at(clock.now() + QUIET_MS, () => {
      ask().then(answer, (cause: unknown) => answer({ is: 'bad', message: messageOf(cause) }))
    })
    return () => {
      current = false
      timer[Symbol.dispose]()
    }
  }, [wanted, client, clock])

  if (wanted === '') return { verdict: { is: 'empty' }, fresh: true }
  const fresh = answered.text === wanted
  return { verdict: answered.verdict.is === 'empty' ? { is: 'checking' } : answered.verdict, fresh }
}

/** Asks the node, while a person types, what an address means or what is wrong with it. */
import { useEffect, useState } from 'react'
import type { AddressView } from '../../../contract/views.ts'
import { messageOf } from '../../stores/attempt.ts'
import { useStores } from '../../use-stores.ts'

/** Long enough that a typed word is one question, short enough to feel at once. */
const QUIET_MS = 180

export type AddressVerdict =
  | { readonly is: 'empty' }
  /** The first question is under way. */
  | { readonly is: 'checking' }
  | { readonly is: 'good'; readonly view: AddressView }
  | { readonly is: 'bad'; readonly message: string }

/** While a new question is under way the last answer stays, so that nothing flickers; `fresh` tells whether it is about `text`. */
export function useAddressCheck(text: string): { readonly verdict: AddressVerdict; readonly fresh: boolean } {
  const { client, clock } = useStores()
  const wanted = text.trim()
  const [answered, setAnswered] = useState<{ readonly text: string; readonly verdict: AddressVerdict }>({
    text: '',
    verdict: { is: 'empty' },
  })

  useEffect(() => {
    if (wanted === '') return
    let current = true
    const answer = (verdict: AddressVerdict): void => {
      if (current) setAnswered({ text: wanted, verdict })
    }
    const timer = clock.at(clock.now() + QUIET_MS, () => {
      client.call('address.check', { text: wanted }).then(
        (view) => answer({ is: 'good', view }),
        (cause: unknown) => answer({ is: 'bad', message: messageOf(cause) }),
      )
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

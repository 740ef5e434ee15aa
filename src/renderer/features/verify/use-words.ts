/** Fetches what both screens show for one peer. */
import { useEffect, useState } from 'react'
import type { SafetyWordsView } from '../../../contract/trust-views.ts'
import { messageOf } from '../../stores/attempt.ts'
import { useStores } from '../../use-stores.ts'

export type FetchedWords =
  | { readonly is: 'loading' }
  | { readonly is: 'there'; readonly view: SafetyWordsView }
  | { readonly is: 'failed'; readonly message: string }

/** @returns what is known, and how to ask again */
export function useWords(peerId: string): readonly [FetchedWords, () => void] {
  const { client } = useStores()
  const [tries, setTries] = useState(0)
  const [fetched, setFetched] = useState<FetchedWords>({ is: 'loading' })
  useEffect(() => {
    let current = true
    client.call('peers.words', { peerId }).then(
      (view) => (current ? setFetched({ is: 'there', view }) : undefined),
      (cause: unknown) => (current ? setFetched({ is: 'failed', message: messageOf(cause) }) : undefined),
    )
    return () => {
      current = false
    }
  }, [client, peerId, tries])
  return [fetched, () => setTries((before) => before + 1)]
}

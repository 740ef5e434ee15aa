/** Says plainly that somebody uses the name of a peer that is on the list and is not that peer. */
import { useCallback, useSyncExternalStore } from 'react'
import { shortPeerId } from '../../format/peer-id.ts'
import { callPeer } from '../../format/peer-words.ts'
import { strings } from '../../strings.ts'
import { Notice } from '../../ui/notice.tsx'
import { useStores } from '../../use-stores.ts'

const words = strings.requestWords

export interface NamesakeWarningProps {
  /** What it calls itself, or what the person is about to call it. */
  readonly name: string | null
  readonly peerId: string
}

export function NamesakeWarning({ name, peerId }: NamesakeWarningProps) {
  const { knownNames } = useStores()
  const read = useCallback(() => (name === null ? null : knownNames.namesake(name, peerId)), [knownNames, name, peerId])
  const known = useSyncExternalStore(knownNames.subscribe, read)
  if (known === null) return null
  return (
    <Notice tone="warn">
      <strong>{words.notThe(callPeer(known))}</strong> {words.notTheWhy(shortPeerId(known.peerId))}
    </Notice>
  )
}

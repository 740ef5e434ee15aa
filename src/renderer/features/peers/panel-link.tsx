/** How the link to a peer fares: round trips, the last 24 hours, and its last spells. */
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { PeerView } from '../../../contract/views.ts'
import { isLinked } from '../../format/peer-standing.ts'
import { linkStrings, strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { useStores } from '../../use-stores.ts'
import { LinkDay, LinkSpells } from './link-past.tsx'
import { RoundTripPlot } from './round-trip-plot.tsx'
import './panel-link.css'

const words = linkStrings.link

/** Fetches what the parts below show, for as long as the details of this peer are open. */
export function usePeerDetails(peerId: string): void {
  const { peerDetails } = useStores()
  useEffect(() => peerDetails.open(peerId), [peerDetails, peerId])
}

export function PanelLink({ peer }: { readonly peer: PeerView }) {
  const { peerDetails } = useStores()
  const { value, error } = useStore(peerDetails.store, (state) => state.history)
  return (
    <section className="panel-part link-part" aria-busy={value === null && error === null}>
      <h3 className="panel-title">{words.title}</h3>
      {error === null ? (
        <>
          <RoundTripPlot samples={value?.rtts ?? null} isLinked={isLinked(peer)} smoothedMs={peer.rttMs} />
          <LinkDay history={value} />
          <LinkSpells history={value} />
        </>
      ) : (
        <p className="soft link-failed">
          {words.failed}{' '}
          <Button size="small" onClick={() => void peerDetails.refresh()}>
            {strings.actions.retry}
          </Button>
        </p>
      )}
    </section>
  )
}

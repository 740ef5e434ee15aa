/** Nodes that the local network shows, each one step away from being added. */
import { Radar } from 'lucide-react'
import { useStore } from 'zustand'
import type { NearbyView } from '../../../contract/views.ts'
import { readAddress } from '../../format/address.ts'
import { shortPeerId } from '../../format/peer-id.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Sigil } from '../../ui/sigil.tsx'
import { useStores } from '../../use-stores.ts'

const words = strings.welcome

export function Nearby() {
  const { nearby } = useStores()
  const seen = useStore(nearby, (state) => state.value) ?? []
  return (
    <section className="nearby">
      <h2 className="welcome-heading">{words.nearby}</h2>
      {seen.length === 0 ? (
        <p className="nearby-none faint">
          <Radar size={16} aria-hidden /> {words.nearbyNone}
        </p>
      ) : (
        <>
          <p className="soft">{words.nearbyHint}</p>
          <ul className="nearby-list">
            {seen.map((one) => (
              <Near key={one.peerId} one={one} />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function Near({ one }: { readonly one: NearbyView }) {
  const { screen } = useStores()
  const [first] = one.addresses
  const id = shortPeerId(one.peerId)
  return (
    <li className="near">
      <Sigil peerId={one.peerId} size={28} />
      <div className="near-text">
        <span className="mono">{id}</span>
        {first !== undefined && <span className="mono faint small cut">{readAddress(first).text}</span>}
      </div>
      <Button
        size="small"
        aria-label={words.nearbyAddThis(id)}
        onClick={() => screen.open({ kind: 'add', text: first === undefined ? one.peerId : `${one.peerId}@${first}` })}
      >
        {words.nearbyAdd}
      </Button>
    </li>
  )
}

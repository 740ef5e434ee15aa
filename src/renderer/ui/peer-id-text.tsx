/** A whole peer ID in groups of four, to be compared by eye or read aloud; selecting it copies it without the gaps. */
import { peerIdGroups } from '../format/peer-id.ts'
import './peer-id-text.css'

export const PeerIdText = ({ peerId }: { readonly peerId: string }) => (
  <span className="peer-id mono">
    {peerIdGroups(peerId).map((group, index) => (
      // The groups of one ID never change places.
      <span key={`${index}${group}`} className="peer-id-group">
        {group}
      </span>
    ))}
  </span>
)

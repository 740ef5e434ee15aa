/** What a peer's conduct has earned it: its score, what moved that lately, and the way back to the start. */
import { useState } from 'react'
import { useStore } from 'zustand'
import type { PeerView } from '../../../contract/views.ts'
import { formatShare } from '../../format/quantities.ts'
import { Ago } from '../../moments.tsx'
import { linkStrings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Meter } from '../../ui/meter.tsx'
import { useStores } from '../../use-stores.ts'
import { formatMove, type Gathered, gatherMoves, tierOf } from './conduct.policy.ts'
import { ResetConductDialog } from './reset-conduct-dialog.tsx'

const words = linkStrings.conduct
const FEW = 3
/** Where everybody begins, and what time brings a score back to. */
const MIDDLE = 50

export function PanelConduct({ peer }: { readonly peer: PeerView }) {
  const { peerDetails } = useStores()
  const { value, error } = useStore(peerDetails.store, (state) => state.reputation)
  const [asking, setAsking] = useState(false)
  const score = Math.round(peer.score).toString()
  const tier = words.tier[tierOf(peer.score)]
  const bans = value?.bans ?? 0
  const reliability = value?.reliability ?? null
  const isMoved = Math.abs(peer.score - MIDDLE) >= 0.5 || bans > 0
  return (
    <section className="panel-part" aria-busy={value === null && error === null}>
      <h3 className="panel-title">{words.title}</h3>
      <p className="link-line">
        <span>{tier}</span>
        <span className="soft numbers">{words.of100(score)}</span>
      </p>
      <Meter value={peer.score} of={100} mark={MIDDLE} tone={toneOf(peer.score)} words={words.barWords(score, tier)} />
      {error !== null && <p className="soft">{words.failed}</p>}
      {value !== null && <Moves moves={gatherMoves(value.moves)} isMoved={isMoved} />}
      {reliability !== null && <p className="soft">{words.reliability(formatShare(reliability))}</p>}
      {bans > 0 && <p className="soft">{words.bans(bans)}</p>}
      {isMoved && (
        <Button size="small" className="conduct-reset" onClick={() => setAsking(true)}>
          {words.reset}
        </Button>
      )}
      {asking && <ResetConductDialog peer={peer} onClose={() => setAsking(false)} />}
    </section>
  )
}

const toneOf = (score: number): 'good' | 'calm' | 'warn' | 'bad' =>
  score >= 60 ? 'good' : score >= 40 ? 'calm' : score >= 20 ? 'warn' : 'bad'

function Moves({ moves, isMoved }: { readonly moves: readonly Gathered[]; readonly isMoved: boolean }) {
  const [all, setAll] = useState(false)
  if (moves.length === 0) return <p className="soft">{isMoved ? words.nothing : words.unmoved}</p>
  return (
    <>
      <p className="link-line">
        <span>{words.moves}</span>
        {moves.length > FEW && (
          <Button look="quiet" size="small" className="link-all" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? linkStrings.link.fewer : linkStrings.link.all(moves.length)}
          </Button>
        )}
      </p>
      <ul className="moves" aria-label={words.moves}>
        {(all ? moves : moves.slice(0, FEW)).map((move) => (
          <li key={`${move.at} ${move.why}`} className="move">
            <span className="cut" title={move.detail ?? undefined}>
              {words.why[move.why]}
              {move.times > 1 && <span className="faint numbers"> {words.times(move.times)}</span>}
            </span>
            <span className={`move-by numbers ${move.by < 0 ? 'move-down' : ''}`}>{formatMove(move.by)}</span>
            <span className="move-at faint numbers">
              <Ago at={move.at} />
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** How a peer stands, since when and until when, and what that means. It always takes the same room: nothing below it moves. */
import { useStore } from 'zustand'
import type { PeerView } from '../../../contract/views.ts'
import { peerMeaning } from '../../format/peer-meaning.ts'
import { type PeerStanding, peerStanding } from '../../format/peer-standing.ts'
import { peerDetail } from '../../format/peer-words.ts'
import { formatLeft, formatUntil } from '../../format/quantities.ts'
import { linkStrings, strings } from '../../strings.ts'
import { StandingGlyph } from '../../ui/standing-glyph.tsx'
import { useStores, useTicking } from '../../use-stores.ts'
import { banCause } from './conduct.policy.ts'

const words = linkStrings.detail

/** What is normal is quiet; what wants attention has a colour of its own, beside its shape and words. */
const tones: Readonly<Record<PeerStanding, 'calm' | 'warn' | 'bad'>> = {
  connected: 'calm',
  suspect: 'warn',
  dialing: 'calm',
  waiting: 'calm',
  failed: 'calm',
  paused: 'calm',
  resting: 'calm',
  disconnected: 'calm',
  banned: 'warn',
  blocked: 'bad',
}

/** As the node has it when nobody changed it. */
const DORMANT_MS = 600_000

export function PanelState({ peer }: { readonly peer: PeerView }) {
  const { settings } = useStores()
  const dormantMs = useStore(settings, (state) => state.value?.settings.reconnect.dormantMs ?? DORMANT_MS)
  const standing = peerStanding(peer)
  return (
    <section className={`standing standing-${tones[standing]}`} aria-label={linkStrings.state}>
      <StandingGlyph standing={standing} />
      <div className="standing-text">
        <p className="standing-line">
          {standing === 'banned' ? <KeptOut peer={peer} /> : <Line peer={peer} standing={standing} />}
        </p>
        <p className="standing-meaning">{peerMeaning(peer, dormantMs)}</p>
      </div>
    </section>
  )
}

/** One line, so that a countdown that becomes shorter moves nothing: a failure is called by its reason here. */
function Line({ peer, standing }: { readonly peer: PeerView; readonly standing: PeerStanding }) {
  const title = standing === 'failed' && peer.reason !== null ? strings.reason[peer.reason] : strings.standing[standing]
  const detail = useTicking((nowMs) => {
    if (standing !== 'failed') return peerDetail(peer, nowMs)
    return peer.nextTryAt === null ? '' : strings.standingDetail.nextTry(formatUntil(peer.nextTryAt, nowMs))
  })
  return (
    <span className="standing-one cut" title={`${title} ${detail}`}>
      {title} {detail !== '' && <span className="soft numbers">· {detail}</span>}
    </span>
  )
}

function KeptOut({ peer }: { readonly peer: PeerView }) {
  const { peerDetails } = useStores()
  const why = useStore(peerDetails.store, ({ reputation }) => banCause(reputation.value))
  const text = useTicking((nowMs) => keptOut(peer, why, nowMs))
  return <span className="numbers">{text}</span>
}

function keptOut({ bannedUntil, bannedBy }: PeerView, why: ReturnType<typeof banCause>, nowMs: number): string {
  const left = bannedUntil === null ? null : formatLeft(bannedUntil, nowMs)
  if (left === null) return words.freeNow
  if (bannedBy !== 'node') return words.keptOutByYou(left)
  return why === null ? words.keptOutForConduct(left) : words.keptOutBecause(left, linkStrings.conduct.because[why])
}

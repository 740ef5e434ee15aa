/** What is thought of every peer's conduct, the best first, and who of those here is best to transfer with. */
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { ReputationListView } from '../../../contract/link-views.ts'
import { shortPeerId } from '../../format/peer-id.ts'
import { formatShare } from '../../format/quantities.ts'
import { Ago } from '../../moments.tsx'
import { messageOf } from '../../stores/attempt.ts'
import { linkStrings, strings } from '../../strings.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Sigil } from '../../ui/sigil.tsx'
import { useStores } from '../../use-stores.ts'
import './figures.css'

const words = strings.palette.conduct

/** As many as a person reads; the rest are told as a number. */
const MOST_SHOWN = 200
const MOST_ASKED = 1_000

type Which = 'all' | 'best'
type Answer =
  | { readonly is: 'there'; readonly which: Which; readonly peers: readonly ReputationListView[] }
  | { readonly is: 'failed'; readonly which: Which; readonly message: string }

export function ConductDialog({ onClose }: { readonly onClose: () => void }) {
  const { client, reputation } = useStores()
  const summary = useStore(reputation, (state) => state.value)
  const [which, setWhich] = useState<Which>('all')
  const [answer, setAnswer] = useState<Answer | null>(null)
  useEffect(() => {
    let current = true
    const asked =
      which === 'all'
        ? client.call('reputation.list', { limit: MOST_ASKED })
        : client.call('peers.candidates', { limit: MOST_SHOWN })
    asked.then(
      (peers) => (current ? setAnswer({ is: 'there', which, peers }) : undefined),
      (cause: unknown) => (current ? setAnswer({ is: 'failed', which, message: messageOf(cause) }) : undefined),
    )
    return () => {
      current = false
    }
  }, [client, which])
  const peers = answer?.is === 'there' && answer.which === which ? answer.peers : null
  return (
    <Dialog
      title={words.title}
      about={summary === null ? words.about : `${words.about} ${words.summary(summary.peers, summary.banned)}.`}
      size="table"
      onClose={onClose}
    >
      <Segmented
        label={words.which}
        options={(['all', 'best'] as const).map((value) => ({ value, label: words[value] }))}
        value={which}
        onChange={setWhich}
      />
      <div className="figures" aria-busy={peers === null}>
        <p role="status" className={peers !== null && peers.length > 0 ? 'only-read-aloud' : 'soft figures-none'}>
          {answer === null && words.loading}
          {peers?.length === 0 && (which === 'all' ? words.none : words.noneBest)}
        </p>
        {answer?.is === 'failed' && <Notice tone="bad">{answer.message}</Notice>}
        {peers !== null && peers.length > 0 && <Table peers={peers} onClose={onClose} />}
      </div>
    </Dialog>
  )
}

interface TableProps {
  readonly peers: readonly ReputationListView[]
  readonly onClose: () => void
}

const Table = ({ peers, onClose }: TableProps) => (
  <>
    <section className="figures-scroll" tabIndex={0} aria-label={words.title}>
      <table className="figures-table">
        <thead>
          <tr>
            <th scope="col">{words.columns.peer}</th>
            <th scope="col" className="figures-number">
              {words.columns.score}
            </th>
            <th scope="col">{words.columns.tier}</th>
            <th scope="col" className="figures-number">
              {words.columns.reliable}
            </th>
            <th scope="col">{words.columns.seen}</th>
          </tr>
        </thead>
        <tbody>
          {peers.slice(0, MOST_SHOWN).map((one) => (
            <Row key={one.peerId} one={one} onClose={onClose} />
          ))}
        </tbody>
      </table>
    </section>
    {peers.length > MOST_SHOWN && <p className="faint small">{words.more(peers.length - MOST_SHOWN)}</p>}
  </>
)

function Row({ one, onClose }: { readonly one: ReputationListView; readonly onClose: () => void }) {
  const { peers, screen } = useStores()
  const name = peers.get(one.peerId)?.name ?? null
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className="figures-peer"
          onClick={() => {
            onClose()
            screen.showPeer(one.peerId)
          }}
        >
          <Sigil peerId={one.peerId} size={20} />
          <span className="cut">{name ?? strings.peers.nameless}</span>
          <span className="mono faint small">{shortPeerId(one.peerId)}</span>
        </button>
      </th>
      <td className="figures-number numbers">{Math.round(one.score)}</td>
      <td>{linkStrings.conduct.tier[one.tier]}</td>
      <td className="figures-number numbers">
        {one.reliability === null ? strings.peers.noValue : formatShare(one.reliability)}
      </td>
      <td className="soft">{one.lastSeen === null ? strings.peer.never : <Ago at={one.lastSeen} />}</td>
    </tr>
  )
}

/** The lines of an import, as many as can be seen: where each stands, who it is about, and what becomes of them. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowRight } from 'lucide-react'
import { memo, type ReactNode, useRef } from 'react'
import type { ImportLineView } from '../../../contract/trust-views.ts'
import { shortPeerId } from '../../format/peer-id.ts'
import { peerStrings, strings } from '../../strings.ts'
import { useStores } from '../../use-stores.ts'
import { fieldWords, newEntryFields } from './entry-words.ts'
import { changedFields, type Entry, type EntryField, type ShownLine } from './import-lines.policy.ts'

const words = peerStrings.allowlist

/** As in allowlist.css. */
const ROW_PX = 46
const OVERSCAN = 8

export interface ImportTableProps {
  readonly lines: readonly ShownLine[]
  /** Who is missing will be removed. */
  readonly removing: boolean
}

export function ImportTable({ lines, removing }: ImportTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  // eslint-disable-next-line react-hooks/incompatible-library -- it speaks to the React compiler, which is not used here
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    initialRect: { width: 800, height: 320 },
  })
  return (
    <div className="import-table" role="table" aria-label={words.table} aria-rowcount={lines.length + 1}>
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className="import-row import-head">
          <span role="columnheader" className="import-number">
            {words.columns.line}
          </span>
          <span role="columnheader">{words.columns.peer}</span>
          <span role="columnheader">{words.columns.does}</span>
        </div>
      </div>
      <div ref={scroller} className="import-scroll" role="rowgroup" tabIndex={0} aria-label={words.table}>
        {lines.length === 0 ? (
          <p className="import-none soft">{words.noLines}</p>
        ) : (
          <div role="presentation" className="import-rows" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((row) => {
              const shown = lines[row.index]
              return shown === undefined ? null : (
                <Row key={row.key} shown={shown} index={row.index} top={row.start} removing={removing} />
              )
            })}
          </div>
        )}
      </div>
    </div>
  )
}

interface RowProps {
  readonly shown: ShownLine
  readonly index: number
  readonly top: number
  readonly removing: boolean
}

const Row = memo(function Row({ shown, index, top, removing }: RowProps) {
  return (
    <div
      role="row"
      // The head of the table is row 1.
      aria-rowindex={index + 2}
      className="import-row"
      style={{ transform: `translateY(${top}px)` }}
    >
      {shown.kind === 'missing' ? (
        <>
          <Cell className="import-number faint">{strings.peers.noValue}</Cell>
          <Peer peerId={shown.peerId} name={shown.name} />
          <Cell className="import-does">
            <Mark kind={removing ? 'remove' : 'stays'} />
            <span className="cut soft">{removing ? words.goes : words.stays}</span>
          </Cell>
        </>
      ) : (
        <Line line={shown.line} />
      )}
    </div>
  )
})

function Line({ line }: { readonly line: ImportLineView }) {
  const { action, after, before, peerId, problem, text } = line
  if (action === 'invalid' || after === null) {
    return (
      <>
        <Cell className="import-number numbers">{line.line}</Cell>
        <Cell className="import-peer">
          <span className="mono cut soft" title={text}>
            {text.trim()}
          </span>
        </Cell>
        <Cell className="import-does">
          <Mark kind="invalid" />
          <span className="import-problem" title={problem === null ? undefined : strings.fromNode(problem)}>
            {problem === null ? null : strings.fromNode(problem)}
          </span>
        </Cell>
      </>
    )
  }
  return (
    <>
      <Cell className="import-number numbers">{line.line}</Cell>
      <Peer peerId={peerId ?? ''} name={after.name} />
      <Cell className="import-does">
        <Mark kind={action} />
        <span className="import-parts">
          {before === null ? <NewEntry entry={after} /> : <Changes before={before} after={after} />}
        </span>
      </Cell>
    </>
  )
}

const Cell = ({ className, children }: { readonly className: string; readonly children: ReactNode }) => (
  <span role="cell" className={className}>
    {children}
  </span>
)

function Peer({ peerId, name }: { readonly peerId: string; readonly name: string | null }) {
  const { peers } = useStores()
  // Without a name of the person's own, the peer list shows what the peer calls itself: here it is the same.
  const shown = name ?? peers.get(peerId)?.name ?? null
  return (
    <Cell className="import-peer">
      <span className={shown === null ? 'cut soft' : 'import-name cut'}>{shown ?? strings.peers.nameless}</span>
      <span className="mono cut faint small" title={peerId}>
        {shortPeerId(peerId)}
      </span>
    </Cell>
  )
}

const Mark = ({ kind }: { readonly kind: keyof typeof words.actions }) => (
  <span className={`import-mark import-mark-${kind}`}>{words.actions[kind]}</span>
)

/** What a new one says: its level, and whatever is not as usual. */
const NewEntry = ({ entry }: { readonly entry: Entry }) => (
  <>
    <span className="import-part">{strings.trust[entry.level]}</span>
    {newEntryFields(entry).map((field) => (
      <span key={field} className="import-part">
        <FieldName field={field} /> {fieldWords(entry, field)}
      </span>
    ))}
  </>
)

const Changes = ({ before, after }: { readonly before: Entry; readonly after: Entry }) => (
  <>
    {changedFields(before, after).map((field) => (
      <span key={field} className="import-part">
        <FieldName field={field} /> <s className="import-was">{fieldWords(before, field)}</s>
        <ArrowRight size={11} aria-label={words.arrow} /> {fieldWords(after, field)}
      </span>
    ))}
  </>
)

const FieldName = ({ field }: { readonly field: EntryField }) => <span className="faint">{words.part[field]}</span>

/** What an import would do, before it does it: counts, every line, and the one choice that is left. */
import { useMemo, useState } from 'react'
import type { ImportPreview } from '../../../contract/trust-views.ts'
import { formatNumber } from '../../format/locale.ts'
import { peerStrings, strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { CheckField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import {
  canRemoveMissing,
  countTabs,
  doesNothing,
  effectOf,
  type ImportEffect,
  shownLines,
  type Tab,
  tabs,
} from './import-lines.policy.ts'
import { ImportTable } from './import-table.tsx'

const words = peerStrings.allowlist

export interface ImportPreviewViewProps {
  /** What it was read from. */
  readonly from: string
  readonly preview: ImportPreview
  readonly busy: boolean
  readonly problem: string | null
  readonly onBack: () => void
  readonly onClose: () => void
  readonly onImport: (removeMissing: boolean) => void
}

export function ImportPreviewView(props: ImportPreviewViewProps) {
  const { from, preview, busy, problem, onBack, onClose, onImport } = props
  const [tab, setTab] = useState<Tab>('all')
  const [removeMissing, setRemoveMissing] = useState(false)
  const counts = useMemo(() => countTabs(preview), [preview])
  const lines = useMemo(() => shownLines(preview, tab), [preview, tab])
  const effect = effectOf(preview, removeMissing)
  const options = tabs
    .filter((one) => one === 'all' || counts[one] > 0)
    .map((value) => ({
      value,
      label: (
        <>
          {words.tabs[value]}{' '}
          <span className={`import-count import-count-${value}`}>{formatNumber(counts[value])}</span>
        </>
      ),
    }))
  return (
    <>
      <div className="import-from">
        <p className="cut">{from}</p>
        <Button size="small" look="quiet" onClick={onBack}>
          {words.change}
        </Button>
      </div>
      <Segmented label={words.table} options={options} value={tab} onChange={setTab} />
      <ImportTable key={tab} lines={lines} removing={effect.removed > 0} />
      <Verdict preview={preview} effect={effect} />
      {canRemoveMissing(preview) && (
        <CheckField
          label={words.removeMissing(preview.missing.length)}
          hint={words.removeMissingHint}
          checked={removeMissing}
          onChange={setRemoveMissing}
        />
      )}
      <div role="alert" className="import-alert">
        {problem !== null && <Notice tone="bad">{problem}</Notice>}
      </div>
      <DialogActions>
        <Button onClick={onClose}>{strings.actions.cancel}</Button>
        <Button look="primary" busy={busy} disabled={doesNothing(effect)} onClick={() => onImport(removeMissing)}>
          {doesNothing(effect) ? words.submitNothing : words.submit(effect.added, effect.changed, effect.removed)}
        </Button>
      </DialogActions>
    </>
  )
}

interface VerdictProps {
  readonly preview: ImportPreview
  readonly effect: ImportEffect
}

/** Says what the counts mean where they need words. */
function Verdict({ preview, effect }: VerdictProps) {
  const { lines, invalid } = preview
  if (lines.length === 0) return <Notice tone="warn">{words.blank}</Notice>
  if (invalid === lines.length) return <Notice tone="bad">{words.onlyInvalid}</Notice>
  if (invalid > 0) return <Notice tone="warn">{words.leftOut(invalid)}</Notice>
  return doesNothing(effect) ? <Notice tone="good">{words.nothing}</Notice> : null
}

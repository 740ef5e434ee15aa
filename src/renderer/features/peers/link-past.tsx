/** When a peer was connected: the last 24 hours as a strip, and the last spells one by one. */
import { useState } from 'react'
import type { LinkHistoryView } from '../../../contract/link-views.ts'
import { DAY_MS, MINUTE_MS } from '../../../kit/units.ts'
import { formatClock, formatLasting, formatMoment, formatShare } from '../../format/quantities.ts'
import { linkStrings, strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { type StripTone, TimeStrip } from '../../ui/time-strip.tsx'
import { useTicking } from '../../use-stores.ts'
import { lengthMs, readSpells, type Stretch, type StretchKind, segmentsOf } from './link-past.policy.ts'

const words = linkStrings.link
/** Shown before a person asks for more: the room is kept for them, so that a new one moves nothing. */
const FEW = 3

const tones: Readonly<Record<StretchKind, StripTone>> = {
  connected: 'good',
  suspect: 'warn',
  failed: 'bad',
  disconnected: 'idle',
  offline: 'off',
}

interface PastProps {
  /** `null` while it is fetched. */
  readonly history: LinkHistoryView | null
}

export function LinkDay({ history }: PastProps) {
  // A pixel of the strip is some minutes: nothing is gained by drawing it anew with every second.
  const nowMs = Number(useTicking((ms) => String(Math.ceil(ms / MINUTE_MS) * MINUTE_MS)))
  const segments = segmentsOf(readSpells(history?.spells ?? []), nowMs, DAY_MS)
  const share = history === null || history.uptime === null ? null : formatShare(history.uptime)
  return (
    <div className="link-day">
      <p className="link-line">
        <span>{words.day}</span>
        <span className="numbers" title={words.uptimeMeans}>
          {share === null ? <span className="faint">{strings.peers.noValue}</span> : words.uptime(share)}
        </span>
      </p>
      <TimeStrip
        segments={segments.map(({ kind, from, to }) => ({ tone: tones[kind], from, to }))}
        start={words.dayAgo}
        end={words.now}
        words={words.dayWords(share)}
      />
    </div>
  )
}

export function LinkSpells({ history }: PastProps) {
  const [all, setAll] = useState(false)
  const stretches = readSpells(history?.spells ?? []).reverse()
  const shown = all ? stretches : stretches.slice(0, FEW)
  return (
    <div className="link-spells">
      <p className="link-line">
        <span>{words.spells}</span>
        {stretches.length > FEW && (
          <Button look="quiet" size="small" className="link-all" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? words.fewer : words.all(stretches.length)}
          </Button>
        )}
      </p>
      {history !== null && stretches.length === 0 ? (
        <p className="soft link-few">{words.noSpells}</p>
      ) : (
        <ul className="spells link-few" aria-label={words.spells}>
          {shown.map((stretch) => (
            <Spell key={stretch.fromMs} stretch={stretch} />
          ))}
        </ul>
      )}
    </div>
  )
}

function Spell({ stretch }: { readonly stretch: Stretch }) {
  const lasted = useTicking((nowMs) => formatLasting(lengthMs(stretch, nowMs)))
  const began = useTicking((nowMs) => formatClock(stretch.fromMs, nowMs))
  const from = new Date(stretch.fromMs).toISOString()
  return (
    <li className="spell">
      <span className={`spell-mark spell-${tones[stretch.kind]}`} aria-hidden="true" />
      <span className="cut">{spellWords(stretch)}</span>
      <span className="spell-length numbers">{lasted}</span>
      <time className="spell-from numbers" dateTime={from} title={formatMoment(from)}>
        {began}
      </time>
    </li>
  )
}

function spellWords({ kind, reason }: Stretch): string {
  const why = reason === null ? null : strings.reason[reason]
  if (kind === 'failed' || kind === 'disconnected') {
    if (reason === 'not-approved') return words.kind.waiting
    return why ?? words.kind[kind]
  }
  return words.kind[kind]
}

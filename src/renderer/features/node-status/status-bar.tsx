/** The bar at the bottom: is the node there, can it be reached, who is connected, what flows, what is worth knowing. */
import { ArrowDown, ArrowUp, Gauge, TriangleAlert, Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { NodeView, Warning } from '../../../contract/views.ts'
import { formatRateIn } from '../../format/rates.ts'
import { Until } from '../../moments.tsx'
import { strings } from '../../strings.ts'
import { AddressList } from '../../ui/address-list.tsx'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Popover } from '../../ui/popover.tsx'
import { StandingGlyph } from '../../ui/standing-glyph.tsx'
import { useRateUnit } from '../../use-rate-unit.ts'
import { useStores } from '../../use-stores.ts'
import './status-bar.css'

const words = strings.node

export function StatusBar() {
  const { link, node } = useStores()
  const up = useStore(link, (state) => state.phase === 'up')
  const view = useStore(node, (state) => state.value)
  return (
    <footer className="status-bar" aria-label={words.status} data-lost={!up || undefined}>
      <div role="status" className="status-lost">
        {!up && <Lost />}
      </div>
      {up && view === null && <span className="faint after-a-moment">{words.loading}</span>}
      {up && view !== null && (
        <>
          <Listening view={view} />
          <span className="status-item numbers">{words.connected(view.connected, view.known)}</span>
          {view.warnings.length > 0 && <Warnings warnings={view.warnings} />}
          <Throttled />
          <Flow />
        </>
      )}
    </footer>
  )
}

function Lost() {
  const { link, retryNow } = useStores()
  const { retryAtMs } = useStore(link)
  return (
    <>
      <Unplug size={14} aria-hidden />
      <strong>{strings.link.lost}</strong>
      <span className="status-lost-long">{strings.link.lostLong}</span>
      {/* A countdown that is read aloud every second would be all that is heard. */}
      <span aria-hidden="true" className="status-retry soft">
        {retryAtMs === null ? strings.link.retrying : <RetryIn atMs={retryAtMs} />}
      </span>
      <Button size="small" className="status-button" disabled={retryAtMs === null} onClick={retryNow}>
        {strings.link.retryNow}
      </Button>
    </>
  )
}

const RetryIn = ({ atMs }: { readonly atMs: number }) => (
  <>
    {strings.link.retryIn('')}
    <Until atMs={atMs} />
  </>
)

const StatusButton = ({ children, ...rest }: { readonly children: ReactNode; readonly className?: string }) => (
  <button type="button" {...rest} className={`status-item status-open ${rest.className ?? ''}`}>
    {children}
  </button>
)

function Listening({ view }: { readonly view: NodeView }) {
  const { toasts } = useStores()
  const listens = view.addresses.length > 0
  return (
    <Popover
      name={words.addresses}
      trigger={
        <StatusButton {...(listens ? {} : { className: 'status-warn' })}>
          <StandingGlyph standing={listens ? 'connected' : 'disconnected'} />
          {listens ? words.listening(view.addresses.length) : words.notListening}
        </StatusButton>
      }
    >
      <h2>{words.addresses}</h2>
      {listens ? (
        <AddressList addresses={view.addresses} onCopyFailed={toasts.problem} />
      ) : (
        <p className="soft">{words.notListeningHint}</p>
      )}
    </Popover>
  )
}

const Warnings = ({ warnings }: { readonly warnings: readonly Warning[] }) => (
  <Popover
    name={words.warnings(warnings.length)}
    trigger={
      <StatusButton className="status-warn">
        <TriangleAlert size={14} aria-hidden />
        {words.warnings(warnings.length)}
      </StatusButton>
    }
  >
    <h2>{words.warnings(warnings.length)}</h2>
    {warnings.map((warning, index) => (
      <Notice key={`${warning.code}${index}`} tone="warn">
        {strings.errorTold(warning.name, warning.message)}
      </Notice>
    ))}
  </Popover>
)

/** Somebody waits because of a cap, or something else than the normal profile holds: one press shows why. */
function Throttled() {
  const { bandwidth, screen } = useStores()
  const waits = useStore(bandwidth.status, ({ value }) =>
    value === null ? false : value.upload.throttling || value.download.throttling,
  )
  const profile = useStore(bandwidth.status, ({ value }) => value?.profile ?? 'normal')
  const names: Readonly<Record<string, string>> = strings.bandwidth.profile
  const special = profile === 'normal' ? null : (names[profile] ?? profile)
  return (
    <span className="status-throttled" role="status">
      {(waits || special !== null) && (
        <button
          type="button"
          className={`status-item status-open ${waits ? 'status-waits' : ''}`}
          title={strings.bandwidth.throttled.open}
          onClick={() => screen.show('bandwidth')}
        >
          <Gauge size={13} aria-hidden />
          {special}
          {waits && special !== null && ' · '}
          {waits && strings.bandwidth.throttled.badge}
        </button>
      )}
    </span>
  )
}

function Flow() {
  const { rates } = useStores()
  const view = useStore(rates, (state) => state.value)
  const unit = useRateUnit()
  if (view === null) return null
  const up = formatRateIn(view.uploadBytesPerSecond, unit)
  const down = formatRateIn(view.downloadBytesPerSecond, unit)
  return (
    <span className="status-item status-flow numbers">
      <span className="only-read-aloud">{words.rates(up, down)}</span>
      <span className="flow" aria-hidden="true">
        <ArrowUp size={13} /> {up}
      </span>
      <span className="flow" aria-hidden="true">
        <ArrowDown size={13} /> {down}
      </span>
    </span>
  )
}

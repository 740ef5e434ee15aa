/** Who asks to be let in. After every decision the focus goes on to the next one. */
import { CircleAlert, DoorClosed, LockKeyhole, UserPlus } from 'lucide-react'
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { RequestView } from '../../../contract/views.ts'
import { byUsefulness } from '../../format/address.ts'
import { messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { useStores } from '../../use-stores.ts'
import { AdmissionBar } from './admission-bar.tsx'
import { ApproveDialog } from './approve-dialog.tsx'
import { nextRequest } from './next-request.policy.ts'
import { block, forget, ignore, setAdmission } from './request-actions.ts'
import { type Decision, RequestCard } from './request-card.tsx'
import { useHeldRequests } from './use-held-requests.ts'
import './requests.css'

const words = strings.requests
const more = strings.requestWords
const acts = { ignore, block, forget }

/** Puts the focus on the card's first answer, or on the screen's title when there is no such card. */
function focusRequest(body: HTMLElement | null, peerId: string | null): void {
  const card = peerId === null ? null : body?.querySelector<HTMLElement>(`[data-request="${peerId}"] [data-approve]`)
  ;(card ?? document.querySelector<HTMLElement>('[data-screen-head]'))?.focus()
}

export function RequestsScreen() {
  const stores = useStores()
  const { screen, requests: store } = stores
  const { value, error } = useStore(store)
  const visits = useStore(screen.store, (place) => place.visits)
  const body = useRef<HTMLDivElement>(null)
  const [approving, setApproving] = useState<RequestView | null>(null)
  /** Who is next, as of the last decision. */
  const next = useRef<string | null>(null)

  useEffect(() => {
    if (visits === 0) return
    const first = body.current?.querySelector<HTMLElement>('[data-approve]')
    ;(first ?? document.querySelector<HTMLElement>('[data-screen-head]'))?.focus()
  }, [visits])

  const decide = useCallback(
    (request: RequestView, decision: Decision) => {
      next.current = nextRequest(stores.requests.getState().value ?? [], request.peerId)
      if (decision === 'approve') return setApproving(request)
      void acts[decision](stores, request).then((done) => (done ? focusRequest(body.current, next.current) : undefined))
    },
    [stores],
  )

  const onKey = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || !(event.target instanceof HTMLElement)) return
    const card = event.target.closest<HTMLElement>('[data-request]')
    if (card === null) return
    const request = value?.find((one) => one.peerId === card.dataset['request'])
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      const answers = [...(body.current?.querySelectorAll<HTMLElement>('[data-approve]') ?? [])]
      const at = answers.findIndex((answer) => card.contains(answer))
      event.preventDefault()
      answers[at + step]?.focus()
    } else if (request !== undefined && event.key === 'i' && !request.ignored) {
      event.preventDefault()
      decide(request, 'ignore')
    } else if (request !== undefined && event.key === 'b') {
      event.preventDefault()
      decide(request, 'block')
    }
  }

  const { list: waiting, hold } = useHeldRequests(value?.filter((request) => !request.ignored) ?? [])
  const ignored = value?.filter((request) => request.ignored) ?? []
  return (
    <div className="requests">
      <ScreenHead title={words.title} summary={waiting.length > 0 ? words.summary(waiting.length) : undefined} />
      <AdmissionBar />
      <div
        ref={body}
        className="requests-body"
        onKeyDown={onKey}
        onPointerEnter={() => hold(true)}
        onPointerLeave={() => hold(false)}
      >
        {value === null && error !== null && (
          <EmptyState
            icon={<CircleAlert size={20} aria-hidden />}
            title={words.failedTitle}
            action={<Button onClick={stores.refresh}>{strings.actions.retry}</Button>}
          >
            {messageOf(error)}
          </EmptyState>
        )}
        {waiting.length > 0 && (
          <ul className="request-list" aria-label={words.list}>
            {waiting.map((request) => (
              <RequestCard key={request.peerId} request={request} onDecide={decide} />
            ))}
          </ul>
        )}
        {value !== null && waiting.length === 0 && <NobodyWaits />}
        {ignored.length > 0 && (
          <details className="ignored">
            <summary className="ignored-title">{words.ignored(ignored.length)}</summary>
            <p className="ignored-hint">{words.ignoredHint}</p>
            <ul className="request-list">
              {ignored.map((request) => (
                <RequestCard key={request.peerId} request={request} onDecide={decide} />
              ))}
            </ul>
          </details>
        )}
      </div>
      {approving !== null && (
        <ApproveDialog
          request={approving}
          onClose={() => setApproving(null)}
          onApproved={() => {
            next.current = nextRequest(stores.requests.getState().value ?? [], approving.peerId) ?? next.current
          }}
          onFocusBack={(event) => {
            event.preventDefault()
            const still = stores.requests.getState().value?.some((one) => one.peerId === approving.peerId) ?? false
            focusRequest(body.current, still ? approving.peerId : next.current)
          }}
        />
      )}
    </div>
  )
}

function NobodyWaits() {
  const stores = useStores()
  const { node, screen, toasts } = stores
  const addresses = useStore(node, (state) => state.value?.addresses)
  const locked = useStore(node, (state) => state.value?.admission === 'locked')
  const best = addresses === undefined ? undefined : byUsefulness(addresses)[0]
  return (
    <EmptyState
      icon={locked ? <LockKeyhole size={20} aria-hidden /> : <DoorClosed size={20} aria-hidden />}
      title={locked ? more.lockedTitle : words.emptyTitle}
      action={
        <div className="requests-next">
          <Button
            look="primary"
            icon={<UserPlus size={15} aria-hidden />}
            onClick={() => screen.open({ kind: 'invite' })}
          >
            {more.invite}
          </Button>
          {locked && <Button onClick={() => void setAdmission(stores, 'ask', 'locked')}>{more.lockedAction}</Button>}
          {!locked && best !== undefined && (
            <CopyButton text={best} what={strings.node.address} label={words.emptyAction} onFailed={toasts.problem} />
          )}
        </div>
      }
    >
      {locked ? more.lockedText : words.emptyText}
    </EmptyState>
  )
}

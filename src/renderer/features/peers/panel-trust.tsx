/** What was decided about one peer: its level, whether it is kept connected, what it may do. A change shows at once. */
import { useOptimistic, useTransition } from 'react'
import { useStore } from 'zustand'
import type { PeerView, Permission } from '../../../contract/views.ts'
import { peerStrings, strings } from '../../strings.ts'
import { CheckField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PermissionSwitches } from '../../ui/permission-switches.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { useStores } from '../../use-stores.ts'
import { allow, keep, setLevel } from './peer-actions.ts'

const words = strings.peer
const more = peerStrings.peer

const levels = (['verified', 'trusted'] as const).map((value) => ({ value, label: strings.trust[value] }))

type Decided = Pick<PeerView, 'trust' | 'kept' | 'permissions' | 'ownPermissions'>

/** What the person chose, until the node has answered; then what is true. @returns both, and how to choose */
function useDecided(
  peer: PeerView,
): readonly [Decided, (next: Partial<Decided>, work: () => Promise<unknown>) => void] {
  const [shown, expect] = useOptimistic<Decided, Partial<Decided>>(peer, (before, next) => ({ ...before, ...next }))
  const [, start] = useTransition()
  const decide = (next: Partial<Decided>, work: () => Promise<unknown>): void =>
    start(async () => {
      expect(next)
      await work()
    })
  return [shown, decide]
}

export function PanelTrust({ peer }: { readonly peer: PeerView }) {
  const stores = useStores()
  const grants = useStore(stores.settings, (state) => state.value?.settings.grants ?? null)
  const [{ trust, kept, permissions, ownPermissions }, decide] = useDecided(peer)
  if (trust === 'blocked') return null

  const defaultsOf = (level: 'verified' | 'trusted'): readonly Permission[] | null => grants?.[level] ?? null
  const choose = (level: 'verified' | 'trusted'): void => {
    const brings = ownPermissions ? null : defaultsOf(level)
    decide({ trust: level, ...(brings === null ? {} : { permissions: [...brings] }) }, () =>
      setLevel(stores, peer, level),
    )
  }
  const permit = (next: readonly Permission[] | null): void => {
    if (trust === 'unknown') return
    const then = next ?? defaultsOf(trust)
    decide({ ...(then === null ? {} : { permissions: [...then] }), ownPermissions: next !== null }, () =>
      allow(stores, peer, next),
    )
  }
  return (
    <>
      <section className="panel-part">
        <h3 className="panel-title">{words.trust}</h3>
        {trust === 'unknown' && <Notice tone="info">{words.trustUnknownText}</Notice>}
        <Segmented label={more.level} options={levels} value={trust === 'unknown' ? null : trust} onChange={choose} />
        {trust !== 'unknown' && (
          <>
            <p className="field-hint">{ownPermissions ? more.ownMeaning : strings.trustMeaning[trust]}</p>
            <CheckField
              label={words.keep}
              hint={words.keepHint}
              checked={kept}
              onChange={(next) => decide({ kept: next }, () => keep(stores, peer, next))}
            />
          </>
        )}
      </section>
      {trust !== 'unknown' && (
        <section className="panel-part">
          <PermissionSwitches
            title={<h3 className="panel-title">{peerStrings.permissions.title}</h3>}
            value={permissions}
            defaults={defaultsOf(trust)}
            level={strings.trust[trust]}
            own={ownPermissions}
            onChange={permit}
          />
        </section>
      )}
    </>
  )
}

/** Says what leaves this machine and to whom, as the settings have it now. */
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { strings } from '../../strings.ts'
import { useStores } from '../../use-stores.ts'

const { leaves: words, section } = strings.preferences

const hostOf = (feed: string): string => URL.parse(feed)?.host ?? feed

export function LeavesMachine() {
  const { settings, desktop } = useStores()
  const held = useStore(settings, (state) => state.value?.settings)
  const isDesktop = useStore(desktop, (state) => state.value?.kind === 'desktop')
  if (held === undefined) return null
  const { network, updates } = held
  return (
    <section className="settings-section" aria-label={section.leaves.title} data-titled>
      <header className="settings-section-head">
        <h3>{section.leaves.title}</h3>
        <p className="soft">{words.intro}</p>
      </header>
      <dl className="leaves">
        <Line who={words.peers}>{words.peersText}</Line>
        <Line who={words.local}>{network.mdns ? words.localOn : words.localOff}</Line>
        <Line who={words.relays}>{network.useRelays ? words.relaysOn : words.relaysOff}</Line>
        <Line who={words.updates}>
          {updates.feed === null
            ? words.updatesOff
            : (updates.automatic ? words.updatesOn : words.updatesByHand)(hostOf(updates.feed))}
        </Line>
        {isDesktop && <Line who={words.notify}>{held.desktop.notifications ? words.notifyOn : words.notifyOff}</Line>}
      </dl>
    </section>
  )
}

const Line = ({ who, children }: { readonly who: string; readonly children: ReactNode }) => (
  <div className="leaves-line">
    <dt>{who}</dt>
    <dd className="soft">{children}</dd>
  </div>
)

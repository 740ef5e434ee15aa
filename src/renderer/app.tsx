/** Which page of the screens is due: no key, no node yet, or the node with its screens. Features meet here only. */
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { allCommands } from './all-commands.ts'
import { Dialogs, Restoring } from './dialogs.tsx'
import { ActivityScreen } from './features/activity/activity-screen.tsx'
import { BandwidthScreen } from './features/bandwidth/bandwidth-screen.tsx'
import { DropTarget } from './features/drops/drop-target.tsx'
import { FirstRun } from './features/first-run/first-run.tsx'
import { HealthScreen } from './features/health/health-screen.tsx'
import { IdentitySection } from './features/identity/identity-section.tsx'
import { InvitesScreen } from './features/invites/invites-screen.tsx'
import { IdentityCard } from './features/node-status/identity-card.tsx'
import { StatusBar } from './features/node-status/status-bar.tsx'
import { PeersScreen } from './features/peers/peers-screen.tsx'
import { RequestsScreen } from './features/requests/requests-screen.tsx'
import { SettingsScreen } from './features/settings/settings-screen.tsx'
import { Shell, Toasts } from './features/shell/shell.tsx'
import { HostPage } from './features/unlock/host-page.tsx'
import { NoKey } from './features/unlock/no-key.tsx'
import type { Screen } from './stores/screen-store.ts'
import type { Stores } from './stores/stores.ts'
import { TooltipProvider } from './ui/tooltip.tsx'
import { StoresContext, useStores } from './use-stores.ts'

export const App = ({ stores }: { readonly stores: Stores }) => (
  <StoresContext value={stores}>
    <TooltipProvider>
      <Due />
      <Restoring />
      <Toasts />
    </TooltipProvider>
  </StoresContext>
)

function Due() {
  const { link, host } = useStores()
  const phase = useStore(link, (state) => state.phase)
  const runs = useStore(host, (state) => state.value?.phase === 'running')
  if (phase === 'no-token' || phase === 'refused') return <NoKey refused={phase === 'refused'} />
  // While the line is down a node that ran is still shown, marked as old.
  return (
    <>
      {runs ? <Screens /> : <HostPage />}
      <DropTarget />
    </>
  )
}

function Screens() {
  const stores = useStores()
  const here = useStore(stores.screen.store, (place) => place.screen)
  // Profiles are commands; everything else is asked when it is needed.
  const profiles = useStore(stores.settings, (state) =>
    Object.keys(state.value?.settings.bandwidth.profiles ?? {}).join(),
  )
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the stores stay; the profiles are read from them
  const commands = useMemo(() => allCommands(stores), [stores, profiles])
  return (
    <>
      <Shell commands={commands.all} statusBar={<StatusBar />}>
        <ScreenOf screen={here} />
      </Shell>
      <Dialogs commands={commands} />
    </>
  )
}

function ScreenOf({ screen }: { readonly screen: Screen }) {
  switch (screen) {
    case 'peers':
      return <PeersScreen firstRun={<FirstRun identity={<IdentityCard />} />} />
    case 'requests':
      return <RequestsScreen />
    case 'invites':
      return <InvitesScreen />
    case 'bandwidth':
      return <BandwidthScreen />
    case 'activity':
      return <ActivityScreen />
    case 'health':
      return <HealthScreen />
    case 'settings':
      return <SettingsScreen identity={<IdentitySection />} />
  }
}

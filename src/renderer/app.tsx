/** Which page of the screens is due: no key, no node yet, or the node with its screens. Features meet here only. */
import { useStore } from 'zustand'
import { ActivityScreen } from './features/activity/activity-screen.tsx'
import { AddPeerDialog } from './features/add-peer/add-peer-dialog.tsx'
import { ExportDialog } from './features/allowlist/export-dialog.tsx'
import { ImportDialog } from './features/allowlist/import-dialog.tsx'
import { BandwidthScreen } from './features/bandwidth/bandwidth-screen.tsx'
import { FirstRun } from './features/first-run/first-run.tsx'
import { HealthScreen } from './features/health/health-screen.tsx'
import { InviteDialog } from './features/invites/invite-dialog.tsx'
import { InvitesScreen } from './features/invites/invites-screen.tsx'
import { IdentityCard } from './features/node-status/identity-card.tsx'
import { NodeDialog } from './features/node-status/node-dialog.tsx'
import { StatusBar } from './features/node-status/status-bar.tsx'
import { PeersScreen } from './features/peers/peers-screen.tsx'
import { RequestsScreen } from './features/requests/requests-screen.tsx'
import { SettingsScreen } from './features/settings/settings-screen.tsx'
import { Shell, Toasts } from './features/shell/shell.tsx'
import { HostPage } from './features/unlock/host-page.tsx'
import { NoKey } from './features/unlock/no-key.tsx'
import { VerifyDialog } from './features/verify/verify-dialog.tsx'
import type { Screen } from './stores/screen-store.ts'
import type { Stores } from './stores/stores.ts'
import { TooltipProvider } from './ui/tooltip.tsx'
import { StoresContext, useStores } from './use-stores.ts'

export const App = ({ stores }: { readonly stores: Stores }) => (
  <StoresContext value={stores}>
    <TooltipProvider>
      <Due />
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
  return runs ? <Screens /> : <HostPage />
}

function Screens() {
  const { screen } = useStores()
  const here = useStore(screen.store, (place) => place.screen)
  const dialog = useStore(screen.store, (place) => place.dialog)
  return (
    <>
      <Shell statusBar={<StatusBar />}>
        <ScreenOf screen={here} />
      </Shell>
      {dialog?.kind === 'add' && <AddPeerDialog key={dialog.text} text={dialog.text} />}
      {dialog?.kind === 'invite' && <InviteDialog />}
      {dialog?.kind === 'node' && <NodeDialog />}
      {dialog?.kind === 'verify' && <VerifyDialog key={dialog.peerId} peerId={dialog.peerId} />}
      {dialog?.kind === 'import' && <ImportDialog />}
      {dialog?.kind === 'export' && <ExportDialog />}
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
      return <SettingsScreen />
  }
}

/** Everything about this node, from the side bar's head. */
import { useStore } from 'zustand'
import { Since } from '../../moments.tsx'
import { strings } from '../../strings.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { useStores } from '../../use-stores.ts'
import { IdentityCard } from './identity-card.tsx'

const words = strings.node

export function NodeDialog() {
  const { node, screen } = useStores()
  const view = useStore(node, (state) => state.value)
  return (
    <Dialog title={words.thisNode} onClose={() => screen.closeDialog()}>
      <IdentityCard />
      {view !== null && (
        <Facts>
          <Fact term={words.keyTitle}>{words.keyStore[view.keyStore]}</Fact>
          <Fact term={words.admissionTitle}>{words.admission[view.admission]}</Fact>
          <Fact term={words.uptime}>
            <Since at={view.startedAt} />
          </Fact>
          <Fact term={words.version}>
            <span className="numbers">{view.version}</span>
          </Fact>
          <Fact term={words.process}>
            <span className="numbers">{view.pid}</span>
          </Fact>
        </Facts>
      )}
    </Dialog>
  )
}

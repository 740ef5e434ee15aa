/** What many peers may do, chosen once for all of them. */
import { type SubmitEvent, useState } from 'react'
import { Permission } from '../../../contract/views.ts'
import { peerStrings, strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import { useStores } from '../../use-stores.ts'
import { commonPermissions } from './common-permissions.policy.ts'

const words = peerStrings.bulk
const { about } = peerStrings.permissions

export interface BulkPermissionsProps {
  readonly peerIds: readonly string[]
  readonly onClose: () => void
  /** @param permissions `null`: as their level */
  readonly onChosen: (permissions: readonly Permission[] | null) => void
}

export function BulkPermissions({ peerIds, onClose, onChosen }: BulkPermissionsProps) {
  const { peers } = useStores()
  // As they were when the dialog opened: news must not turn switches under a hand.
  const [common] = useState(() => commonPermissions(peerIds.flatMap((peerId) => peers.get(peerId) ?? [])))
  const [chosen, setChosen] = useState<readonly Permission[]>(common.all)
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    onChosen(Permission.options.filter((one) => chosen.includes(one)))
  }
  return (
    <Dialog title={words.permissionsTitle(peerIds.length)} about={words.permissionsAbout} onClose={onClose}>
      <form className="bulk-permissions" onSubmit={submit}>
        {common.mixed && <Notice tone="info">{words.permissionsMixed}</Notice>}
        <div>
          {Permission.options.map((permission) => (
            <SwitchField
              key={permission}
              label={strings.permissionLabel[permission]}
              about={about[permission]}
              checked={chosen.includes(permission)}
              onChange={(on) =>
                setChosen((before) => (on ? [...before, permission] : before.filter((one) => one !== permission)))
              }
            />
          ))}
        </div>
        <DialogActions>
          <Button className="dialog-aside" onClick={() => onChosen(null)}>
            {words.permissionsAsLevel}
          </Button>
          <Button onClick={onClose}>{strings.actions.cancel}</Button>
          <Button look="primary" submits>
            {words.permissionsSet(peerIds.length)}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

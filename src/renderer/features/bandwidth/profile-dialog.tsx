/** A profile: its name where it is one's own, its caps, and the way to be rid of it. */
import { type SubmitEvent, useState } from 'react'
import type { Settings } from '../../../contract/settings.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { RateField } from '../../ui/rate-field.tsx'
import { useRateUnit } from '../../use-rate-unit.ts'
import { useStores } from '../../use-stores.ts'
import { changeProfile, type ProfileCaps } from './bandwidth-actions.ts'
import { profileName } from './profile-names.ts'
import { NORMAL, renamed } from './week-grid.policy.ts'

const words = strings.bandwidth.profiles
const MIB = 1_048_576
const fresh: ProfileCaps = { uploadBytesPerSecond: MIB, downloadBytesPerSecond: 2 * MIB }
/** As the contract has it. */
const NAME = /^[a-z][a-z0-9-]{0,23}$/

export interface ProfileDialogProps {
  readonly section: Settings['bandwidth']
  /** `null`: a new one. */
  readonly profile: string | null
  /** @param name what it is called now; `null`: nothing was changed, or it is gone */
  readonly onDone: (name: string | null) => void
}

export function ProfileDialog({ section, profile, onDone }: ProfileDialogProps) {
  const stores = useStores()
  const unit = useRateUnit()
  const { profiles, schedule } = section
  const builtIn = profile === 'normal' || profile === 'quiet'
  const [typed, setTyped] = useState(profile ?? '')
  const [caps, setCaps] = useState<ProfileCaps>(() => (profile === null ? fresh : (profiles[profile] ?? fresh)))
  const [busy, setBusy] = useState(false)
  const [shown, setShown] = useState(false)

  const name = typed.trim().toLowerCase()
  const taken = name !== profile && (Object.hasOwn(profiles, name) || name === 'paused')
  const wrong = NAME.test(name) ? (taken ? words.nameTaken : null) : words.nameBad

  const change = async (to: string | null): Promise<void> => {
    setBusy(true)
    const rules = profile === null || profile === to ? schedule.rules : renamed(schedule.rules, profile, to ?? NORMAL)
    const worked = await changeProfile(stores, section, { from: profile, to, caps, rules })
    setBusy(false)
    if (worked) onDone(to)
  }
  const save = (event: SubmitEvent): void => {
    event.preventDefault()
    if (wrong !== null) setShown(true)
    else void change(name)
  }
  const set =
    (key: keyof ProfileCaps) =>
    (bytes: number): Promise<boolean> => {
      setCaps((before) => ({ ...before, [key]: bytes }))
      return Promise.resolve(true)
    }
  return (
    <Dialog
      title={profile === null ? words.addTitle : words.editTitle(profileName(profile))}
      size="small"
      onClose={() => onDone(null)}
    >
      <form className="profile-form" onSubmit={save}>
        {builtIn ? (
          <p className="soft">{words.builtIn}</p>
        ) : (
          <TextField
            label={words.name}
            hint={words.nameHint}
            error={shown && wrong !== null ? wrong : null}
            maxLength={24}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
        <RateField
          label={strings.bandwidth.cap.upload}
          unit={unit}
          value={caps.uploadBytesPerSecond}
          onDecide={set('uploadBytesPerSecond')}
        />
        <RateField
          label={strings.bandwidth.cap.download}
          unit={unit}
          value={caps.downloadBytesPerSecond}
          onDecide={set('downloadBytesPerSecond')}
        />
        <DialogActions>
          {profile !== null && !builtIn && (
            <Button look="quiet" className="profile-delete" busy={busy} onClick={() => void change(null)}>
              {words.delete}
            </Button>
          )}
          <Button onClick={() => onDone(null)}>{strings.actions.cancel}</Button>
          <Button look="primary" submits busy={busy}>
            {profile === null ? words.add1 : strings.actions.save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

/** What a person paints the week with: the profiles, each with its number, its colour and what it lets through. */
import { Pencil, Plus } from 'lucide-react'
import { useId } from 'react'
import { PAUSED, type Settings } from '../../../contract/settings.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { useRateUnit } from '../../use-rate-unit.ts'
import { profileCaps, profileName } from './profile-names.ts'

const words = strings.bandwidth.profiles
/** As the contract has it. */
const MOST = 16

export interface ProfilePaletteProps {
  readonly profiles: Settings['bandwidth']['profiles']
  readonly order: readonly string[]
  readonly brush: string
  /** The one that holds now. */
  readonly held: string
  readonly onPick: (profile: string) => void
  /** Empty: a new one. */
  readonly onEdit: (profile: string) => void
}

export function ProfilePalette({ profiles, order, brush, held, onPick, onEdit }: ProfilePaletteProps) {
  const unit = useRateUnit()
  const name = useId()
  const full = Object.keys(profiles).length >= MOST
  return (
    <fieldset className="palette">
      <legend className="palette-title">{words.title}</legend>
      {order.map((profile, index) => (
        <span key={profile} className="palette-item" data-picked={profile === brush || undefined}>
          <label className="palette-pick">
            <input
              type="radio"
              className="only-read-aloud"
              name={name}
              checked={profile === brush}
              onChange={() => onPick(profile)}
            />
            <span className={`palette-swatch paint-${Math.min(index + 1, 9)}`} aria-hidden="true">
              {index < 9 ? index + 1 : ''}
            </span>
            <span className="palette-words">
              <span className="palette-name">
                {profileName(profile)}
                {profile === held && <span className="palette-held"> · {strings.bandwidth.chart.now}</span>}
              </span>
              <span className="palette-caps numbers">{profileCaps(profiles, profile, unit)}</span>
            </span>
          </label>
          {profile !== PAUSED && (
            <IconButton
              name={words.edit(profileName(profile))}
              size="small"
              icon={<Pencil size={12} aria-hidden />}
              onClick={() => onEdit(profile)}
            />
          )}
        </span>
      ))}
      <Button
        size="small"
        look="quiet"
        icon={<Plus size={14} aria-hidden />}
        unavailable={full}
        title={full ? words.full : undefined}
        onClick={() => onEdit('')}
      >
        {words.add}
      </Button>
    </fieldset>
  )
}

/** Every setting that has a field, by group and section: what the screen shows, the search looks through and the palette offers. */
import { AdmissionMode } from '../../../contract/views.ts'
import { HOUR_MS, MIB } from '../../../kit/units.ts'
import { strings } from '../../strings.ts'
import { advancedSections } from './advanced-sections.ts'
import {
  base,
  type Choice,
  choicesOf,
  number,
  oneOf,
  onOff,
  type SettingField,
  type SettingGroup,
  type SettingSection,
} from './fields.ts'

const GIB = 1_024 * MIB

const { section: old, units, scarce, rateUnits, reached } = strings.settings
const { section, choice } = strings.preferences

const modes: readonly Choice[] = AdmissionMode.options.map((value) => ({
  value,
  label: strings.strangers.mode[value],
  about: strings.strangers.meaning[value],
}))

const of = (
  id: string,
  { title, about }: { readonly title: string; readonly about: string },
  ...fields: readonly SettingField[]
): SettingSection => ({ id, title, about, fields })

export const groups: readonly SettingGroup[] = [
  { name: 'identity', sections: [of('name', section.name, { ...base('name'), kind: 'name' })] },
  {
    name: 'admission',
    sections: [
      of('admission', old.admission, oneOf('admission.mode', modes)),
      of(
        'grants',
        old.grants,
        { ...base('grants.verified'), kind: 'permissions' },
        { ...base('grants.trusted'), kind: 'permissions' },
      ),
      of(
        'requests',
        old.requests,
        number('requests.maxKept', units.requests),
        number('requests.newPerMinute', units.perMinute),
      ),
      of(
        'invites',
        old.invites,
        number('invites.lifetimeMs', units.hours, HOUR_MS),
        number('invites.maxOpen', units.invites),
        number('invites.wrongSecretsPerHourPerAddress', units.perHour),
      ),
    ],
  },
  {
    name: 'network',
    sections: [
      of(
        'network',
        old.network,
        { ...base('network.listen'), kind: 'lines' },
        { ...base('network.bootstrap'), kind: 'lines' },
        onOff('network.mdns'),
        onOff('network.useRelays'),
        onOff('network.serveRelay'),
      ),
    ],
  },
  {
    name: 'bandwidth',
    sections: [
      of(
        'bandwidth',
        old.bandwidth,
        oneOf('bandwidth.unit', choicesOf(rateUnits)),
        onOff('bandwidth.lanExempt'),
        oneOf('bandwidth.onMetered', choicesOf(scarce)),
        oneOf('bandwidth.onBattery', choicesOf(scarce)),
        number('bandwidth.trustedWeight', units.timesShare),
        onOff('bandwidth.dynamic.enabled', 'dynamicEnabled'),
        number('bandwidth.dynamic.targetMs', units.milliseconds),
      ),
      of(
        'quota',
        old.quota,
        number('bandwidth.quota.monthlyBytes', { name: units.gibibytes, factor: GIB, rounded: true }),
        number('bandwidth.quota.startDay', units.dayOfMonth),
        number('bandwidth.quota.warnPercent', units.percent),
        oneOf('bandwidth.quota.whenReached', choicesOf(reached)),
      ),
    ],
  },
  {
    name: 'privacy',
    sections: [
      of('stored', section.stored, onOff('privacy.encryptionAtRest')),
      of(
        'retention',
        section.retention,
        number('audit.maxAgeDays', units.days),
        number('audit.maxBytes', units.mebibytes, MIB),
      ),
    ],
  },
  {
    name: 'startup',
    sections: [
      of(
        'start',
        section.start,
        onOff('desktop.startAtLogin'),
        onOff('desktop.startMinimised'),
        onOff('desktop.closeToTray'),
        onOff('desktop.notifications'),
      ),
    ],
  },
  {
    name: 'appearance',
    sections: [
      of(
        'look',
        section.look,
        oneOf('appearance.theme', choicesOf(choice.theme)),
        oneOf('appearance.language', choicesOf(choice.language)),
        oneOf('appearance.motion', choicesOf(choice.motion)),
      ),
    ],
  },
  {
    name: 'updates',
    sections: [
      of(
        'feed',
        section.feed,
        { ...base('updates.feed'), kind: 'text', placeholder: 'https://…#key=…' },
        onOff('updates.automatic'),
      ),
    ],
  },
  { name: 'advanced', sections: advancedSections },
]

/** Every field with where it is. */
export interface PlacedField {
  readonly field: SettingField
  readonly group: SettingGroup
  readonly section: SettingSection
}

export const placedFields: readonly PlacedField[] = groups.flatMap((group) =>
  group.sections.flatMap((one) => one.fields.map((field) => ({ field, group, section: one }))),
)

/** Every path that has a field, with the group that shows it. */
export const groupOfPath: ReadonlyMap<string, SettingGroup> = new Map(
  placedFields.map(({ field, group }) => [field.path, group]),
)

/** Which settings are shown, in which section, and in which unit a person writes them. */
import { AdmissionMode } from '../../../contract/views.ts'
import { HOUR_MS, MIB, MINUTE_MS, SECOND_MS } from '../../../kit/units.ts'
import { strings } from '../../strings.ts'

const GIB = 1_024 * MIB

const { field: fields, units } = strings.settings

/** One unit of what a person writes, in what the contract counts. */
export interface Unit {
  readonly factor: number
  readonly name: string
  /** What lies between two of what the contract counts is rounded: nobody means half a byte. */
  readonly rounded?: boolean
}

/** One of a few values. */
export interface Choice {
  readonly value: string
  readonly label: string
  readonly about: string
}

interface FieldBase {
  readonly path: string
  readonly label: string
  readonly hint: string
}

export type SettingField = FieldBase &
  (
    | { readonly kind: 'number'; readonly unit: Unit }
    | { readonly kind: 'text' }
    | { readonly kind: 'lines' }
    | { readonly kind: 'switch' }
    | { readonly kind: 'choice'; readonly choices: readonly Choice[] }
    | { readonly kind: 'permissions' }
  )

export type SectionName = keyof typeof strings.settings.section

export interface SettingSection {
  readonly name: SectionName
  readonly fields: readonly SettingField[]
}

type FieldName = keyof typeof fields
const of = (section: string, name: FieldName): FieldBase => ({
  path: section === '' ? name : `${section}.${name}`,
  ...fields[name],
})
const number = (section: string, name: FieldName, unit: string, factor = 1): SettingField => ({
  ...of(section, name),
  kind: 'number',
  unit: { name: unit, factor },
})

const choicesOf = (
  said: Readonly<Record<string, { readonly label: string; readonly about: string }>>,
): readonly Choice[] => Object.entries(said).map(([value, rest]) => ({ value, ...rest }))

const modes: readonly Choice[] = AdmissionMode.options.map((value) => ({
  value,
  label: strings.strangers.mode[value],
  about: strings.strangers.meaning[value],
}))
const paces: readonly Choice[] = Object.entries(strings.settings.pace).map(([value, said]) => ({ value, ...said }))

const pulse = (section: string): readonly SettingField[] => [
  number(section, 'intervalMs', units.seconds, SECOND_MS),
  number(section, 'timeoutMs', units.seconds, SECOND_MS),
  number(section, 'misses', units.times),
  number(section, 'silenceMs', units.seconds, SECOND_MS),
]

export const sections: readonly SettingSection[] = [
  { name: 'node', fields: [{ ...of('', 'name'), kind: 'text' }] },
  { name: 'admission', fields: [{ ...of('admission', 'mode'), kind: 'choice', choices: modes }] },
  {
    name: 'grants',
    fields: [
      { ...of('grants', 'verified'), kind: 'permissions' },
      { ...of('grants', 'trusted'), kind: 'permissions' },
    ],
  },
  {
    name: 'requests',
    fields: [number('requests', 'maxKept', units.requests), number('requests', 'newPerMinute', units.perMinute)],
  },
  {
    name: 'limits',
    fields: [
      number('limits', 'connections', units.connections),
      number('limits', 'reservedForTrusted', units.connections),
      number('limits', 'perPeer', units.connections),
      number('limits', 'perIpv4', units.connections),
      number('limits', 'perIpv6Prefix', units.connections),
      number('limits', 'perRelay', units.connections),
      number('limits', 'inboundPerSecondPerAddress', units.perSecond),
      number('limits', 'pendingInbound', units.handshakes),
      number('limits', 'handshakeMs', units.seconds, SECOND_MS),
      number('limits', 'inboundStreamsPerProtocol', units.streams),
      number('limits', 'outboundStreamsPerProtocol', units.streams),
      number('limits', 'inboundStreamsPerSecond', units.perSecond),
    ],
  },
  {
    name: 'invites',
    fields: [
      number('invites', 'lifetimeMs', units.hours, HOUR_MS),
      number('invites', 'maxOpen', units.invites),
      number('invites', 'wrongSecretsPerHourPerAddress', units.perHour),
    ],
  },
  {
    name: 'audit',
    fields: [number('audit', 'maxAgeDays', units.days), number('audit', 'maxBytes', units.mebibytes, MIB)],
  },
  {
    name: 'heartbeat',
    fields: [{ ...of('heartbeat', 'profile'), kind: 'choice', choices: paces }, ...pulse('heartbeat')],
  },
  { name: 'batterySaver', fields: pulse('heartbeat.batterySaver') },
  {
    name: 'reconnect',
    fields: [
      number('reconnect', 'baseMs', units.seconds, SECOND_MS),
      number('reconnect', 'capMs', units.minutes, MINUTE_MS),
      number('reconnect', 'stableMs', units.seconds, SECOND_MS),
      number('reconnect', 'dormantAfter', units.tries),
      number('reconnect', 'dormantMs', units.minutes, MINUTE_MS),
      number('reconnect', 'maxDials', units.tries),
      number('reconnect', 'dialTimeoutMs', units.seconds, SECOND_MS),
    ],
  },
  {
    name: 'reputation',
    fields: [
      number('reputation.weights', 'transferSucceeded', units.points),
      number('reputation.weights', 'transferFailed', units.points),
      number('reputation.weights', 'message', units.points),
      number('reputation.weights', 'badMessage', units.points),
      number('reputation.weights', 'protocolViolation', units.points),
      number('reputation.weights', 'ignoredRateLimit', units.points),
      number('reputation', 'banMs', units.hours, HOUR_MS),
      number('reputation', 'maxBanMs', units.hours, HOUR_MS),
      number('reputation', 'maxBansPerMinute', units.perMinute),
    ],
  },
  {
    name: 'bandwidth',
    fields: [
      { ...of('bandwidth', 'unit'), kind: 'choice', choices: choicesOf(strings.settings.rateUnits) },
      { ...of('bandwidth', 'lanExempt'), kind: 'switch' },
      { ...of('bandwidth', 'onMetered'), kind: 'choice', choices: choicesOf(strings.settings.scarce) },
      { ...of('bandwidth', 'onBattery'), kind: 'choice', choices: choicesOf(strings.settings.scarce) },
      number('bandwidth', 'trustedWeight', units.timesShare),
      { path: 'bandwidth.dynamic.enabled', ...fields.dynamicEnabled, kind: 'switch' },
      number('bandwidth.dynamic', 'targetMs', units.milliseconds),
    ],
  },
  {
    name: 'quota',
    fields: [
      {
        ...of('bandwidth.quota', 'monthlyBytes'),
        kind: 'number',
        unit: { name: units.gibibytes, factor: GIB, rounded: true },
      },
      number('bandwidth.quota', 'startDay', units.dayOfMonth),
      number('bandwidth.quota', 'warnPercent', units.percent),
      { ...of('bandwidth.quota', 'whenReached'), kind: 'choice', choices: choicesOf(strings.settings.reached) },
    ],
  },
  {
    name: 'network',
    fields: [
      { ...of('network', 'listen'), kind: 'lines' },
      { ...of('network', 'bootstrap'), kind: 'lines' },
      { ...of('network', 'mdns'), kind: 'switch' },
      { ...of('network', 'useRelays'), kind: 'switch' },
      { ...of('network', 'serveRelay'), kind: 'switch' },
    ],
  },
]

/** Every path that has a field. */
export const shownPaths: ReadonlySet<string> = new Set(
  sections.flatMap((section) => section.fields.map(({ path }) => path)),
)

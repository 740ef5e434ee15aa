/** The settings that hardly anybody changes: limits, timing, breakers, conduct. */
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../kit/units.ts'
import { strings } from '../../strings.ts'
import { choicesOf, number, oneOf, type SettingField, type SettingSection, type Unit } from './fields.ts'

const { section: old, units, pace } = strings.settings
const words = strings.preferences
const { section } = words

/** Shares are written in percent. */
const percent: Unit = { name: units.percent, factor: 0.01 }

const pulse = (path: string): readonly SettingField[] => [
  number(`${path}.intervalMs`, units.seconds, SECOND_MS),
  number(`${path}.jitter`, percent),
  number(`${path}.timeoutMs`, units.seconds, SECOND_MS),
  number(`${path}.misses`, units.times),
  number(`${path}.silenceMs`, units.seconds, SECOND_MS),
]

const services = [
  'peer',
  'keychain',
  'storage',
  'relay',
  'mdns',
  'updates',
] as const satisfies readonly (keyof typeof words.service)[]

const breaker = (service: (typeof services)[number]): SettingSection => ({
  id: `breaker-${service}`,
  title: section.breaker.title(words.service[service]),
  about: service === 'peer' ? section.breaker.about : '',
  fields: [
    number(`breakers.${service}.failures`, words.failuresUnit),
    number(`breakers.${service}.windowMs`, units.seconds, SECOND_MS),
    number(`breakers.${service}.openMs`, units.seconds, SECOND_MS),
    number(`breakers.${service}.successes`, words.triesUnit),
  ],
})

export const advancedSections: readonly SettingSection[] = [
  {
    id: 'limits',
    ...old.limits,
    fields: [
      number('limits.connections', units.connections),
      number('limits.reservedForTrusted', units.connections),
      number('limits.perPeer', units.connections),
      number('limits.perIpv4', units.connections),
      number('limits.perIpv6Prefix', units.connections),
      number('limits.perRelay', units.connections),
      number('limits.inboundPerSecondPerAddress', units.perSecond),
      number('limits.pendingInbound', units.handshakes),
      number('limits.handshakeMs', units.seconds, SECOND_MS),
      number('limits.inboundStreamsPerProtocol', units.streams),
      number('limits.outboundStreamsPerProtocol', units.streams),
      number('limits.inboundStreamsPerSecond', units.perSecond),
    ],
  },
  {
    id: 'heartbeat',
    ...old.heartbeat,
    fields: [oneOf('heartbeat.profile', choicesOf(pace)), ...pulse('heartbeat')],
  },
  { id: 'batterySaver', ...old.batterySaver, fields: pulse('heartbeat.batterySaver') },
  {
    id: 'reconnect',
    ...old.reconnect,
    fields: [
      number('reconnect.baseMs', units.seconds, SECOND_MS),
      number('reconnect.capMs', units.minutes, MINUTE_MS),
      number('reconnect.stableMs', units.seconds, SECOND_MS),
      number('reconnect.dormantAfter', units.tries),
      number('reconnect.dormantMs', units.minutes, MINUTE_MS),
      number('reconnect.maxDials', units.tries),
      number('reconnect.dialTimeoutMs', units.seconds, SECOND_MS),
    ],
  },
  {
    id: 'reputation',
    ...old.reputation,
    fields: [
      number('reputation.weights.transferSucceeded', units.points),
      number('reputation.weights.transferFailed', units.points),
      number('reputation.weights.message', units.points),
      number('reputation.weights.badMessage', units.points),
      number('reputation.weights.protocolViolation', units.points),
      number('reputation.weights.ignoredRateLimit', units.points),
      number('reputation.hourlyFactor', percent),
      number('reputation.banMs', units.hours, HOUR_MS),
      number('reputation.maxBanMs', units.hours, HOUR_MS),
      number('reputation.liftAtScore', units.points),
      number('reputation.maxBansPerMinute', units.perMinute),
      number('reputation.maxBannedShare', percent),
    ],
  },
  {
    id: 'retry',
    ...section.retry,
    fields: [
      number('retry.attempts', units.tries, 1, 'retryAttempts'),
      number('retry.baseMs', units.seconds, SECOND_MS, 'retryBase'),
      number('retry.factor', units.times, 1, 'retryFactor'),
      number('retry.capMs', units.seconds, SECOND_MS, 'retryCap'),
    ],
  },
  {
    id: 'health',
    ...section.health,
    fields: [
      number('health.intervalMs', units.seconds, SECOND_MS, 'healthInterval'),
      number('health.deadlineMs', units.seconds, SECOND_MS, 'healthDeadline'),
    ],
  },
  ...services.map(breaker),
]

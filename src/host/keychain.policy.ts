/** What the keychain's own words mean. Pure. */
export type KeychainReason = 'no-library' | 'no-service' | 'locked' | 'denied' | 'failed'

/** What a person reads. What to do about it depends on whether an identity is kept there, so others add that. */
export const keychainMissing: Readonly<Record<KeychainReason, string>> = {
  'no-library': 'A library that Kith needs to reach it is missing or does not fit this system (on Linux: libsecret).',
  'no-service': 'No keychain is running in this session.',
  locked: 'It is locked.',
  denied: 'Access was denied.',
  failed: 'It reported an error.',
}

/** In this order: the first that fits. Words of libsecret, GDBus, macOS and Windows. */
const meanings: readonly (readonly [RegExp, KeychainReason])[] = [
  [/locked|dismissed|prompt/i, 'locked'],
  [/denied|cancell?ed|not allowed|not permitted|authori[sz]ation|passphrase you entered/i, 'denied'],
  [
    /autolaunch|could not connect|no such file|\.service files|not provided|does not exist|disconnected|closed/i,
    'no-service',
  ],
]

export const explainKeychain = (said: string): KeychainReason =>
  meanings.find(([words]) => words.test(said))?.[1] ?? 'failed'

/** What a second look a moment later may mend: a service that is just starting or was restarted. Never what asks a person again. */
export const mayPass = (reason: string, said: string): boolean =>
  reason === 'failed' || (reason === 'no-service' && /disconnected|closed|could not connect/i.test(said))

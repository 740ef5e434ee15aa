/** Settings that have no field on the settings screen, each with its reason. `groups.test.ts` holds that there are no others. */
export const unshown: Readonly<Record<string, string>> = {
  'bandwidth.profiles': 'set by hand on the screen Bandwidth, where their caps are seen at work',
  'bandwidth.schedule.enabled': 'switched on the screen Bandwidth, beside the week',
  'bandwidth.schedule.rules': 'painted on the screen Bandwidth',
  'bandwidth.override': 'switched on the screen Bandwidth and in the palette; ends by itself',
  'identity.keyStore': 'follows from the dialogs of the identity, which move the key along with it',
  'identity.requirePassphrase': 'follows from setting or removing the passphrase in the dialogs of the identity',
}

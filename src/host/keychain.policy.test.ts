import { expect, it } from 'vitest'
import { explainKeychain } from './keychain.policy.ts'

it.each([
  ['Cannot create an item in a locked collection', 'locked'],
  ['The prompt was dismissed', 'locked'],
  ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'no-service'],
  ['Could not connect: No such file or directory', 'no-service'],
  ['The name org.freedesktop.secrets was not provided by any .service files', 'no-service'],
  ['Object does not exist at path “/org/freedesktop/secrets/collection/login”', 'no-service'],
  ['User interaction is not allowed.', 'denied'],
  ['The user name or passphrase you entered is not correct.', 'denied'],
  ['Element was stolen by an elf', 'failed'],
])('%s: %s', (said, reason) => {
  expect(explainKeychain(said)).toBe(reason)
})

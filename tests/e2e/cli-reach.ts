/**
 * Where everything that the command line can do is on the screens, by keyboard alone. `finished.test.ts` walks this list: it
 * begins on the screen Peers, with one connected peer called Bob and a request of somebody called Carol, presses the keys,
 * and looks for what must be seen then.
 */

export interface Reach {
  /** As `kith --help` has it. */
  readonly command: string
  /** Pressed one after the other, as Playwright names them; what begins with `type:` is typed as text. */
  readonly keys: readonly string[]
  /** What is there then, by its role and name. */
  readonly sees: { readonly role: Role; readonly name: RegExp }
}

export type Role = 'dialog' | 'heading' | 'button' | 'option' | 'textbox' | 'searchbox' | 'complementary' | 'spinbutton'

/** A command that has nothing to do on the screens of a node, with the reason. */
export interface Unreached {
  readonly command: string
  readonly why: string
}

const palette = (...typed: readonly string[]): readonly string[] => [
  'Control+k',
  ...typed.map((text) => `type:${text}`),
]
/** Found in the palette: Enter would do it. It is looked at, not done, so that one walk does not change the next. */
const option = (command: string, typed: string, name: RegExp): Reach => ({
  command,
  keys: palette(typed),
  sees: { role: 'option', name },
})
const dialog = (command: string, typed: string, name: RegExp): Reach => ({
  command,
  keys: [...palette(typed), 'Enter'],
  sees: { role: 'dialog', name },
})
const screen = (command: string, key: string, name: RegExp): Reach => ({
  command,
  keys: ['g', key],
  sees: { role: 'heading', name },
})

export const cliReach: readonly Reach[] = [
  dialog('status', 'about this node', /this node/iu),
  screen('health', 'h', /^Health$/u),
  option('id', 'copy my peer id', /Copy my peer ID/u),

  screen('peers ls', 'p', /^Peers$/u),
  { command: 'peers add', keys: ['a'], sees: { role: 'dialog', name: /Add a peer/u } },
  option('peers connect', 'bob connect', /Bob.*: (?:Connect|Disconnect)/u),
  option('peers disconnect', 'bob disconnect', /Bob.*: Disconnect/u),
  option('peers forget', 'bob take off', /Bob.*: Take off the list/u),
  {
    command: 'peers show',
    keys: [...palette('bob'), 'Enter'],
    sees: { role: 'complementary', name: /Details of Bob/u },
  },
  {
    command: 'peers edit',
    keys: [...palette('bob edit'), 'Enter'],
    sees: { role: 'complementary', name: /Details of Bob/u },
  },

  screen('requests ls', 'r', /^Requests$/u),
  { command: 'requests approve', keys: ['g', 'r', 'Tab'], sees: { role: 'button', name: /^Approve/u } },
  { command: 'requests ignore', keys: ['g', 'r', 'Tab'], sees: { role: 'button', name: /^Ignore/u } },
  { command: 'requests block', keys: ['g', 'r', 'Tab'], sees: { role: 'button', name: /^Block/u } },
  { command: 'requests forget', keys: ['g', 'r', 'Tab'], sees: { role: 'button', name: /^More about/u } },

  { command: 'invite create', keys: ['n'], sees: { role: 'dialog', name: /Invite somebody/u } },
  screen('invite ls', 'i', /^Invites$/u),
  screen('invite revoke', 'i', /^Invites$/u),
  dialog('join', 'join', /Add a peer|Join/u),

  dialog('words', 'bob safety words', /Bob/u),
  dialog('verify', 'bob compare', /Bob/u),
  dialog('introduce', 'bob introduce', /Bob/u),

  dialog('reputation show', 'conduct of all', /Conduct of all peers/u),
  screen('reputation release', 'h', /^Health$/u),

  screen('audit ls', 'a', /^Activity$/u),
  dialog('audit verify', 'verify the log', /Verify the log/u),
  dialog('audit export', 'export the log', /Export the log/u),

  screen('allowlist ls', 'p', /^Peers$/u),
  dialog('allowlist export', 'export the allowlist', /Export/u),
  dialog('allowlist import', 'import an allowlist', /Import/u),
  option('allowlist remove', 'bob take off', /Bob.*: Take off the list/u),
  option('allowlist undo', 'undo', /Undo/u),

  screen('limits get', 'b', /^Bandwidth$/u),
  screen('limits set', 'b', /^Bandwidth$/u),
  screen('limits remove-profile', 'b', /^Bandwidth$/u),
  option('limits use', 'bandwidth normal', /Bandwidth: Normal/u),
  option('limits quiet', 'bandwidth quiet', /Bandwidth: Quiet/u),
  option('limits pause', 'bandwidth paused', /Bandwidth: Paused/u),
  screen('limits resume', 'b', /^Bandwidth$/u),
  screen('limits schedule list', 'b', /^Bandwidth$/u),
  screen('limits schedule add', 'b', /^Bandwidth$/u),
  screen('limits schedule remove', 'b', /^Bandwidth$/u),
  screen('limits schedule on', 'b', /^Bandwidth$/u),
  screen('limits schedule off', 'b', /^Bandwidth$/u),
  screen('limits schedule clear', 'b', /^Bandwidth$/u),
  screen('stats', 'b', /^Bandwidth$/u),

  screen('config ls', 's', /^Settings$/u),
  { command: 'config get', keys: ['g', 's', '/', 'type:limits.perPeer'], sees: { role: 'textbox', name: /Per peer/u } },
  {
    command: 'config set',
    keys: [...palette('limits.perPeer'), 'Enter'],
    sees: { role: 'textbox', name: /Per peer/u },
  },
  {
    command: 'config unset',
    keys: [...palette('limits.perPeer'), 'Enter'],
    sees: { role: 'textbox', name: /Per peer/u },
  },
  option('config reload', 'read the settings file', /Read the settings file again/u),

  option('trust', 'bob trusted', /Bob.*: Trust: Trusted/u),
  dialog('ban', 'bob keep out', /Keep Bob.* out/u),
  option('unban', 'bob keep out', /Bob.*: Keep out/u),
  option('ping', 'ping bob', /Bob.*: Ping/u),

  option('backup', 'back up', /Back up the identity/u),
  option('restore', 'restore a backup', /Restore a backup/u),
  option('passphrase', 'passphrase', /Change the passphrase/u),
]

export const unreached: readonly Unreached[] = [
  { command: 'node', why: 'whoever sees the screens has a node that runs; its options are settings' },
]

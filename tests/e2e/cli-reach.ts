/**
 * Where everything that the command line can do is on the screens, by keyboard alone. `finished.test.ts` walks this list: it begins on the
 * screen Peers, with one connected peer called Bob, one called Dave who is kept out, a request of somebody called Carol, an open invite,
 * and automatic bans that are held back; it presses the keys, and looks for what must be seen then.
 */

export interface Reach {
  /** As `kith --help` has it. */
  readonly command: string
  /**
   * Pressed one after the other, as Playwright names them; what begins with `type:` is typed as text, and `tab:NAME` presses Tab until the
   * control that has the focus begins to be called so.
   */
  readonly keys: readonly string[]
  /** What is there then, by its role and name. */
  readonly sees: { readonly role: Role; readonly name: RegExp }
}

export type Role =
  | 'dialog'
  | 'heading'
  | 'button'
  | 'option'
  | 'textbox'
  | 'complementary'
  | 'menuitem'
  | 'radio'
  | 'switch'
  | 'grid'
  | 'gridcell'

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

/** On a screen, Tab goes to the control that does it. */
const control = (command: string, key: string, name: string, role: Role, ...then: readonly string[]): Reach => ({
  command,
  keys: ['g', key, `tab:${name}`, ...then],
  sees: { role, name: new RegExp(`^${name}`, 'u') },
})
/** The same, behind a control that opens something. */
const behind = (command: string, key: string, opener: string, role: Role, name: RegExp): Reach => ({
  command,
  keys: ['g', key, `tab:${opener}`, 'Enter'],
  sees: { role, name },
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
    keys: [...palette('bob edit'), 'Enter', 'tab:Note'],
    sees: { role: 'textbox', name: /^Note/u },
  },

  screen('requests ls', 'r', /^Requests$/u),
  behind('requests approve', 'r', 'Approve', 'dialog', /Carol/u),
  control('requests ignore', 'r', 'Ignore', 'button'),
  control('requests block', 'r', 'Block', 'button'),
  behind('requests forget', 'r', 'More about', 'menuitem', /Forget/u),

  { command: 'invite create', keys: ['n'], sees: { role: 'dialog', name: /Invite somebody/u } },
  screen('invite ls', 'i', /^Invites$/u),
  control('invite revoke', 'i', 'Revoke', 'button'),
  dialog('join', 'join', /Add a peer|Join/u),

  dialog('words', 'bob safety words', /Bob/u),
  dialog('verify', 'bob compare', /Bob/u),
  dialog('introduce', 'bob introduce', /Bob/u),

  dialog('reputation show', 'conduct of all', /Conduct of all peers/u),
  option('reputation release', 'automatic bans', /Let automatic bans go on/u),

  screen('audit ls', 'a', /^Activity$/u),
  dialog('audit verify', 'verify the log', /Verify the log/u),
  dialog('audit export', 'export the log', /Export the log/u),

  screen('allowlist ls', 'p', /^Peers$/u),
  dialog('allowlist export', 'export the allowlist', /Export/u),
  dialog('allowlist import', 'import an allowlist', /Import/u),
  option('allowlist remove', 'bob take off', /Bob.*: Take off the list/u),
  option('allowlist undo', 'undo', /Undo/u),

  screen('limits get', 'b', /^Bandwidth$/u),
  control('limits set', 'b', 'Upload cap', 'textbox'),
  behind('limits remove-profile', 'b', 'Change guests', 'button', /^Delete$/u),
  option('limits use', 'bandwidth normal', /Bandwidth: Normal/u),
  option('limits quiet', 'bandwidth quiet', /Bandwidth: Quiet/u),
  option('limits pause', 'bandwidth paused', /Bandwidth: Paused/u),
  {
    command: 'limits resume',
    keys: [...palette('bandwidth quiet'), 'Enter', ...palette('as the schedule says')],
    sees: { role: 'option', name: /as the schedule says/u },
  },
  control('limits schedule list', 'b', 'Week', 'grid'),
  // The number chooses with which profile; Space paints what is marked, Delete clears it.
  control('limits schedule add', 'b', 'Week', 'grid', '2'),
  control('limits schedule remove', 'b', 'Week', 'grid'),
  control('limits schedule on', 'b', 'Follow the schedule', 'switch'),
  control('limits schedule off', 'b', 'Follow the schedule', 'switch'),
  behind('limits schedule clear', 'b', 'Presets', 'menuitem', /Clear the week/u),
  { command: 'stats', keys: ['g', 'b', 'tab:10 minutes', 'ArrowRight'], sees: { role: 'radio', name: /30 days/u } },

  screen('config ls', 's', /^Settings$/u),
  { command: 'config get', keys: ['g', 's', '/', 'type:limits.perPeer'], sees: { role: 'textbox', name: /Per peer/u } },
  {
    command: 'config set',
    keys: [...palette('limits.perPeer'), 'Enter'],
    sees: { role: 'textbox', name: /Per peer/u },
  },
  {
    command: 'config unset',
    keys: [...palette('limits.perPeer'), 'Enter', 'Control+a', 'type:9', 'tab:Back to the default'],
    sees: { role: 'button', name: /^Back to the default: Per peer/u },
  },
  option('config reload', 'read the settings file', /Read the settings file again/u),

  option('trust', 'bob trusted', /Bob.*: Trust: Trusted/u),
  dialog('ban', 'bob keep out', /Keep Bob.* out/u),
  option('unban', 'dave let in', /Dave.*: Let in again/u),
  option('ping', 'ping bob', /Bob.*: Ping/u),

  option('backup', 'back up', /Back up the identity/u),
  option('restore', 'restore a backup', /Restore a backup/u),
  ...['show', 'set', 'change', 'remove'].map((what) => option(`passphrase ${what}`, 'passphrase', /passphrase/u)),
]

export const unreached: readonly Unreached[] = [
  { command: 'node', why: 'whoever sees the screens has a node that runs; its options are settings' },
]

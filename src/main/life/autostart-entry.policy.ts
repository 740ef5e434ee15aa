/** An entry of the desktop's autostart folder, by the Desktop Entry and the Autostart specification. Pure. */

/**
 * One argument of `Exec`, quoted: inside double quotes a backslash stands before `"`, `` ` ``, `$` and itself, and a
 * literal per cent sign is two (Desktop Entry Specification, "The Exec key").
 */
const quoted = (argument: string): string => `"${argument.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`

/** Any value of type string: the backslash is the escape character once more ("Possible value types"). */
const value = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/^ /, '\\s')

/** @param command the program's absolute path and its arguments */
export function autostartEntry(command: readonly [program: string, ...args: string[]]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.5',
    'Name=Kith',
    'Comment=Keeps the peers that you approved connected',
    'Comment[de]=Hält die Peers verbunden, die du zugelassen hast',
    `Exec=${value(command.map(quoted).join(' '))}`,
    // An entry whose program was removed is passed over.
    `TryExec=${value(command[0])}`,
    'Icon=kith',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}

/** Where the entries are: a relative `XDG_CONFIG_HOME` is invalid and ignored (XDG Base Directory Specification). */
export function autostartFolder(env: Readonly<Record<string, string | undefined>>, home: string): string {
  const xdg = env['XDG_CONFIG_HOME']
  return `${xdg?.startsWith('/') ? xdg.replace(/\/+$/, '') : `${home}/.config`}/autostart`
}

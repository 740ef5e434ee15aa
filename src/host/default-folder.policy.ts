/** Where each platform wants an application to keep its data. Pure, so that every platform is tested on any. */
export interface Surroundings {
  readonly platform: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
}

/**
 * Linux and the like follow the XDG base directory specification (a relative `XDG_DATA_HOME` is invalid there and
 * ignored), macOS and Windows their own customs.
 */
export function defaultDataFolder({ platform, env, home }: Surroundings): string {
  switch (platform) {
    case 'darwin':
      return `${home}/Library/Application Support/Kith`
    case 'win32':
      return `${env['APPDATA'] || `${home}\\AppData\\Roaming`}\\Kith`
    default: {
      const xdg = env['XDG_DATA_HOME']
      return `${xdg?.startsWith('/') ? xdg.replace(/\/+$/, '') : `${home}/.local/share`}/kith`
    }
  }
}

/** Finds the token that opens the local socket: in the address that `kith node` printed, then in this tab's memory. */

const STORAGE_KEY = 'kith.token'

/** The few things of a window that this needs. */
export interface TokenPlace {
  readonly location: Pick<Location, 'hash' | 'pathname' | 'search'>
  readonly history: Pick<History, 'replaceState'>
  readonly sessionStorage: Pick<Storage, 'getItem' | 'setItem'>
}

/**
 * Takes `#token=…` out of the address, so that it is in no history, bookmark or screenshot, and remembers it for this
 * tab. Without one in the address, answers the remembered one, or `null`.
 */
export function takeToken(place: TokenPlace): string | null {
  const { location, history, sessionStorage } = place
  const shown = new URLSearchParams(location.hash.replace(/^#/, '')).get('token')
  if (shown === null || shown === '') return sessionStorage.getItem(STORAGE_KEY)
  sessionStorage.setItem(STORAGE_KEY, shown)
  history.replaceState(null, '', `${location.pathname}${location.search}`)
  return shown
}

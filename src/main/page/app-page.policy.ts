/** The address of the app's own page, what of it is served, and who counts as that page. Pure. */
import { contentSecurityPolicy } from '../../host/local-server.policy.ts'

export const APP_SCHEME = 'app'
/** The one address that the window ever shows. */
export const APP_HOME = `${APP_SCHEME}://kith/`

/** The same as the local server sends, without a socket to speak with: in the app the node is reached over IPC. */
export const APP_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy("'self'"),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** What the app asks its page to show. */
export type Asked =
  | { readonly is: 'screen'; readonly screen: string }
  /** A `kith://` link from outside: its meaning is shown, and nothing happens before the person agrees. */
  | { readonly is: 'link'; readonly link: string }
  /** A file waits to be taken (`desktop.takeFile`). */
  | { readonly is: 'file' }

/** The page at what is asked for. Its fragment says what (src/renderer/client/asked-screen.ts reads it). */
export function pageShowing(asked: Asked): string {
  switch (asked.is) {
    case 'screen':
      return `${APP_HOME}#/${encodeURIComponent(asked.screen)}`
    case 'link':
      // What was cut off in the middle of a character is no link, but must not throw here either.
      return `${APP_HOME}#/link/${encodeURIComponent(asked.link.toWellFormed())}`
    case 'file':
      return `${APP_HOME}#/file`
  }
}

interface Frame {
  readonly url: string
  readonly parent: Frame | null
}

/** Not `origin`: it is the text "null" for custom schemes, `about:blank` included. */
function isOurs(url: URL): boolean {
  return url.protocol === `${APP_SCHEME}:` && url.host === 'kith'
}

/** Only the top frame of our own page may speak with the node: no inner frame, no page that came from elsewhere. */
export function isOurFrame(frame: Frame | null): boolean {
  return frame !== null && frame.parent === null && isOurAddress(frame.url)
}

/** An address of our page, or its origin as Electron writes it. */
function isOurAddress(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && isOurs(url)
}

/** The one page itself, whatever its fragment: where a page that loads itself anew goes. */
export function isHome(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && isOurs(url) && url.pathname === '/' && url.search === '' && url.username === ''
}

/** What our page made itself, such as an export that is to be saved. */
export const isMadeByOurPage = (address: string): boolean =>
  address.startsWith('blob:') && isOurAddress(address.slice('blob:'.length))

/** What a page may fetch at all, below every other rule: no address of the network, no file. */
export const mayLoad = (address: string): boolean =>
  isOurAddress(address) || isMadeByOurPage(address) || address.startsWith('data:')

/** The tools for developers are pages too. */
export const isDevTools = (address: string): boolean => address.startsWith('devtools:')

/**
 * The path that a request names, still encoded, or `null` when it is not for us. It is looked up in a listing of the
 * built screens and never joined to a folder, so an encoded `..` finds nothing.
 */
export function requestedPath(method: string, address: string): string | null {
  const url = URL.parse(address)
  return url !== null && method === 'GET' && isOurs(url) ? url.pathname : null
}

/**
 * What a page may ask of the system: copy text when a person presses the button, and notify. Never read, look or listen.
 *
 * @param origin who asks, as an address or an origin
 */
export function mayUse(permission: string, origin: string): boolean {
  return (permission === 'clipboard-sanitized-write' || permission === 'notifications') && isOurAddress(origin)
}

/** The address of the app's own page, what of it is served, and who counts as that page. Pure. */
import { contentSecurityPolicy } from '../../host/local-server.policy.ts'

export const APP_SCHEME = 'app'
/** The one address that the window ever shows. */
export const APP_HOME = `${APP_SCHEME}://kith/`

/** The same as the local server sends, without a socket to speak with: in the app the node is reached over IPC. */
export const APP_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy("'self'"),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
}

/** The page at what a notification is about. Its own fragment names the screen (src/renderer/client/asked-screen.ts). */
export const pageAbout = (tag: string): string => (tag === 'requests' ? `${APP_HOME}#/requests` : APP_HOME)

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
  if (frame === null || frame.parent !== null) return false
  const url = URL.parse(frame.url)
  return url !== null && isOurs(url)
}

/**
 * The path that a request names, still encoded, or `null` when it is not for us. It is looked up in a listing of the
 * built screens and never joined to a folder, so an encoded `..` finds nothing.
 */
export function requestedPath(method: string, address: string): string | null {
  const url = URL.parse(address)
  return url !== null && method === 'GET' && isOurs(url) ? url.pathname : null
}

/** What a page may ask of the system: copy text when a person presses the button, and notify. Never read, look or listen. */
export function mayUse(permission: string): boolean {
  return permission === 'clipboard-sanitized-write' || permission === 'notifications'
}

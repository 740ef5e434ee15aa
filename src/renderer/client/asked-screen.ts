/**
 * The desktop app asks for something by the fragment of the page's address: `#/requests` after a click on a notification,
 * `#/link/…` for a link from outside, `#/file` when a file waits to be taken.
 */
import { z } from 'zod'
import { type Screen, screens } from '../stores/screen-store.ts'

/** As long as the node takes a typed link. */
const MAX_LINK = 8_192
/** Each of its bytes may be three characters of an address. */
const MAX_FRAGMENT = 10 * MAX_LINK

const Link = z
  .string()
  .max(MAX_LINK)
  .regex(/^kith:/iu)

export type Asked =
  | { readonly is: 'screen'; readonly screen: Screen }
  /** Its meaning is shown; nothing happens before the person agrees. */
  | { readonly is: 'link'; readonly link: string }
  | { readonly is: 'file' }
  | { readonly is: 'unknown' }

/** What a fragment asks for; `null` when it is no question at all. */
export function askedBy(fragment: string): Asked | null {
  if (!fragment.startsWith('#/')) return null
  const [what = '', more, ...rest] = fragment.slice(2, MAX_FRAGMENT).split('/')
  if (fragment.length > MAX_FRAGMENT || rest.length > 0) return { is: 'unknown' }
  if (what === 'file' && more === undefined) return { is: 'file' }
  if (what === 'link' && more !== undefined) {
    const link = Link.safeParse(decoded(more))
    return link.success ? { is: 'link', link: link.data } : { is: 'unknown' }
  }
  const screen = more === undefined ? screens.find((one) => one === what) : undefined
  return screen === undefined ? { is: 'unknown' } : { is: 'screen', screen }
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** Tells what is asked for, and takes the fragment away, so that it can be asked for again. */
export function onAsked(page: Window, show: (asked: Asked) => void): void {
  // In a browser the fragment is the token's.
  if (page.kith === undefined) return
  const look = (): void => {
    const asked = askedBy(page.location.hash)
    if (asked === null) return
    page.history.replaceState(null, '', page.location.pathname)
    show(asked)
  }
  page.addEventListener('hashchange', look)
  look()
}

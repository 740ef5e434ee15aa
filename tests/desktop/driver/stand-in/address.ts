/**
 * `app://kith/x` as an address that Chromium can show: `https://kith.app.invalid/x`. RFC 2606 keeps `.invalid` free, so it
 * can be nobody's; every request for it is answered by the app itself.
 */

const SUFFIX = '.app.invalid'

/** The app's own scheme becomes https; everything else stays. */
export function toBrowser(address: string): string {
  const match = /^app:\/\/([^/?#]*)(.*)$/is.exec(address)
  return match ? `https://${match[1]}${SUFFIX}${match[2]?.startsWith('/') ? '' : '/'}${match[2]}` : address
}

/** And back: what the app gets to see. */
export function toApp(address: string): string {
  if (address.startsWith('blob:')) return `blob:${toApp(address.slice('blob:'.length))}`
  const url = URL.parse(address)
  if (url === null || url.protocol !== 'https:' || !url.hostname.endsWith(SUFFIX)) return address
  const login = url.username === '' ? '' : `${url.username}@`
  const port = url.port === '' ? '' : `:${url.port}`
  return `app://${login}${url.hostname.slice(0, -SUFFIX.length)}${port}${url.pathname}${url.search}${url.hash}`
}

/** Which addresses outside may be opened in the person's browser, once they have agreed. Pure. */

/**
 * The project's own pages: its documentation and its releases. No public home is decided yet, so there is one name that
 * nobody can own (RFC 2606); the day there is one, it stands here and as `homepage` in package.json. Every name is one
 * that a broken page could send a person to: keep the list as short as it is.
 */
export const PROJECT_HOSTS: readonly string[] = ['kith.example']

/** Longer than any page of ours has; a person is shown the whole of it. */
const MAX_CHARACTERS = 2_048

/**
 * @param text an address from the page, which is not trusted
 * @param hosts names that may be opened
 * @returns the address as the browser will get it, or `null` when it is not for us to open
 */
export function externalAddress(text: string, hosts: readonly string[] = PROJECT_HOSTS): string | null {
  if (text.length > MAX_CHARACTERS) return null
  const url = URL.parse(text)
  // A name or password before the host makes an address look like another's; a port leads to another server.
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.port !== '')
    return null
  return hosts.includes(url.hostname) && url.href.length <= MAX_CHARACTERS ? url.href : null
}

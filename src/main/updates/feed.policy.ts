/**
 * What the setting `updates.feed` says: where newer versions are announced, and whose signature counts. The key travels in
 * the address (`https://…/kith#key=…`), so that one line is pasted and neither can be changed without the other. Pure.
 */

export interface Feed {
  /** A folder: ends in a slash, has no fragment. */
  readonly url: string
  /** For a person: who is asked. */
  readonly host: string
  /** The raw Ed25519 public key, 32 bytes as base64url. */
  readonly key: string
}

export type ReadFeed = { readonly feed: Feed } | { readonly problem: string } | null

/** 32 bytes as base64url; the last of 43 characters carries four bits. */
const KEY = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/

/** @param setting `null`: there is none, and nobody is asked */
export function readFeed(setting: string | null): ReadFeed {
  if (setting === null) return null
  const url = URL.parse(setting)
  if (url?.protocol !== 'https:') return { problem: 'The address of an update feed begins with https://.' }
  const key = new URLSearchParams(url.hash.slice(1)).get('key')
  if (key === null || !KEY.test(key))
    return {
      problem:
        'The address of the update feed carries no key, so nobody could tell whose versions they are, and Kith takes none from it. Whoever publishes the feed gives you its whole address; it ends in #key= and 43 characters.',
    }
  url.hash = ''
  url.search = ''
  url.username = ''
  url.password = ''
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return { feed: { url: url.href, host: url.host, key } }
}

/** The name under which electron-builder writes the description of the newest version for a system. */
export function manifestName(platform: string, arch: string): string {
  if (platform === 'darwin') return 'latest-mac.yml'
  if (platform !== 'linux') return 'latest.yml'
  return arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${arch}.yml`
}

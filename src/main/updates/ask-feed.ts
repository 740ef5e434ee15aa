/** Asks a feed for its newest version: two small files, bounded in size and time. */
import { KithError } from '../../contract/errors.ts'
import { type Feed, manifestName } from './feed.policy.ts'
import { type Manifest, readManifest } from './manifest.ts'

/** A manifest has some kilobytes, notes included. */
const MAX_BYTES = 256 * 1024

export interface AskPorts {
  /** Of the browser's own network, so that proxies and certificates are the system's. */
  readonly fetch: (url: string, init: { readonly signal: AbortSignal; readonly cache: 'no-store' }) => Promise<Response>
  readonly platform: string
  readonly arch: string
}

/**
 * @param signal gives it up
 * @throws KithError in words: not reached, not there, too large, not signed, not readable, another program
 */
export async function askFeed(
  { fetch, platform, arch }: AskPorts,
  feed: Feed,
  product: string,
  signal: AbortSignal,
): Promise<Manifest> {
  const name = manifestName(platform, arch)
  const get = async (file: string): Promise<Uint8Array> => {
    const answer = await reach(feed, () => fetch(`${feed.url}${file}`, { signal, cache: 'no-store' }), signal)
    if (answer.status === 404 && file === name)
      throw new KithError(
        'Unreachable',
        `${feed.host} announces no versions for this system: ${file} is not there. Is the feed’s address right?`,
      )
    if (answer.status === 404)
      throw new KithError(
        'Integrity',
        `${feed.host} announces its versions without a signature (${file} is not there), so Kith takes nothing from it.`,
      )
    if (!answer.ok)
      throw new KithError(
        'Unreachable',
        `${feed.host} could not say which version is the newest: it answered ${String(answer.status)}.`,
      )
    return reach(feed, () => readAtMost(answer, feed), signal)
  }
  const bytes = await get(name)
  const signature = new TextDecoder().decode(await get(`${name}.sig`))
  return readManifest(bytes, signature, feed, product)
}

async function reach<T>({ host }: Feed, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof KithError) throw error
    if (signal.aborted)
      throw new KithError(
        'Timeout',
        `${host} did not say in time which version is the newest. Kith asks again later.`,
        { cause: error },
      )
    throw new KithError(
      'ConnectionFailed',
      `${host} could not be reached, so Kith does not know whether there is a newer version. It asks again later.`,
      { cause: error },
    )
  }
}

async function readAtMost(answer: Response, { host }: Feed): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of answer.body ?? []) {
    parts.push(part)
    length += part.length
    if (length <= MAX_BYTES) continue
    throw new KithError(
      'Integrity',
      `What ${host} says of its newest version is larger than it can be (256 KiB), so Kith takes nothing from it.`,
    )
  }
  return Buffer.concat(parts)
}

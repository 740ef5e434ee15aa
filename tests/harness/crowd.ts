/** A real node that knows thousands of peers, and a line to it: for tests and benches of what many peers cost. */
import { createHash } from 'node:crypto'
import { publicKeyFromRaw } from '@libp2p/crypto/keys'
import { peerIdFromPublicKey } from '@libp2p/peer-id'
import { createNodeClient, type NodeClient } from '../../src/contract/client.ts'
import { MAX_ALLOWLIST_ENTRIES } from '../../src/contract/trust-views.ts'
import { connectBridge } from '../../src/headless/socket-bridge.ts'
import { systemClock } from '../../src/kit/system.ts'
import { type KithProcess, startKithProcess } from './kith-process.ts'

const firstNames =
  'Ada Ben Chloe David Elif Farid Greta Hugo Ines Jonas Katja Liam Mira Noah Olga Pavel Rosa Sami Tilda Yusuf'
const things = 'desktop laptop phone server tablet'

export interface Crowd extends AsyncDisposable {
  readonly node: KithProcess
  /** A local client of the node, as the command line is one. */
  readonly client: NodeClient
  readonly peerIds: readonly string[]
}

/** What the peer of this number is called. */
export function crowdName(number: number): string {
  const [names, kinds] = [firstNames.split(' '), things.split(' ')]
  return `${names[number % names.length] ?? ''} ${number}, ${kinds[number % kinds.length] ?? ''}`
}

/** @param count of peers that are on the list and far away: nobody dials them; at most what one file may hold */
export async function startCrowd(count = MAX_ALLOWLIST_ENTRIES): Promise<Crowd> {
  const peerIds = Array.from({ length: count }, (_, n) => absentPeerId(n + 1))
  const node = await startKithProcess({ args: ['--name', 'Anna'] })
  const bridge = await connectBridge(node.ready.uiUrl?.split('/#')[0] ?? '', tokenOf(node), systemClock)
  const client = createNodeClient(bridge)
  const peers = peerIds.map((peerId, n) => ({
    peerId,
    name: crowdName(n + 1),
    level: n % 17 === 0 ? 'blocked' : 'verified',
    kept: false,
    // Every tenth has something to say, in every script.
    note: n % 10 === 0 ? 'met at the fair · встретились · 展会' : null,
    addresses: [`/ip4/203.0.113.${n % 250}/tcp/4711`],
  }))
  await client.call('allowlist.import', { text: JSON.stringify({ format: 'kith-allowlist', version: 1, peers }) })
  return {
    node,
    client,
    peerIds,
    async [Symbol.asyncDispose]() {
      bridge.close()
      await node[Symbol.asyncDispose]()
    },
  }
}

/** The screens' own: a local client may do whatever they may. */
const tokenOf = ({ ready }: KithProcess): string =>
  new URLSearchParams(new URL(ready.uiUrl ?? '').hash.slice(1)).get('token') ?? ''

/** Of a key that nobody holds: real keys for thousands would take seconds to make, and these peers never speak. */
function absentPeerId(number: number): string {
  const key = createHash('sha256').update(`absent ${number}`).digest()
  return peerIdFromPublicKey(publicKeyFromRaw(key)).toString()
}

/**
 * noise learns that a packet holds no further message from an error that it throws and catches once per packet. Made anew each time, with a
 * stack that nobody reads, it was a tenth of what a hundred idle peers cost (`npm run bench -- idle`); here it is made once.
 */
import { noise } from '@chainsafe/libp2p-noise'
import type { MessageStream } from '@libp2p/interface'

type NoiseInit = Parameters<typeof noise>[0]
type Noise = ReturnType<typeof noise>

const LENGTH_BYTES = 2
const NOT_YET = new RangeError('another byte, please')

/** What reads lengths in a secured connection; libp2p does not promise it (`tests/ports/libp2p-contract.test.ts`). */
interface WithDecoder {
  readonly decoder?: { lengthDecoder?: (data: { readonly byteLength: number }) => number }
}

/** noise as it is, but for that. */
export function frugalNoise(init: NoiseInit): Noise {
  return (components) => {
    const made = noise(init)(components)
    const inbound = made.secureInbound.bind(made)
    const outbound = made.secureOutbound.bind(made)
    made.secureInbound = async (connection, options) => frugal(await inbound(connection, options))
    made.secureOutbound = async (connection, options) => frugal(await outbound(connection, options))
    return made
  }
}

function frugal<T extends { readonly connection: MessageStream }>(secured: T): T {
  const { decoder } = secured.connection as WithDecoder
  const decode = decoder?.lengthDecoder
  if (decoder && decode)
    decoder.lengthDecoder = (data) => {
      if (data.byteLength < LENGTH_BYTES) throw NOT_YET
      return decode(data)
    }
  return secured
}

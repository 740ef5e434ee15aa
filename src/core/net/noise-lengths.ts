/**
 * noise learns that a packet holds no further message from an error that it throws and catches once per packet. With a stack that nobody
 * reads it was a tenth of what a hundred idle peers cost (`npm run bench -- idle`); here a length that cannot be there says the same.
 */
import { noise } from '@chainsafe/libp2p-noise'
import type { MessageStream } from '@libp2p/interface'

type NoiseInit = Parameters<typeof noise>[0]
type Noise = ReturnType<typeof noise>

const LENGTH_BYTES = 2
/** The longest message of the Noise protocol (§3): more than the byte or none that is there, so that the reader waits. */
const NOT_THERE_YET = 65_535

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
      return data.byteLength < LENGTH_BYTES ? NOT_THERE_YET : decode(data)
    }
  return secured
}

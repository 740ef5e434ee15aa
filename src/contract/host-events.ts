/** What `kith node --json` prints: one JSON object per line, told apart by `event` (spec §13). */
import { z } from 'zod'
import { Address, Direction, PeerId, PeerReason, PeerState, RequestView, Transport, TrustLevel } from './views.ts'

export const HostEvent = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('ready'),
    peerId: PeerId,
    addresses: z.array(Address),
    /** The screens, token in the fragment. `null` with `--ui-port off`. */
    uiUrl: z.string().nullable(),
    pid: z.int().positive(),
  }),
  /** A peer entered another state, or its trust changed. */
  z.object({
    event: z.literal('peer'),
    time: z.iso.datetime(),
    peerId: PeerId,
    name: z.string().nullable(),
    trust: TrustLevel,
    state: PeerState,
    reason: PeerReason.nullable(),
    transport: Transport.nullable(),
    direction: Direction.nullable(),
  }),
  z.object({ event: z.literal('request'), time: z.iso.datetime(), request: RequestView }),
  z.object({ event: z.literal('addresses'), time: z.iso.datetime(), addresses: z.array(Address) }),
  z.object({
    event: z.literal('warning'),
    time: z.iso.datetime(),
    code: z.int(),
    name: z.string(),
    message: z.string(),
  }),
  z.object({ event: z.literal('stopped'), time: z.iso.datetime() }),
])
export type HostEvent = z.infer<typeof HostEvent>

/** Every call and every event between a screen (or an operator) and the node. The one list; every wire carries it unchanged. */
import { z } from 'zod'
import {
  AddressView,
  HostView,
  Name,
  NearbyView,
  NodeView,
  PeerId,
  PeerView,
  Rates,
  RequestView,
  TrustLevel,
} from './views.ts'

interface Call {
  readonly input: z.ZodType
  readonly output: z.ZodType
}

const nothing = z.undefined()
const ofPeer = z.object({ peerId: PeerId })
/** A level that admits. */
const AdmittedLevel = z.enum(['verified', 'trusted'])
/** What a person types or pastes: one address in any of the forms that the node understands, stray white space allowed. */
const TypedAddress = z.string().max(4096)
/** Long enough for a sentence in any language; scrypt hashes it, so more costs nothing but typing. */
const Passphrase = z.string().min(8, 'a passphrase has at least 8 characters').max(1024)

export const calls = {
  'host.status': { input: nothing, output: HostView },
  /** Answers the host's problem with one of its `choices`. */
  'host.resolve': {
    input: z.discriminatedUnion('choice', [
      z.object({ choice: z.literal('retry') }),
      z.object({ choice: z.literal('passphrase'), passphrase: z.string().min(1).max(1024) }),
      z.object({ choice: z.literal('new-passphrase'), passphrase: Passphrase }),
    ]),
    output: HostView,
  },

  'node.status': { input: nothing, output: NodeView },
  'node.rates': { input: nothing, output: Rates },
  'node.rename': { input: z.object({ name: Name }), output: NodeView },

  /** Says what a typed address means or, as an error, what is wrong with it. Changes nothing. */
  'address.check': { input: z.object({ text: TypedAddress }), output: AddressView },

  'peers.list': { input: nothing, output: z.array(PeerView) },
  'peers.show': { input: ofPeer, output: PeerView },
  /** Puts the peer on the allowlist and dials it. A known peer gets the new address, and the name and level if given. */
  'peers.add': {
    input: z.object({
      address: TypedAddress,
      name: Name.nullable().default(null),
      level: AdmittedLevel.nullable().default(null),
      kept: z.boolean().nullable().default(null),
    }),
    output: PeerView,
  },
  /** Dials now and answers when the peer is connected or the try has failed (as an error). */
  'peers.connect': { input: ofPeer, output: PeerView },
  'peers.disconnect': { input: ofPeer, output: PeerView },
  /** Back to unknown: decision, name and addresses go. */
  'peers.forget': { input: ofPeer, output: nothing },
  'peers.trust': { input: z.object({ peerId: PeerId, level: TrustLevel }), output: PeerView },
  'peers.edit': {
    input: z.object({ peerId: PeerId, name: Name.nullable().optional(), kept: z.boolean().optional() }),
    output: PeerView,
  },
  'peers.ping': { input: ofPeer, output: z.object({ peerId: PeerId, rttMs: z.number().nonnegative() }) },

  'requests.list': { input: nothing, output: z.array(RequestView) },
  'requests.approve': {
    input: z.object({ peerId: PeerId, level: AdmittedLevel.default('verified'), name: Name.nullable().default(null) }),
    output: PeerView,
  },
  'requests.ignore': { input: ofPeer, output: RequestView },
  'requests.block': { input: ofPeer, output: PeerView },

  'nearby.list': { input: nothing, output: z.array(NearbyView) },
} as const satisfies Record<string, Call>

/** Every fact that the node announces. */
export const events = {
  'host.changed': HostView,
  'node.changed': NodeView,
  'rates.changed': Rates,
  /** What changed since the last one; a screen keeps the rest. */
  'peers.changed': z.object({ upserted: z.array(PeerView), removed: z.array(PeerId) }),
  'requests.changed': z.array(RequestView),
  'nearby.changed': z.array(NearbyView),
} as const satisfies Record<string, z.ZodType>

export type CallName = keyof typeof calls
export type EventName = keyof typeof events
/** What a caller passes. */
export type Input<K extends CallName> = z.input<(typeof calls)[K]['input']>
/** What a handler gets: parsed, defaults filled in. */
export type Parsed<K extends CallName> = z.output<(typeof calls)[K]['input']>
export type Output<K extends CallName> = z.output<(typeof calls)[K]['output']>
export type Payload<K extends EventName> = z.output<(typeof events)[K]>

export type Handlers = { readonly [K in CallName]: (input: Parsed<K>) => Promise<Output<K>> }
/** One announced fact, name and payload agreeing. */
export type Announcement = { [K in EventName]: { readonly name: K; readonly payload: Payload<K> } }[EventName]

/** What a host answers; everything else is the node's. */
export type HostCallName = Extract<CallName, `host.${string}`>
export type HostHandlers = Pick<Handlers, HostCallName>
export type NodeHandlers = Omit<Handlers, HostCallName>

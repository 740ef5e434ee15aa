export { type AddressBook, createAddressBook } from './address-book.ts'
export type { AddressRecord, AddressStore } from './address-store.types.ts'
export { heartbeatOptions } from './heartbeat.policy.ts'
export { type Hello, LINK_PROTOCOL } from './link-frames.ts'
export type { LinkHistoryRecord, LinkHistoryStore } from './link-history.types.ts'
export type {
  ConnectionInfo,
  FrameStream,
  Gate,
  ListenReport,
  Network,
  NetworkEvent,
  Standing,
  StreamOptions,
} from './network.types.ts'
export { createPeerManager } from './peer-manager.ts'
export type { PeerEvent, PeerManager } from './peer-manager.types.ts'

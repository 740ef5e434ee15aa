export type { AddressRecord, AddressSource, AddressStore } from './address-store.types.ts'

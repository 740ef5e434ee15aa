export { type GuardedStore, guardStore } from './guarded-store.ts'
export { openStore, type StoreOptions } from './open-store.ts'
export type { Store } from './store.types.ts'

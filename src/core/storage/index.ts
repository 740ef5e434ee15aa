export type { Store } from './store.types.ts'

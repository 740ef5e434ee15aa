export { createReputation } from './reputation.ts'
export type { Reputation, ReputationEvent, ReputationRecord, ReputationStore } from './reputation.types.ts'

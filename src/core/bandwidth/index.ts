export { type BandwidthPorts, createBandwidth } from './bandwidth.ts'
export type { Bandwidth } from './bandwidth.types.ts'
export type { TrafficStore } from './meters.types.ts'
export type { CapPair, Flow, StreamOwner, StreamTraffic, TrafficClass, TrafficControl, Way } from './throttle.types.ts'

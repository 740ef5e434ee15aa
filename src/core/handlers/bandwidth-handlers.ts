/** Answers the calls about bandwidth: caps, profiles, what passed. */
import type { NodeHandlers } from '../../contract/contract.ts'
import type { HandlerPorts } from './handler-ports.ts'

type Names = `bandwidth.${'status' | 'override' | 'traffic' | 'history'}`

export function bandwidthHandlers({ bandwidth }: HandlerPorts): Pick<NodeHandlers, Names> {
  return {
    'bandwidth.status': () => Promise.resolve(bandwidth.status()),
    'bandwidth.override': ({ profile, until }) => Promise.resolve(bandwidth.override(profile, until)),
    'bandwidth.traffic': () => Promise.resolve(bandwidth.traffic()),
    'bandwidth.history': ({ range, peerId }) => Promise.resolve(bandwidth.history(range, peerId)),
  }
}

/** Whether others can reach this node, and from where. Pure. */
import type { HealthFinding } from '../../contract/link-views.ts'
import { degraded, healthy } from './finding.policy.ts'

/** Where an address of this node, or of somebody who came, is. */
export type Where = 'public' | 'lan' | 'relay' | 'loopback' | 'nowhere'

export interface ReachabilityFacts {
  /** What the settings ask for. */
  readonly asked: readonly Where[]
  /** Where this node can be reached now. */
  readonly addresses: readonly Where[]
  /** From where somebody came in lately, and when: ISO 8601. */
  readonly inbound: { readonly from: Where; readonly at: string } | null
  /** What of the ways to others is left alone for a while, each in a sentence. */
  readonly impaired: readonly string[]
}

export function reachabilityFinding({ asked, addresses, inbound, impaired }: ReachabilityFacts): HealthFinding {
  const has = (where: Where): boolean => addresses.includes(where)
  const [first] = impaired
  const details = {
    addresses: addresses.length,
    internet: has('public'),
    localNetwork: has('lan'),
    relay: has('relay'),
    lastInbound: inbound?.at ?? null,
  }
  if (asked.length === 0 && addresses.length === 0)
    return healthy('Nobody reaches this node, as its settings say: it does not listen.', details)
  if (!has('public') && !has('lan') && !has('relay')) return onlyHere(asked, details)
  if (first !== undefined) return degraded(first, 'Nothing needs doing: Kith tries again by itself.', details)
  if (inbound?.from === 'public') return healthy('Others come in from the internet.', details)
  if (has('public')) return healthy('This node has an address on the internet.', details)
  if (has('relay'))
    return healthy(
      has('lan')
        ? 'Others reach this node on the local network, and through a relay.'
        : 'Others reach this node through a relay.',
      details,
    )
  return healthy(
    'Others on the local network can reach this node. From elsewhere they need a forwarded port or a relay.',
    details,
  )
}

function onlyHere(asked: readonly Where[], details: HealthFinding['details']): HealthFinding {
  if (asked.length > 0 && asked.every((where) => where === 'loopback'))
    return degraded(
      'Only this machine can reach this node: its settings say so.',
      'If others are to reach it, put network.listen back to its default and start the node again.',
      details,
    )
  return degraded(
    'This machine is on no network: nobody else can reach this node.',
    'Connect the machine to a network. Kith notices that by itself.',
    details,
  )
}

/** Whether this node listens where it was asked to. Pure. */
import type { HealthFinding } from '../../contract/link-views.ts'
import { degraded, healthy, listed, unhealthy } from './finding.policy.ts'

export interface ListeningFacts {
  /** What the settings ask for. */
  readonly asked: readonly string[]
  /** What became of those that could not be had as asked. */
  readonly problems: readonly {
    readonly address: string
    readonly kind: 'invalid' | 'busy' | 'unavailable'
    readonly insteadOf: string | null
  }[]
  /** So many addresses this node has now. */
  readonly addresses: number
}

export function listeningFinding({ asked, problems, addresses }: ListeningFacts): HealthFinding {
  const details = { asked: asked.length, problems: problems.length, addresses }
  if (asked.length === 0) return healthy('This node does not listen, as its settings say. It reaches others.', details)
  if (problems.length === 0) return healthy('This node listens on every address that was asked for.', details)
  const lost = problems.filter(({ insteadOf }) => insteadOf === null)
  if (lost.length >= asked.length)
    return unhealthy('This node listens nowhere: nobody can reach it.', adviceFor(lost), details)
  const busy = problems.filter(({ kind, insteadOf }) => kind === 'busy' && insteadOf !== null)
  if (lost.length > 0)
    return degraded(
      `This node could not listen on ${namesOf(lost)}. The other addresses work.`,
      adviceFor(lost),
      details,
    )
  return degraded(
    `Another program holds ${namesOf(busy)}, so this node listens on a free port instead.`,
    'Others find it all the same, but an address that you gave away or a port that you forwarded does not fit now. End the other program (often a second Kith) and start this node again, or choose another port in the settings.',
    details,
  )
}

/** `port 4711`, or the addresses where no port says it better. */
function namesOf(problems: ListeningFacts['problems']): string {
  const names = problems.map(({ address }) => {
    const [, kind, port] = /\/(tcp|udp)\/(\d+)/.exec(address) ?? []
    return kind !== undefined && port !== undefined ? `${kind === 'tcp' ? 'TCP' : 'UDP'} port ${port}` : address
  })
  return listed([...new Set(names)])
}

const adviceFor = (problems: ListeningFacts['problems']): string =>
  problems.some(({ kind }) => kind === 'invalid')
    ? 'Correct network.listen in the settings and start the node again.'
    : 'See whether another program holds the port, or whether this machine has such an address, and start the node again.'

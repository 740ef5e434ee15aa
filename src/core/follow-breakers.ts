/** What follows when a breaker opens or closes: screens, counters and, for services, the audit log and the health. Decides nothing. */
import type { Counters } from '../kit/counters.ts'
import type { Announcer } from './announcer.ts'
import type { Audit } from './audit/index.ts'
import type { Health } from './health/index.ts'
import type { Breakers } from './resilience/index.ts'

export interface FollowBreakersPorts {
  readonly breakers: Breakers
  readonly announcer: Announcer
  readonly audit: Audit
  readonly counters: Counters
  readonly health: Health
}

export function followBreakers({ breakers, announcer, audit, counters, health }: FollowBreakersPorts): Disposable {
  const trips = (breaker: string): void => counters.count('circuit_breaker_trips_total', { breaker })
  const subscriptions = [
    breakers.serviceChanged.on(({ name, from, to }) => {
      announcer.servicesChanged()
      void health.run()
      if (to === 'open') trips(name)
      // A service that goes on failing is one entry, however often it is tried meanwhile.
      const reason = from === 'closed' ? 'failing' : to === 'closed' ? 'works-again' : null
      if (reason) audit.record({ kind: 'service', peerId: null, actor: 'node', reason, details: { service: name } })
    }),
    breakers.peerChanged.on(({ name, to }) => {
      announcer.peerChanged(name)
      if (to === 'open') trips('peer')
    }),
  ]
  return {
    [Symbol.dispose]() {
      for (const subscription of subscriptions) subscription[Symbol.dispose]()
    },
  }
}

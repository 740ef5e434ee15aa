/** One check: what was found, for how long, what to do about it, and the figures behind it. */
import { ChevronRight } from 'lucide-react'
import { Fragment } from 'react'
import type { HealthCheckName, HealthView } from '../../../contract/link-views.ts'
import { Since } from '../../moments.tsx'
import type { Screen } from '../../stores/screen-store.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { useStores } from '../../use-stores.ts'
import { detailsOf } from './finding-words.ts'
import { StatusIcon } from './status-icon.tsx'

const words = strings.health

/** Where something can be done about it. */
const remedies: Partial<Readonly<Record<HealthCheckName, Extract<Screen, 'peers' | 'settings'>>>> = {
  'kept-peers': 'peers',
  listening: 'settings',
  reachability: 'settings',
}

export function Finding({ check }: { readonly check: HealthView['checks'][number] }) {
  const { screen } = useStores()
  const { name, status, message, advice, since } = check
  const amiss = status !== 'healthy'
  const details = detailsOf(check.details)
  const remedy = remedies[name]
  return (
    <li className={`finding finding-${status}`}>
      <StatusIcon status={status} />
      <div className="finding-name">
        <h3>{words.check[name]}</h3>
        {amiss ? (
          <span className="finding-status">
            {words.status[status]} {words.lasting('')}
            <Since at={since} />
          </span>
        ) : (
          <span className="only-read-aloud">{words.status[status]}</span>
        )}
      </div>
      <div className="finding-text">
        <p className="finding-message anywhere">{strings.fromNode(message)}</p>
        {advice !== null && <p className="anywhere">{strings.fromNode(advice)}</p>}
        {amiss && remedy !== undefined && (
          <Button size="small" className="finding-remedy" onClick={() => screen.show(remedy)}>
            {words.goTo[remedy]}
          </Button>
        )}
        {details.length > 0 && (
          <details className="finding-details">
            <summary aria-label={words.detailsOf(words.check[name])}>
              {words.details}
              <ChevronRight size={13} aria-hidden />
            </summary>
            <dl>
              {details.map(([term, value]) => (
                <Fragment key={term}>
                  <dt>{term}</dt>
                  <dd className="anywhere numbers">{value}</dd>
                </Fragment>
              ))}
            </dl>
          </details>
        )}
      </div>
    </li>
  )
}

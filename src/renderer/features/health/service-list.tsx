/** What the node leans on: whether it works, what is missing meanwhile, and when it is tried again. */
import { useStore } from 'zustand'
import type { ServiceView } from '../../../contract/link-views.ts'
import { Until } from '../../moments.tsx'
import { strings } from '../../strings.ts'
import { useStores } from '../../use-stores.ts'
import { serviceState, shownServices } from './finding-words.ts'
import { StatusIcon } from './status-icon.tsx'

const words = strings.health

export function ServiceList() {
  const { services } = useStores()
  const value = useStore(services, (state) => state.value)
  if (value === null) return null
  return (
    <section aria-labelledby="health-services">
      <h2 id="health-services" className="health-part">
        {words.services}
      </h2>
      <ul className="services">
        {shownServices(value).map((service) => (
          <Service key={service.name} service={service} />
        ))}
      </ul>
      <p className="faint small">{words.servicesHint}</p>
    </section>
  )
}

function Service({ service }: { readonly service: ServiceView }) {
  const { text, next } = serviceState(service)
  const status = service.degraded === null ? 'healthy' : 'degraded'
  return (
    <li className={`service service-${status}`}>
      <StatusIcon status={status} />
      <h3>{words.service[service.name]}</h3>
      <span className="service-state">
        {text} {next !== null && <Until atMs={Date.parse(next)} />}
      </span>
      {service.degraded !== null && <p className="service-meaning anywhere">{strings.fromNode(service.degraded)}</p>}
    </li>
  )
}

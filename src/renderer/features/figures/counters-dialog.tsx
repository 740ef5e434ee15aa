/** What the node has counted since it was started, as its metrics name it. */
import { useEffect, useRef, useState } from 'react'
import type { CounterView } from '../../../contract/trust-views.ts'
import { formatNumber } from '../../format/locale.ts'
import { messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useStores } from '../../use-stores.ts'
import './figures.css'

const words = strings.palette.counters

/** `connections_refused_total{reason="locked"}`, as operators know it. */
const nameOf = ({ name, labels }: CounterView): string => {
  const inside = Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(',')
  return inside === '' ? name : `${name}{${inside}}`
}

export function CountersDialog({ onClose }: { readonly onClose: () => void }) {
  const { client } = useStores()
  const field = useRef<HTMLInputElement>(null)
  const [counters, setCounters] = useState<readonly CounterView[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [query, setQuery] = useState('')
  useEffect(() => {
    let current = true
    client.call('node.counters').then(
      (found) => (current ? setCounters(found) : undefined),
      (cause: unknown) => (current ? setProblem(messageOf(cause)) : undefined),
    )
    return () => {
      current = false
    }
  }, [client])
  const wanted = query.trim().toLowerCase()
  const rows = (counters ?? [])
    .map((counter) => ({ name: nameOf(counter), value: counter.value }))
    .filter(({ name }) => name.toLowerCase().includes(wanted))
  return (
    <Dialog title={words.title} about={words.about} size="wide" first={field} onClose={onClose}>
      <TextField
        ref={field}
        type="search"
        label={words.filter}
        value={query}
        maxLength={100}
        onChange={(event) => setQuery(event.target.value)}
      />
      {problem !== null && <Notice tone="bad">{problem}</Notice>}
      <div className="figures" aria-busy={counters === null && problem === null}>
        <p role="status" className={rows.length > 0 ? 'only-read-aloud' : 'soft figures-none'}>
          {counters === null && problem === null && words.loading}
          {counters !== null && rows.length === 0 && words.none}
        </p>
        {rows.length > 0 && (
          <section className="figures-scroll" tabIndex={0} aria-label={words.title}>
            <table className="figures-table">
              <thead>
                <tr>
                  <th scope="col">{words.columns.name}</th>
                  <th scope="col" className="figures-number">
                    {words.columns.value}
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ name, value }) => (
                  <tr key={name}>
                    <th scope="row" className="mono anywhere">
                      {name}
                    </th>
                    <td className="figures-number numbers">{formatNumber(value)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
      </div>
    </Dialog>
  )
}

/** A list of facts: term and value, aligned. */
import type { ReactNode } from 'react'
import './facts.css'

export const Facts = ({ children }: { readonly children: ReactNode }) => <dl className="facts">{children}</dl>

export const Fact = ({ term, children }: { readonly term: ReactNode; readonly children: ReactNode }) => (
  <div className="fact">
    <dt>{term}</dt>
    <dd>{children}</dd>
  </div>
)

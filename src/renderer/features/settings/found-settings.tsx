/** What a search of the settings finds, with where it is. */
import { SearchX } from 'lucide-react'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Section } from './group-page.tsx'
import { groups } from './groups.ts'
import { settingMatcher } from './search.policy.ts'

const words = strings.preferences

export interface FoundSettingsProps {
  readonly query: string
  readonly onClear: () => void
}

export function FoundSettings({ query, onClear }: FoundSettingsProps) {
  const matches = settingMatcher(query)
  const found = groups.flatMap((group) => {
    const { title } = words.group[group.name]
    return group.sections.flatMap((section) => {
      const fields = section.fields.filter(({ path, label, hint }) =>
        matches({ path, label, hint, place: `${title} ${section.title}` }),
      )
      const placed = section.title === title ? title : `${title} › ${section.title}`
      return fields.length === 0 ? [] : [{ ...section, title: placed, about: '', fields }]
    })
  })
  const count = found.reduce((sum, { fields }) => sum + fields.length, 0)
  return (
    <>
      <p role="status" className="settings-found soft">
        {count > 0 ? words.found(count) : ''}
      </p>
      {found.map((section) => (
        <Section key={section.id} section={section} />
      ))}
      {count === 0 && (
        <EmptyState
          icon={<SearchX size={20} aria-hidden />}
          title={words.none(query.trim())}
          action={<Button onClick={onClear}>{words.clearSearch}</Button>}
        >
          {words.noneHint}
        </EmptyState>
      )}
    </>
  )
}

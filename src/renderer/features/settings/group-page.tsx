/** One group of settings: its fields, and what else belongs there. */
import type { ReactNode } from 'react'
import { strings } from '../../strings.ts'
import type { SettingGroup, SettingSection } from './fields.ts'
import { LeavesMachine } from './leaves-machine.tsx'
import { LogFiles, ReloadFile } from './log-files.tsx'
import { SettingRow } from './setting-row.tsx'
import { StartupNotes } from './startup-notes.tsx'
import { UpdateCard } from './update-card.tsx'

const words = strings.preferences

export interface GroupPageProps {
  readonly group: SettingGroup
  readonly identity: ReactNode
}

export function GroupPage({ group, identity }: GroupPageProps) {
  const { title, about } = words.group[group.name]
  return (
    <>
      <header className="settings-group-head">
        <h2>{title}</h2>
        <p className="soft">{about}</p>
      </header>
      {group.name === 'startup' && <StartupNotes />}
      {group.name === 'updates' && <UpdateCard />}
      {group.sections.map((section) => (
        <Section
          key={section.id}
          section={section}
          // One section needs no title of its own beside the group's.
          titled={group.sections.length > 1}
        />
      ))}
      {group.name === 'identity' && identity}
      {group.name === 'privacy' && <LeavesMachine />}
      {group.name === 'advanced' && (
        <>
          <LogFiles />
          <ReloadFile />
        </>
      )}
    </>
  )
}

export interface SectionProps {
  readonly section: SettingSection
  readonly titled?: boolean
}

export const Section = ({ section, titled = true }: SectionProps) => (
  <section aria-label={section.title} className="settings-section" data-titled={titled || undefined}>
    {titled && (
      <header className="settings-section-head">
        <h3>{section.title}</h3>
        {section.about !== '' && <p className="soft">{section.about}</p>}
      </header>
    )}
    {section.fields.map((field) => (
      <SettingRow key={field.path} field={field} />
    ))}
  </section>
)

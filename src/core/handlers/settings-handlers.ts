/** Answers the calls about settings. */
import type { NodeHandlers } from '../../contract/contract.ts'
import { atPath } from '../../kit/tree.ts'
import type { Decisions } from './follow-decisions.ts'
import type { HandlerPorts } from './handler-ports.ts'

type Names = `settings.${'get' | 'set' | 'reload'}`

export function settingsHandlers(ports: HandlerPorts, decisions: Decisions): Pick<NodeHandlers, Names> {
  const { settings, announcer } = ports

  /** Notes every value that is another now. */
  function noting(how: string, work: () => readonly string[]): void {
    const before = settings.current
    for (const path of work())
      decisions.note('setting', null, path, {
        by: how,
        before: atPath(before, path) ?? null,
        after: atPath(settings.current, path) ?? null,
      })
    // What a flag decides changed in the file at least: a screen shows that too.
    announcer.settingsChanged()
  }

  return {
    'settings.get': () => Promise.resolve(settings.view()),
    'settings.set': ({ change }) => {
      noting('by hand', () => settings.change(change))
      return Promise.resolve(settings.view())
    },
    'settings.reload': () => {
      noting('read again', () => settings.reload())
      return Promise.resolve(settings.view())
    },
  }
}

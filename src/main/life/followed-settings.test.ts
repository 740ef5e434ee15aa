import { expect, it } from 'vitest'
import { settled } from '../../../tests/harness/manual-clock.ts'
import type { Announcement } from '../../contract/contract.ts'
import { KithError } from '../../contract/errors.ts'
import { Settings } from '../../contract/settings.ts'
import { createEmitter } from '../../kit/emitter.ts'
import { followSettings } from './followed-settings.ts'

const running: Announcement = { name: 'host.changed', payload: { phase: 'running', problem: null, choices: [] } }
const view = (settings: Settings) => ({ settings, needRestart: [], overridden: [] })

it('follows the file first, then the node', async () => {
  const events = createEmitter<Announcement>()
  const first = Settings.parse({ appearance: { theme: 'dark' } })
  const second = Settings.parse({ appearance: { theme: 'light' } })
  const third = Settings.parse({ desktop: { closeToTray: false } })
  let answer = async () => view(second)
  const followed = followSettings({
    first,
    handlers: { 'settings.get': () => answer() },
    events,
    onBug: () => expect.fail(),
  })
  const heard: Settings[] = []
  followed.changed.on((settings) => heard.push(settings))
  expect(followed.now).toBe(first)
  events.emit(running)
  await settled()
  expect(followed.now).toBe(second)
  events.emit({ name: 'settings.changed', payload: view(third) })
  expect(followed.now).toBe(third)
  answer = () => Promise.reject(new KithError('Unreachable', 'gone again'))
  events.emit(running)
  await settled()
  expect(heard).toEqual([second, third])
  followed[Symbol.dispose]()
  followed[Symbol.dispose]()
  expect(events.size).toBe(0)
})

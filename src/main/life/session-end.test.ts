import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { onEndOfSession, relaunchArguments, type SessionParts } from './session-end.ts'

it('quits when the terminal, the system or Windows says so, and asks the system to wait', () => {
  const [process, power, window] = [new EventEmitter(), new EventEmitter(), new EventEmitter()]
  let quits = 0
  onEndOfSession({ process, power, window } as unknown as SessionParts, () => (quits += 1))
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.emit(signal)
  let prevented = 0
  power.emit('shutdown', { preventDefault: () => (prevented += 1) })
  power.emit('shutdown')
  window.emit('session-end', {})
  expect([quits, prevented]).toEqual([6, 1])
})

it.each([
  [['kith', '--data-dir', '/x', 'kith://join#a'], ['kith://join#a'], {}, { args: ['--data-dir', '/x'] }],
  [['electron', '.', 'a.txt'], ['a.txt'], {}, { args: ['.'] }],
  [['/tmp/.mount/kith'], [], { APPIMAGE: '/k.AppImage' }, { args: [], execPath: '/k.AppImage' }],
])('starts %j anew without what was shown', (argv, words, env, expected) => {
  expect(relaunchArguments(argv, words, env)).toEqual(expected)
})

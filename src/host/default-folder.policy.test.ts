import { expect, it } from 'vitest'
import { defaultDataFolder } from './default-folder.policy.ts'

it.each([
  ['linux', '/home/a', {}, '/home/a/.local/share/kith'],
  ['linux', '/home/a', { XDG_DATA_HOME: '/data/' }, '/data/kith'],
  ['linux', '/home/a', { XDG_DATA_HOME: 'relative' }, '/home/a/.local/share/kith'],
  ['linux', '/home/a', { XDG_DATA_HOME: '' }, '/home/a/.local/share/kith'],
  ['freebsd', '/home/a', {}, '/home/a/.local/share/kith'],
  ['darwin', '/Users/a', { XDG_DATA_HOME: '/data' }, '/Users/a/Library/Application Support/Kith'],
  ['win32', 'C:\\Users\\a', { APPDATA: 'C:\\Users\\a\\AppData\\Roaming' }, 'C:\\Users\\a\\AppData\\Roaming\\Kith'],
  ['win32', 'C:\\Users\\a', {}, 'C:\\Users\\a\\AppData\\Roaming\\Kith'],
])('on %s in %s with %j it is %s', (platform, home, env, folder) => {
  expect(defaultDataFolder({ platform, home, env })).toBe(folder)
})

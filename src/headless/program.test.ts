import type { CommanderError } from 'commander'
import { expect, it } from 'vitest'
import { ManualClock } from '../../tests/harness/manual-clock.ts'
import type { NodeFlags } from './node-command.ts'
import { openerFor } from './open-screens.ts'
import { createProgram } from './program.ts'

/** What `kith node` would get for these arguments, or the code of the complaint. */
async function parsed(...args: string[]): Promise<NodeFlags | string> {
  let seen: NodeFlags | undefined
  const program = createProgram({
    context: {
      terminal: { out: () => {}, err: () => {}, flush: () => Promise.resolve(), colours: false, interactive: false },
      clock: new ManualClock(),
      env: {},
      root: '/root',
      version: '1',
    },
    runNode: (flags) => {
      seen = flags
      return Promise.resolve()
    },
  })
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    return (error as CommanderError).code
  }
  return seen ?? 'another command'
}

it('takes the global options before or after the command', async () => {
  const expected = { dataDir: '/d', json: true, mdns: true, uiPort: 0 }
  expect(await parsed('--json', '--data-dir', '/d', 'node')).toEqual(expected)
  expect(await parsed('node', '--data-dir', '/d', '--json')).toEqual(expected)
})

it('collects what may be repeated', async () => {
  expect(
    await parsed('node', '--listen', 'a', '--listen', 'b', '--bootstrap', 'c', '--no-mdns', '--ui-port', 'off'),
  ).toEqual({
    listen: ['a', 'b'],
    bootstrap: ['c'],
    mdns: false,
    uiPort: 'off',
  })
})

it.each([
  [['nonsense']],
  [['node', '--nonsense']],
  [['node', '--ui-port', '65536']],
  [['node', '--ui-port', 'on']],
  [['node', '--admission', 'maybe']],
  [['node', '--key-store', 'pocket']],
  [['node', 'stray']],
  [['trust', 'x']],
  [['trust', 'x', 'friend']],
  [['trust', 'verified']],
  [['trust', 'x', 'y', 'friend']],
  [['ban', 'x', '--for', 'ever']],
  [['peers', 'edit', 'x', '--permissions', 'fly']],
  [['allowlist', 'import']],
  [['allowlist', 'ls', '--sort', 'colour']],
  [['config', 'set', 'a']],
  [['ping']],
  [['ping', 'x', '--count', '0']],
  [['peers', 'add']],
  [['peers', 'nonsense']],
  [['requests', 'approve', 'x', '--level', 'blocked']],
  [['invite', '--for', 'long']],
  [['invite', 'revoke']],
  [['words']],
  [['verify']],
  [['introduce', 'x']],
  [['reputation', '--reset']],
  [['reputation', 'x', 'y']],
  [['audit', '--kind', 'nonsense']],
  [['audit', '--limit', '0']],
  [['limits', 'set']],
  [['limits', 'set', '--up', '5', 'MiB/s']],
  [['limits', 'set', '--up', '5 Mb/s']],
  [['limits', 'set', '--month', '50']],
  [['limits', 'set', '--profile', '__proto__', '--up', '5']],
  [['limits', 'set', '--profile', 'night', '--peer', 'x', '--up', '5']],
  [['limits', 'use']],
  [['limits', 'quiet', 'maybe']],
  [['limits', 'schedule', 'add']],
  [['limits', 'schedule', 'nonsense']],
  [['stats', 'nonsense']],
  [['stats', '--history', 'hours']],
  [['stats', '--history', 'days', '--watch']],
  [['stats', '--csv']],
  [['stats', '--history', 'days', '--csv', '--json']],
])('complains of %j', async (args) => {
  expect(await parsed(...args)).toMatch(/^commander\.(unknown|invalid|missing|excess|conflicting)/)
})

it.each([
  ['linux', {}, null],
  ['linux', { DISPLAY: ':0' }, 'xdg-open'],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'xdg-open'],
  ['darwin', {}, 'open'],
  ['win32', {}, 'cmd'],
])('opens a browser on %s with %j by %s', (platform, env, command) => {
  expect(openerFor(platform, env, 'http://x')?.command ?? null).toBe(command)
})

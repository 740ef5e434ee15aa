/** The allowlist and the settings through the command line, with real processes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { SettingsView } from '../../src/contract/settings-view.ts'
import { ImportPreview } from '../../src/contract/trust-views.ts'
import type { PeerView } from '../../src/contract/views.ts'
import { type KithProcess, runKith, startKithProcess } from '../harness/kith-process.ts'
import { testPeerId } from '../harness/test-peers.ts'

const [ann, ben, cy] = [1, 2, 3].map(testPeerId) as [string, string, string]
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kith-list-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const listed = async (node: KithProcess, ...args: string[]) =>
  ((await node.cli('allowlist', 'ls', ...args)).json as PeerView[]).map(({ peerId, trust }) => [peerId, trust])

it('a list is imported after a look, exported, taken back, and imported by another node as it was', async () => {
  await using node = await startKithProcess()
  await using other = await startKithProcess()
  const list = file(
    'friends.txt',
    `# my friends\n${ann}@/ip4/127.0.0.1/tcp/9 trusted "Anna's laptop" note="met in May"\n${ben} permissions=message\n${cy} blocked\nnonsense\n`,
  )
  const preview = await node.cli('allowlist', 'import', list, '--dry-run')
  expect(ImportPreview.parse(preview.json)).toMatchObject({ add: 3, invalid: 1 })
  expect(await listed(node)).toEqual([])
  const shown = await runKith(['allowlist', 'import', list, '--dry-run', '--data-dir', node.dataDir])
  expect(shown.stdout).toContain("“Anna's laptop”")
  expect(shown.stdout).toContain('5     invalid')
  expect(shown.stdout).toContain('3 to add, 0 to change, 0 as they are, 1 cannot be read.')

  const imported = await node.cli('allowlist', 'import', list, '--yes')
  expect(imported).toMatchObject({ code: 0, json: { added: 3, changed: 0, removed: 0, invalid: 1 } })
  expect(await listed(node)).toEqual([
    [ann, 'trusted'],
    [ben, 'verified'],
  ])
  expect(await listed(node, '--level', 'blocked')).toEqual([[cy, 'blocked']])
  expect(await listed(node, '--search', 'MAY')).toEqual([[ann, 'trusted']])

  for (const name of ['out.txt', 'out.json']) {
    const path = join(folder, name)
    expect(await node.cli('allowlist', 'export', path)).toMatchObject({ code: 0, json: { file: path, entries: 3 } })
    const taken = await other.cli('allowlist', 'import', path)
    expect(taken).toMatchObject({ code: 0, json: { added: 3 } })
    const again = ImportPreview.parse((await other.cli('allowlist', 'import', path, '--dry-run')).json)
    expect(again).toMatchObject({ add: 0, change: 0, same: 3, invalid: 0 })
    const { undo } = taken.json as { undo: string }
    expect(await other.cli('allowlist', 'undo', undo)).toMatchObject({ code: 0, json: { restored: 3 } })
    expect(await listed(other)).toEqual([])
  }
  expect(readFileSync(join(folder, 'out.txt'), 'utf8')).toContain(
    `${ann} trusted "Anna's laptop" keep address=/ip4/127.0.0.1/tcp/9 note="met in May"`,
  )

  // A list that says less, taken for the whole: who is missing goes; who is blocked stays blocked.
  const less = file('less.txt', ben)
  expect(await node.cli('allowlist', 'import', less, '--remove-missing')).toMatchObject({ json: { removed: 1 } })
  expect([await listed(node), await listed(node, '--level', 'blocked')]).toEqual([
    [[ben, 'verified']],
    [[cy, 'blocked']],
  ])
})

it('several peers are decided about in one go and forgotten in one go; a kill undoes none of it', async () => {
  const dataDir = join(folder, 'node')
  {
    await using node = await startKithProcess({ dataDir })
    expect(await node.cli('trust', ann, ben, cy, 'verified')).toMatchObject({ code: 0, json: { changed: 3 } })
    expect(await node.cli('trust', ann, 'everything')).toMatchObject({ code: 2 })
    expect(await node.cli('peers', 'edit', ann, '--note', 'x', '--permissions', 'none', '--no-keep')).toMatchObject({
      json: { note: 'x', permissions: [], ownPermissions: true },
    })
    expect(await node.cli('allowlist', 'remove', ben, cy)).toMatchObject({ code: 0, json: { changed: 2 } })
    expect(await node.cli('ban', ann, '--for', '1h')).toMatchObject({ code: 0 })
    await node.kill()
  }
  await using node = await startKithProcess({ dataDir })
  expect(await listed(node)).toEqual([[ann, 'verified']])
  expect((await node.cli('peers', 'show', ann)).json).toMatchObject({
    note: 'x',
    bannedUntil: expect.any(String) as string,
  })
  expect(await node.cli('unban', ann)).toMatchObject({ json: { bannedUntil: null } })
  expect(await node.cli('unban', ann)).toMatchObject({ code: 1 })
  expect(await node.cli('allowlist', 'undo', 'no-such-token')).toMatchObject({ code: 1 })
})

it('settings are read, changed, put back and read again; a wrong one changes nothing', async () => {
  const dataDir = join(folder, 'node')
  const path = join(dataDir, 'settings.yaml')
  await using node = await startKithProcess({ dataDir })
  const config = async (...args: string[]) => node.cli('config', ...args)
  expect(await config('get', 'limits.perPeer')).toMatchObject({ code: 0, json: 8 })
  expect(SettingsView.parse((await config('set', 'limits.perPeer', '4')).json).settings.limits.perPeer).toBe(4)
  expect((await config('set', 'grants.verified', '[message]')).code).toBe(0)
  expect(SettingsView.parse((await config()).json)).toMatchObject({
    settings: { limits: { perPeer: 4 }, grants: { verified: ['message'] } },
    overridden: expect.arrayContaining(['network.mdns']) as string[],
  })
  for (const [name, value] of [
    ['limits.perPeer', '400'],
    ['limits.nonsense', '4'],
    ['grants.verified', '[fly]'],
    ['name', '[unclosed'],
  ] as const) {
    const refused = await config('set', name, value)
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(JSON.parse(refused.stderr)).toMatchObject({
      error: { code: 8002, name: 'InvalidConfig', message: expect.stringContaining(name) as string },
    })
  }
  expect((await config('unset', 'limits.perPeer')).code).toBe(0)
  expect(readFileSync(path, 'utf8')).toBe('grants:\n  verified:\n    - message\n')

  writeFileSync(path, '# by hand\nadmission: { mode: locked }\nrequests:\n  maxKept: 5 # few\n')
  expect(await config('reload')).toMatchObject({ code: 0, json: { settings: { admission: { mode: 'locked' } } } })
  expect((await node.cli('status')).json).toMatchObject({ admission: 'locked', refused: {} })
  writeFileSync(path, '# by hand\nadmission: { mode: locked }\nrequests:\n  maxKept: 0 # none\n')
  const broken = await config('reload')
  expect(broken.code).toBe(1)
  expect(broken.stderr).toContain('settings.yaml')
  expect(broken.stderr).toContain('requests.maxKept')
  expect(await config('get', 'requests.maxKept')).toMatchObject({ json: 5 })
})

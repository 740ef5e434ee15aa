/** Backup and restore through the command line, with real processes: the identity moves to another data folder. */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { PeerView } from '../../src/contract/views.ts'
import { type KithProcess, runKith, startKithProcess } from '../harness/kith-process.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kith-backup-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const KITH_PASSPHRASE = 'correct horse battery'
const listed = async (node: KithProcess) =>
  ((await node.cli('allowlist', 'ls')).json as PeerView[]).map(({ peerId, trust, note }) => ({ peerId, trust, note }))

it('a node that was backed up comes back in an empty folder: same identity, same allowlist, known to its peers', async () => {
  const file = join(folder, 'mine.kith-backup')
  const moved = join(folder, 'moved')
  await using friend = await startKithProcess()
  const { peerId, backedUp, list } = await (async () => {
    await using node = await startKithProcess({ env: { KITH_PASSPHRASE } })
    const [address = ''] = friend.ready.addresses
    await node.cli('peers', 'add', address, '--level', 'trusted', '--note', 'met in May')
    await node.cli('config', 'set', 'admission.mode', 'locked')
    await friend.cli('trust', node.peerId, 'trusted')
    const made = await node.cli('backup', file)
    const again = await node.cli('backup', file)
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('only backup') as string })
    return { peerId: node.peerId, backedUp: made, list: await listed(node) }
  })()
  expect(backedUp).toMatchObject({ code: 0, json: { file } })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(list).toEqual([{ peerId: friend.peerId, trust: 'trusted', note: 'met in May' }])

  const restore = (...args: string[]) =>
    runKith(['restore', file, '--json', '--data-dir', moved, ...args], { KITH_PASSPHRASE })
  const wrong = await runKith(['restore', file, '--json', '--data-dir', moved], { KITH_PASSPHRASE: 'wrong' })
  expect([wrong.code, JSON.parse(wrong.stderr)]).toMatchObject([1, { error: { code: 6002 } }])
  const said = await restore('--key-store', 'insecure-file')
  expect(said).toMatchObject({ code: 0, json: { peerId, peers: 1, same: null, phase: null, aside: null } })

  await using back = await startKithProcess({ dataDir: moved })
  expect(back.peerId).toBe(peerId)
  expect(await listed(back)).toEqual(list)
  expect((await back.cli('config', 'get', 'admission.mode')).json).toBe('locked')
  await back.waitForEvent('peer', (event) => event.peerId === friend.peerId && event.state === 'connected', 20_000)
  const seen = (await friend.cli('peers', 'ls')).json as PeerView[]
  expect(seen).toMatchObject([{ peerId, trust: 'trusted', state: 'connected' }])

  // The node that runs restores too: here over itself, which keeps what it knows.
  writeFileSync(join(folder, 'words'), `${KITH_PASSPHRASE}\n`)
  const over = await back.cli('restore', file, '--passphrase-file', join(folder, 'words'))
  expect(over).toMatchObject({ code: 0, json: { peerId, same: true, phase: 'running' } })
  expect(await listed(back)).toEqual(list)
  const aside = readdirSync(moved).filter((name) => name.startsWith('before-restore-'))
  expect(aside.length).toBeGreaterThanOrEqual(1)
  const log = (await back.cli('audit', 'ls', '--kind', 'key')).json as { reason: string }[]
  expect(log.map(({ reason }) => reason)).toContain('restored')
})

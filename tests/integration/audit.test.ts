import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { AuditVerdict, AuditView } from '../../src/contract/audit-views.ts'
import { startKithProcess } from '../harness/kith-process.ts'
import { testPeerId } from '../harness/test-peers.ts'

const ada = testPeerId(1)

it('what was decided survives a restart, can be searched and exported, and whoever edits the database is found out', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kith-audit-'))
  const options = { dataDir, args: ['--ui-port', '0'] }
  try {
    {
      await using node = await startKithProcess(options)
      expect(await node.cli('peers', 'add', `${ada}@/ip4/127.0.0.1/tcp/9`, '--name', 'Ada', '--no-keep')).toMatchObject(
        { code: 0 },
      )
      expect(await node.cli('trust', ada, 'blocked')).toMatchObject({ code: 0 })
      await node.kill()
    }
    {
      await using node = await startKithProcess(options)
      const { json, code } = await node.cli('audit', 'verify')
      expect(code).toBe(0)
      expect(AuditVerdict.parse(json)).toMatchObject({ intact: true, firstSeq: 1 })

      const about = await node.cli('audit', '--peer', ada, '--kind', 'block')
      expect(AuditView.parse(about.json)).toMatchObject({ kind: 'block', peerId: ada, name: 'Ada', actor: 'person' })
      expect((await node.cli('audit', 'ls', '--text', 'nowhere at all')).stdout).toBe('')
      expect(await node.cli('audit', '--since', 'soon')).toMatchObject({ code: 1 })
      expect(await node.cli('audit', '--kind', 'gossip')).toMatchObject({ code: 2 })

      const listed = AuditView.array().parse((await node.cli('audit', '--limit', '1000')).json)
      expect(listed.filter(({ kind }) => kind === 'key').map(({ reason }) => reason)).toEqual([
        'created',
        'opened',
        'opened',
      ])
      const printed = await node.cli('audit', 'export')
      expect(AuditView.array().parse(printed.json)).toEqual(listed)
      const file = join(dataDir, 'log.jsonl')
      expect((await node.cli('audit', 'export', '--output', file)).json).toEqual({
        file,
        entries: listed.length,
        missing: 0,
      })
      expect(readFileSync(file, 'utf8')).toBe(printed.stdout)
      expect(await node.stop()).toBe(0)
    }
    const db = new DatabaseSync(join(dataDir, 'kith.db'))
    const { seq } = db.prepare("SELECT seq FROM audit WHERE kind = 'block'").get() ?? {}
    db.exec("UPDATE audit SET reason = 'trusted', kind = 'trust' WHERE kind = 'block'")
    db.close()
    {
      await using node = await startKithProcess(options)
      const { json, code, stderr } = await node.cli('audit', 'verify')
      expect(code).toBe(1)
      expect(AuditVerdict.parse(json)).toMatchObject({ intact: false, brokenAtSeq: seq })
      expect(JSON.parse(stderr)).toMatchObject({ error: { code: 7002, name: 'Integrity' } })
      expect(stderr.trim().split('\n')).toHaveLength(1)
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
})

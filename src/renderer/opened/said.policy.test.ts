import { expect, test } from 'vitest'
import { peerIdOf } from '../../../tests/harness/fake-bridge.ts'
import { kindOfText, saidBy } from './said.policy.ts'

const id = peerIdOf(1)

test.each([
  ['kith://join#abc', 'link'],
  [' <KITH://join#a\nb>', 'link'],
  [`/ip4/192.0.2.7/tcp/4711/p2p/${id}`, 'address'],
  [`/dns4/kith.example/tcp/4711/p2p/${id}`, 'address'],
  [`${id}@/ip4/192.0.2.7/tcp/4711`, 'address'],
  [` ${id}\n`, 'address'],
  ['https://example.org', 'other'],
  ['WIFI:S:home;T:WPA;P:secret;;', 'other'],
  ['kithchen', 'other'],
  ['/etc/passwd', 'other'],
  ['', 'other'],
  [`kith:${'x'.repeat(9_000)}`, 'other'],
])('%.40j says: %s', (text, said) => expect(saidBy(text)).toBe(said))

test.each([
  ['', 'empty'],
  ['\uFEFF \n', 'empty'],
  ['\u0089PNG\0', 'binary'],
  ['{"format":"kith-sealed","v":1,"data":"…"}', 'backup'],
  ['\n { "format" : "kith-backup" }', 'backup'],
  ['{"format":"kith-allowlist","peers":[]}', 'allowlist'],
  [`${id} trusted "Anna"\n`, 'allowlist'],
  [`${id}@/ip4/192.0.2.7/tcp/4711\n${id}@/ip4/192.0.2.8/tcp/4711\n`, 'allowlist'],
  [`# friends\n${id} verified`, 'allowlist'],
  ['kith://join#abc\n', 'link'],
  [`${id}@/ip4/192.0.2.7/tcp/4711\n`, 'address'],
])('%.40j is: %s', (text, kind) => expect(kindOfText(text)).toBe(kind))

/** Spawn to `ready` of `kith node`, and SIGTERM to its end: `npm run bench -- start`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startKithProcess } from '../tests/harness/kith-process.ts'
import { median, quantile, report } from './figures.ts'

const RUNS = 10
const dataDir = mkdtempSync(join(tmpdir(), 'kith-bench-'))
// Default listen addresses but on free ports: TCP and webrtc-direct, both families.
const listen = [
  '/ip4/0.0.0.0/tcp/0',
  '/ip6/::/tcp/0',
  '/ip4/0.0.0.0/udp/0/webrtc-direct',
  '/ip6/::/udp/0/webrtc-direct',
]

const first: number[] = []
const ready: number[] = []
const stop: number[] = []
try {
  // The first start also makes the identity, the certificate and the database.
  for (let run = 0; run <= RUNS; run++) {
    const node = await startKithProcess({ dataDir, listen })
    ;(run === 0 ? first : ready).push(node.readyMs)
    const began = performance.now()
    await node.stop()
    if (run > 0) stop.push(performance.now() - began)
  }
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}

report(
  'start',
  [
    { what: `spawn to ready, median of ${RUNS}`, value: median(ready), unit: 'ms', atMost: 900 },
    { what: 'spawn to ready, slowest', value: quantile(ready, 1), unit: 'ms', atMost: null },
    { what: 'very first start (new identity, new database)', value: median(first), unit: 'ms', atMost: null },
    { what: `stop, median of ${RUNS}`, value: median(stop), unit: 'ms', atMost: 1_000 },
    { what: 'stop, slowest', value: quantile(stop, 1), unit: 'ms', atMost: null },
  ],
  { keyStore: 'insecure-file: what a keychain adds is its own time' },
)

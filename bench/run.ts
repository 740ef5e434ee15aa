/**
 * `npm run bench` runs every bench, `npm run bench -- start connect` those named; `--options` go to all of them. Each ends with 1 when it
 * breaks a limit.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const all = ['start', 'connect', 'admission', 'idle', 'bandwidth', 'screens']
const asked = process.argv.slice(2).filter((arg) => !arg.startsWith('--'))
const options = process.argv.slice(2).filter((arg) => arg.startsWith('--'))
const unknown = asked.filter((name) => !all.includes(name))
if (unknown.length > 0) {
  process.stderr.write(`No such bench: ${unknown.join(', ')}. There are: ${all.join(', ')}.\n`)
  process.exit(2)
}
for (const name of asked.length > 0 ? asked : all) {
  process.stdout.write(`\n${name}\n`)
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.ts`), ...options], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exitCode = 1
}

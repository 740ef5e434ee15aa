import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readControl, removeControl, writeControl } from './control-file.ts'
import { lockDataFolder } from './data-folder.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kith-folder-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const modeOf = (path: string): number => statSync(path).mode & 0o777

it('makes the folder for its owner only and leaves an existing one as it is', () => {
  const path = join(folder, 'deep', 'kith')
  lockDataFolder(path, 1)[Symbol.dispose]()
  expect(modeOf(path)).toBe(0o700)
  const before = modeOf(folder)
  lockDataFolder(folder, 1)[Symbol.dispose]()
  expect(modeOf(folder)).toBe(before)
})

it('refuses a second node with the first one’s pid, until the first lets go', () => {
  const first = lockDataFolder(folder, 4321)
  expect(() => lockDataFolder(folder, 99)).toThrow(
    expect.objectContaining({ name: 'InvalidRequest', details: { pid: 4321, dataFolder: folder } }),
  )
  first[Symbol.dispose]()
  first[Symbol.dispose]()
  expect(existsSync(join(folder, 'node.pid'))).toBe(false)
  lockDataFolder(folder, 99)[Symbol.dispose]()
})

it('is not fooled by what a killed node left behind, not even when its pid lives on in another process', async () => {
  const code = `const { lockDataFolder } = await import(${JSON.stringify(join(import.meta.dirname, 'data-folder.ts'))});
    lockDataFolder(${JSON.stringify(folder)}, process.pid); 
    // Nobody keeps the answer: the lock must not go with it.
    gc(); process.stdout.write('locked'); setInterval(() => {}, 1000)`
  const child: ChildProcess = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    await once(child.stdout!, 'data')
    expect(() => lockDataFolder(folder, process.pid)).toThrow(String(child.pid))
  } finally {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  // This very process stands for the innocent one that got the same number.
  writeFileSync(join(folder, 'node.pid'), `${process.pid}\n`)
  lockDataFolder(folder, process.pid)[Symbol.dispose]()
})

it('says which folder it cannot use, and why', () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  expect(() => lockDataFolder(file, 1)).toThrow(
    expect.objectContaining({ name: 'InvalidConfig', message: expect.stringContaining(file) as string }),
  )
})

it('keeps the control file private, and reads nothing into one that makes no sense', () => {
  const control = { url: 'http://127.0.0.1:4000', token: 'x'.repeat(43), pid: 7, version: '0.1.0' }
  writeControl(folder, control)
  expect(modeOf(join(folder, 'control.json'))).toBe(0o600)
  expect(readControl(folder)).toEqual(control)
  for (const text of ['', '{', '[]', '{"url":"http://evil.example","token":"","pid":1,"version":""}']) {
    writeFileSync(join(folder, 'control.json'), text)
    expect(readControl(folder)).toBe(null)
  }
  // A token is never shown to another machine, whatever the file says.
  writeFileSync(join(folder, 'control.json'), JSON.stringify({ ...control, url: 'http://127.0.0.1.evil.example' }))
  expect(readControl(folder)).toBe(null)
  removeControl(folder)
  removeControl(folder)
  expect(readControl(folder)).toBe(null)
})

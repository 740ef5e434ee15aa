import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLoginItem, type LoginItemParts, programOf } from './login-item.ts'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kith-login-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

function open(parts: Partial<LoginItemParts> = {}) {
  const said: unknown[] = []
  let openAtLogin = false
  const app = {
    getLoginItemSettings: () => ({ openAtLogin }),
    setLoginItemSettings(settings: { openAtLogin: boolean }) {
      said.push(settings)
      openAtLogin = settings.openAtLogin
    },
  } as unknown as LoginItemParts['app']
  const item = createLoginItem({
    platform: 'linux',
    env: {},
    home,
    program: '/opt/Kith/kith',
    dataFolder: null,
    app,
    ...parts,
  })
  return { item, said }
}

describe('start at login', () => {
  it('on Linux is an entry that anybody may read, there and gone again', () => {
    const folder = join(home, '.config', 'autostart')
    const { item } = open()
    item.set(false)
    expect(item.on).toBe(false)
    item.set(true)
    item.set(true)
    expect(item.on).toBe(true)
    expect(readdirSync(folder)).toEqual(['kith.desktop'])
    expect(readFileSync(join(folder, 'kith.desktop'), 'utf8')).toContain('\nExec="/opt/Kith/kith"\n')
    expect(statSync(join(folder, 'kith.desktop')).mode & 0o777).toBe(0o644)
    item.set(false)
    item.set(false)
    expect(readdirSync(folder)).toEqual([])
  })

  it('on Linux follows a program that moved', () => {
    open().item.set(true)
    open({ program: '/home/kim/Kith.AppImage' }).item.set(true)
    expect(readFileSync(join(home, '.config', 'autostart', 'kith.desktop'), 'utf8')).toContain(
      'Exec="/home/kim/Kith.AppImage"',
    )
  })

  it('keeps two data folders apart', () => {
    const own = open({ dataFolder: '/srv/my node' }).item
    own.set(true)
    expect([own.on, open().item.on]).toEqual([true, false])
    const [name = ''] = readdirSync(join(home, '.config', 'autostart'))
    expect(readFileSync(join(home, '.config', 'autostart', name), 'utf8')).toContain('"--data-dir" "/srv/my node"')
  })

  it('elsewhere is said to the system, once', () => {
    const { item, said } = open({ platform: 'win32', dataFolder: 'C:\\my node' })
    for (const wanted of [false, true, true, false]) item.set(wanted)
    const args = ['"--data-dir"', '"C:\\my node"']
    expect(said).toEqual([
      { openAtLogin: true, args },
      { openAtLogin: false, args },
    ])
    expect(readdirSync(home)).toEqual([])
  })

  it.each([{ program: null }, { platform: 'darwin', dataFolder: '/srv/kith' }])('cannot be with %j', (parts) => {
    const { item, said } = open(parts)
    item.set(true)
    expect([item.on, said, readdirSync(home)]).toEqual([null, [], []])
  })

  it('starts the AppImage, not what it was unpacked to, and never a checkout', () => {
    expect(programOf(true, '/tmp/.mount/kith', { APPIMAGE: '/home/kim/Kith.AppImage' })).toBe('/home/kim/Kith.AppImage')
    expect(programOf(true, '/opt/Kith/kith', {})).toBe('/opt/Kith/kith')
    expect(programOf(false, '/x/electron', { APPIMAGE: '/y' })).toBeNull()
  })
})

/**
 * What a package holds. electron-builder itself makes one here, around a stand-in for Electron's folder, so that nothing is
 * fetched: everything that Kith puts into a package, and the switches that are set in the program, are the real ones.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { extractAll, getRawHeader, listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import configuration, { fuses } from '../../electron-builder.config.mjs'
import { stage, weigh } from '../../scripts/package.mjs'
import { filesIn, PROGRAM, type Target } from '../../scripts/package-files.mjs'
import { ensureBuilt } from '../harness/kith-process.ts'
import { launchDesktop } from './driver/desktop-app.ts'

const root = join(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'kith-package-'))
const app = join(folder, 'packages', 'linux-unpacked')
const resources = join(app, 'resources')
const asar = join(resources, 'app.asar')
const extracted = join(folder, 'extracted')
const target: Target = { platform: 'linux', arch: process.arch === 'arm64' ? 'arm64' : 'x64' }

let staged: ReturnType<typeof stage>

/** As an unpacked Electron looks to electron-builder. The wire is eight switches as Electron is delivered, behind their mark. */
function makeElectron(dist: string): void {
  mkdirSync(join(dist, 'locales'), { recursive: true })
  mkdirSync(join(dist, 'resources'))
  const mark = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')
  const program = [Buffer.from('stand-in'), Buffer.alloc(64), mark, Buffer.from([1, 8]), Buffer.from('10110001')]
  writeFileSync(join(dist, 'electron'), Buffer.concat([...program, Buffer.alloc(64)]))
  writeFileSync(join(dist, 'chrome-sandbox'), '')
  for (const name of ['electron', 'chrome-sandbox']) chmodSync(join(dist, name), 0o755)
  writeFileSync(join(dist, 'version'), '45.4.1')
  writeFileSync(join(dist, 'LICENSE'), 'of Electron')
  writeFileSync(join(dist, 'LICENSES.chromium.html'), 'of Chromium')
  for (const language of ['de', 'en-US', 'fr', 'zh-CN']) writeFileSync(join(dist, 'locales', `${language}.pak`), '')
  writeFileSync(join(dist, 'resources', 'default_app.asar'), '')
}

beforeAll(async () => {
  await ensureBuilt()
  makeElectron(join(folder, 'electron'))
  staged = stage(folder, target)
  const builder = join(root, 'node_modules', 'electron-builder', 'cli.js')
  const options = [
    '--linux',
    '--dir',
    `--${target.arch}`,
    '--publish',
    'never',
    '--config',
    'electron-builder.config.mjs',
  ]
  await promisify(execFile)(
    process.execPath,
    [builder, ...options, `-c.electronDist=${join(folder, 'electron')}`],
    // An address where nobody listens: whatever would be fetched fails at once.
    { cwd: root, env: { ...process.env, KITH_PACKAGE_FOLDER: folder, https_proxy: 'http://127.0.0.1:9' } },
  )
  extractAll(asar, extracted)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const inside = (): string[] => filesIn(extracted)

describe('app.asar', () => {
  it('holds what was laid out, and nothing else', () => {
    expect(inside()).toEqual(staged.files)
  })

  it('holds bundles, screens, icons and the files of native packages; no source, no map, no test, no command line', () => {
    const kinds = [
      /^package\.json$/,
      /^out\/main\/main\.js$/,
      /^out\/main\/chunks\/[\w.-]+\.js$/,
      /^out\/main\/icons\/[\w@-]+\.png$/,
      /^out\/preload\/preload\.cjs$/,
      /^out\/renderer\/(index\.html|theme\.js|favicon\.svg|assets\/[\w.-]+\.(js|css|woff2))$/,
      /^node_modules\/(@node-datachannel\/)?[\w-]+\/(package\.json|[\w/-]+\.(js|mjs|node))$/,
    ]
    expect(inside().filter((file) => !kinds.some((kind) => kind.test(file)))).toEqual([])
    expect(
      [...new Set(inside().map((file) => /^node_modules\/((?:@[\w-]+\/)?[\w-]+)/.exec(file)?.[1] ?? ''))].sort(),
    ).toEqual([
      '',
      `@node-datachannel/linux-${target.arch}-gnu`,
      'bare-addon-resolve',
      'bare-module-resolve',
      'bare-semver',
      'detect-libc',
      'keytar',
      'node-datachannel',
      'require-addon',
      'sodium-native',
      'which-runtime',
    ])
    expect(inside()).toContain('out/main/icons/tray-online-22.png')
  })

  it('says of itself what a package needs, and names no development', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(extracted, 'package.json'), 'utf8'))
    const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>
    expect(manifest).toEqual({
      name: 'kith',
      productName: 'Kith',
      version: own['version'],
      description: own['description'],
      license: 'Apache-2.0',
      author: 'The people who build Kith <nobody@kith.invalid>',
      homepage: 'https://kith.invalid/',
      type: 'module',
      main: 'out/main/main.js',
      desktopName: 'kith-desktop.desktop',
    })
  })

  it('unpacks the three binaries, and nothing that its integrity could vouch for', () => {
    expect(filesIn(join(resources, 'app.asar.unpacked'))).toEqual([
      `node_modules/@node-datachannel/linux-${target.arch}-gnu/node_datachannel.node`,
      `node_modules/keytar/prebuilds/linux-${target.arch}/keytar.node`,
      `node_modules/sodium-native/prebuilds/linux-${target.arch}/sodium-native.node`,
    ])
  })

  it('carries the hash of every file in it', () => {
    interface Entry {
      readonly files?: Readonly<Record<string, Entry>>
      readonly unpacked?: boolean
      readonly integrity?: { readonly algorithm: string; readonly hash: string }
    }
    const wrong: string[] = []
    const visit = (entry: Entry, path: string): void => {
      for (const [name, child] of Object.entries(entry.files ?? {}))
        visit(child, path === '' ? name : `${path}/${name}`)
      if (entry.files || entry.unpacked) return
      const hash = createHash('sha256')
        .update(readFileSync(join(extracted, path)))
        .digest('hex')
      if (entry.integrity?.algorithm !== 'SHA256' || entry.integrity.hash !== hash) wrong.push(path)
    }
    visit(getRawHeader(asar).header, '')
    expect(wrong).toEqual([])
    expect(listPackage(asar, { isPack: false }).length).toBeGreaterThan(staged.files.length)
  })

  it('is complete: its bundles load, and its native modules work, where nothing else is installed', async () => {
    const probe = join(extracted, 'probe.mjs')
    writeFileSync(
      probe,
      `import { readdirSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
// Electron is the program that would run this; whoever asks for a part of it at load time gets nothing.
registerHooks({
  resolve: (name, context, next) => name === 'electron' ? { url: 'data:text/javascript,export default {}', shortCircuit: true } : next(name, context),
})
const chunks = readdirSync(new URL('out/main/chunks/', import.meta.url))
for (const chunk of chunks) await import('./out/main/chunks/' + chunk)
const require = createRequire(new URL('out/main/main.js', import.meta.url))
const sodium = require('sodium-native')
const sealed = Buffer.alloc(32 + sodium.crypto_secretbox_MACBYTES)
sodium.crypto_secretbox_easy(sealed, Buffer.alloc(32), Buffer.alloc(24), Buffer.alloc(32))
const { PeerConnection } = await import('node-datachannel')
const { default: keytar } = await import('keytar')
const paths = ['sodium-native', 'keytar'].map((name) => require.resolve(name))
console.log(JSON.stringify({ chunks: chunks.length, sealed: sealed.some(Boolean), peer: typeof PeerConnection, keytar: typeof keytar.getPassword, paths }))
process.exit(0)`,
    )
    const { stdout } = await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', probe], {
      cwd: tmpdir(),
      env: { PATH: '' },
    })
    const chunks = inside().filter((file) => file.startsWith('out/main/chunks/')).length
    expect(JSON.parse(stdout)).toEqual({
      chunks,
      sealed: true,
      peer: 'function',
      keytar: 'function',
      paths: [
        join(extracted, 'node_modules', 'sodium-native', 'index.js'),
        join(extracted, 'node_modules', 'keytar', 'lib', 'keytar.js'),
      ],
    })
    rmSync(probe)
  })
})

it('is an app that runs: its node starts, its window shows the screens, its updater asks the feed that is set', async () => {
  await using desktop = await launchDesktop({
    appFolder: extracted,
    machine: { packaged: true },
    env: { APPIMAGE: join(folder, 'Kith.AppImage') },
    // Nobody listens there.
    settings: { updates: { feed: `https://127.0.0.1:9/kith#key=${'A'.repeat(43)}`, automatic: false } },
  })
  const page = await desktop.window()
  await page.getByRole('navigation', { name: 'Screens' }).waitFor()
  const ask = (call: string) => page.evaluate((name) => window.kith.call(name, undefined), call)
  expect(await ask('desktop.status')).toMatchObject({ ok: true, value: { kind: 'desktop', update: { state: 'idle' } } })
  expect(await ask('updates.check')).toMatchObject({
    ok: true,
    value: { update: { state: 'failed', problem: { name: 'ConnectionFailed' } } },
  })
  // The service is watched like the node's own.
  expect(await ask('node.services')).toMatchObject({
    value: expect.arrayContaining([
      expect.objectContaining({ name: 'updates', state: 'closed', failures: 1 }),
    ]) as unknown,
  })
  expect(desktop.errors).toEqual([])
  expect(await desktop.quit()).toBe(0)
})

describe('beside it', () => {
  it('are the licences of all that is inside, each one that may be passed on', () => {
    const text = readFileSync(join(resources, 'THIRD-PARTY-LICENSES.txt'), 'utf8')
    const list = ['libp2p', '@libp2p/webrtc', 'react', 'zod', '@fontsource-variable/inter', 'keytar', 'sodium-native']
    for (const name of list.map((name) => (name === 'keytar' ? '@github/keytar' : name)))
      expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'))
    expect(text).toContain('SIL OPEN FONT LICENSE')
    expect(text).not.toContain('Its text is missing')
    expect(readFileSync(join(resources, 'LICENSE.txt'), 'utf8')).toContain('Apache License')
    expect(readFileSync(join(app, 'LICENSE.electron.txt'), 'utf8')).toBe('of Electron')
    expect(readFileSync(join(app, 'LICENSES.chromium.html'), 'utf8')).toBe('of Chromium')
    console.log(`licences of ${String(staged.packages.length)} packages in ${String(text.length)} characters`)
  })

  it('is no page of Electron, no unused language, and no feed that would ever be asked', () => {
    expect(filesIn(app).filter((file) => !file.startsWith('resources/app.asar'))).toEqual([
      'LICENSE.electron.txt',
      'LICENSES.chromium.html',
      'chrome-sandbox',
      PROGRAM,
      'locales/de.pak',
      'locales/en-US.pak',
      'resources/LICENSE.txt',
      'resources/THIRD-PARTY-LICENSES.txt',
      'resources/app-update.yml',
      'version',
    ])
    expect(readFileSync(join(resources, 'app-update.yml'), 'utf8')).toBe(
      'provider: generic\nurl: https://kith.invalid/\nupdaterCacheDirName: kith-updater\n',
    )
  })
})

describe('the program', () => {
  it('has its switches set for good, as the configuration says', async () => {
    const wire = await getCurrentFuseWire(join(app, PROGRAM))
    const is = (fuse: FuseV1Options): boolean => wire[fuse] === FuseState.ENABLE
    expect({
      runAsNode: is(FuseV1Options.RunAsNode),
      enableCookieEncryption: is(FuseV1Options.EnableCookieEncryption),
      enableNodeOptionsEnvironmentVariable: is(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      enableNodeCliInspectArguments: is(FuseV1Options.EnableNodeCliInspectArguments),
      enableEmbeddedAsarIntegrityValidation: is(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyLoadAppFromAsar: is(FuseV1Options.OnlyLoadAppFromAsar),
      loadBrowserProcessSpecificV8Snapshot: is(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      grantFileProtocolExtraPrivileges: is(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual(fuses)
    expect(fuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    })
  })

  it('is offered as deb, rpm, AppImage, dmg and nsis, opens kith:// links, and never asks for a run without sandbox', () => {
    const { linux, mac, win, protocols } = configuration
    expect([linux?.target, mac?.target, win?.target]).toEqual([['deb', 'rpm', 'AppImage'], ['dmg', 'zip'], ['nsis']])
    expect(protocols).toEqual([{ name: 'Kith invite', schemes: ['kith'] }])
    expect(JSON.stringify(configuration)).not.toContain('sandbox')
  })

  it('keeps to its size', () => {
    const { lines, above } = weigh(resources)
    console.log(`the app beside Electron:\n${lines.join('\n')}`)
    expect(above).toEqual([])
  })
})

/**
 * Updates with electron-updater's own code against a real feed on this machine: an AppImage is found, fetched, checked, staged,
 * and takes the place of the one that runs. Only Electron itself is missing: its app and its network are stood in for.
 */
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AppUpdater, CancellationToken } from 'electron-updater'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { feedFragment, makeFeedKey, signFeed } from '../../scripts/sign-feed.mjs'
import { silentLog } from '../../src/kit/log.ts'
import { createElectronUpdater } from '../../src/main/updates/electron-updater-port.ts'
import { type Feed, manifestName } from '../../src/main/updates/feed.policy.ts'
import type { UpdaterPort } from '../../src/main/updates/updater.types.ts'

const folder = mkdtempSync(join(tmpdir(), 'kith-updates-'))
const published = join(folder, 'feed')
const keyFile = join(folder, 'feed.pem')
const running = join(folder, 'Kith.AppImage')
const manifest = manifestName('linux', process.arch)
const installer = 'kith-0.2.0-linux.AppImage'
const bytes = Buffer.from('#!/bin/sh\n# the newer version\nexit 0\n')
const sha512 = (content: Buffer): string => createHash('sha512').update(content).digest('base64')

/** Says something else than the folder holds, by the name of a file. */
const instead = new Map<string, (response: ServerResponse) => void>()
const asked: string[] = []
const server = createServer((incoming, response) => {
  const name = (incoming.url ?? '').slice(1).split('?', 1)[0] ?? ''
  asked.push(`${name} ${String(incoming.headers['x-user-staging-id'] ?? '')}`.trim())
  const other = instead.get(name)
  if (other) return other(response)
  const file = join(published, name)
  if (!existsSync(file)) return response.writeHead(404).end()
  const content = readFileSync(file)
  return response.writeHead(200, { 'content-length': content.length }).end(content)
})

let feed: Feed
const before = process.env['APPIMAGE']

beforeAll(async () => {
  mkdirSync(published)
  makeFeedKey(keyFile)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`
  feed = { url, host: 'feed.test', key: feedFragment(keyFile).slice('#key='.length) }
})
afterAll(() => {
  if (before === undefined) delete process.env['APPIMAGE']
  else process.env['APPIMAGE'] = before
  server.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  instead.clear()
  asked.length = 0
  process.env['APPIMAGE'] = running
  rmSync(join(folder, 'cache'), { recursive: true, force: true })
  writeFileSync(running, 'the version that runs')
  chmodSync(running, 0o755)
  publish({})
})

/** As electron-builder writes it, and then signed. */
function publish({ version = '0.2.0', name = installer, hash = sha512(bytes), notes = '', raw = '' }): void {
  writeFileSync(join(published, name), bytes)
  const file = `files:\n  - url: ${name}\n    sha512: ${hash}\n    size: ${String(bytes.length)}\n`
  const rest = `path: ${name}\nsha512: ${hash}\nreleaseDate: '2026-01-01T00:00:00.000Z'\n${notes}`
  writeFileSync(join(published, manifest), raw || `version: ${version}\n${file}${rest}`)
  signFeed(keyFile, published)
}

/** electron-updater's AppImage updater, without Electron. Its package is CommonJS, and so is the one that it fetches with. */
function start(version = '0.1.0'): {
  readonly port: UpdaterPort
  readonly updater: AppUpdater
  readonly quits: string[]
} {
  const require = createRequire(import.meta.url)
  const { AppImageUpdater } = require('electron-updater/out/AppImageUpdater.js') as {
    readonly AppImageUpdater: new (options: null, app: object) => AppUpdater
  }
  const runtime = createRequire(require.resolve('electron-updater/out/AppUpdater.js'))('builder-util-runtime') as {
    readonly CancellationToken: new () => CancellationToken
    readonly HttpExecutor: new () => object
    readonly configureRequestUrl: (url: URL, options: object) => void
    readonly configureRequestOptions: (options: object) => void
  }
  class NodeExecutor extends runtime.HttpExecutor {
    createRequest(options: object, answered: (response: unknown) => void): unknown {
      return request(options, answered)
    }
    /** As ElectronHttpExecutor does it. */
    download(
      url: URL,
      destination: string,
      options: { readonly cancellationToken: { createPromise: (work: unknown) => unknown }; readonly headers?: object },
    ): unknown {
      return options.cancellationToken.createPromise(
        (resolve: (path: string) => void, reject: (error: unknown) => void, onCancel: unknown) => {
          const asking = { headers: options.headers }
          runtime.configureRequestUrl(url, asking)
          runtime.configureRequestOptions(asking)
          const callback = (error: unknown): void =>
            error === null || error === undefined ? resolve(destination) : reject(error)
          const self = this as unknown as { doDownload: (options: object, how: object, redirects: number) => void }
          self.doDownload(asking, { destination, options, onCancel, callback, responseHandler: null }, 0)
        },
      )
    }
  }
  const quits: string[] = []
  const app = {
    version,
    name: 'kith',
    isPackaged: true,
    appUpdateConfigPath: join(folder, 'app-update.yml'),
    userDataPath: folder,
    baseCachePath: join(folder, 'cache'),
    whenReady: () => Promise.resolve(),
    relaunch: () => void quits.push('relaunch'),
    quit: () => void quits.push('quit'),
    onQuit: (handler: (code: number) => void) => void quits.push(`on quit ${typeof handler}`),
  }
  writeFileSync(
    app.appUpdateConfigPath,
    'provider: generic\nurl: https://kith.invalid/\nupdaterCacheDirName: kith-updater\n',
  )
  const updater = new AppImageUpdater(null, app)
  Object.assign(updater, { httpExecutor: new NodeExecutor() })
  const port = createElectronUpdater({
    updater,
    newToken: () => new runtime.CancellationToken(),
    log: silentLog,
    managed: false,
    fetch: (url, init) => fetch(url, init),
    platform: 'linux',
    arch: process.arch,
  })
  return { port, updater, quits }
}

const check = (port: UpdaterPort, from = feed): ReturnType<UpdaterPort['check']> =>
  port.check(from, AbortSignal.timeout(10_000))
const staged = join(folder, 'cache', 'kith-updater', 'pending', installer)

describe('an update', () => {
  it('is found, fetched, checked and staged, and takes the place of the running version when it is installed', async () => {
    publish({ notes: 'releaseNotes: "<h2>New</h2><p>Faster &amp; calmer<script>alert(1)</script></p>"\n' })
    const { port, updater, quits } = start()
    expect(await check(port)).toEqual({ version: '0.2.0', notes: 'New\nFaster & calmer' })
    expect(existsSync(staged)).toBe(false)
    const percents: number[] = []
    await port.download((percent) => percents.push(percent), AbortSignal.timeout(10_000))
    expect(readFileSync(staged)).toEqual(bytes)
    expect(updater.autoInstallOnAppQuit).toBe(true)
    expect(quits).toEqual(['on quit function'])
    // What `install` does before it ends the app through Electron, which is not here.
    expect((updater as unknown as { install: (silent: boolean, again: boolean) => boolean }).install(true, false)).toBe(
      true,
    )
    expect(readFileSync(running)).toEqual(bytes)
    expect(asked).toEqual([manifest, `${manifest}.sig`, installer])
  })

  it.each(['0.2.0', '0.3.0'])('is none for %s, which is no older', async (version) => {
    expect(await check(start(version).port)).toBeNull()
  })

  it('is not installed at the end any more when the feed was changed', async () => {
    const { port, updater } = start()
    await check(port)
    await port.download(() => {}, AbortSignal.timeout(10_000))
    port.forget()
    expect(updater.autoInstallOnAppQuit).toBe(false)
    await expect(port.download(() => {}, AbortSignal.timeout(10_000))).rejects.toMatchObject({ name: 'InvalidRequest' })
  })

  it('that is not what was signed is thrown away', async () => {
    const { port } = start()
    await check(port)
    instead.set(installer, (response) => response.end('something else'))
    await expect(port.download(() => {}, AbortSignal.timeout(10_000))).rejects.toMatchObject({ name: 'Integrity' })
    expect(existsSync(staged)).toBe(false)
    expect(readFileSync(running, 'utf8')).toBe('the version that runs')
  })

  it('that breaks off can be fetched again', async () => {
    const { port } = start()
    await check(port)
    instead.set(installer, (response) => response.writeHead(500).end())
    await expect(port.download(() => {}, AbortSignal.timeout(10_000))).rejects.toMatchObject({
      name: 'ConnectionFailed',
    })
    instead.clear()
    await port.download(() => {}, AbortSignal.timeout(10_000))
    expect(readFileSync(staged)).toEqual(bytes)
  })
})

describe('a feed', () => {
  const complaint = async (from = feed): Promise<string> => {
    const error: unknown = await check(start().port, from).catch((error: unknown) => error)
    const { name, message } = error as Error
    return `${name}: ${message}`
  }
  const text = (content: string | Buffer) => (response: ServerResponse) => void response.end(content)

  it('that is signed with another key is not believed', async () => {
    const otherKey = join(mkdtempSync(join(folder, 'other-')), 'feed.pem')
    makeFeedKey(otherKey)
    signFeed(otherKey, published)
    expect(await complaint()).toMatch(/^Integrity: .* is not signed with the key in the feed’s address/)
  })

  it('that was changed on its way is not believed, whatever it says', async () => {
    const honest = readFileSync(join(published, manifest), 'utf8')
    instead.set(manifest, text(honest.replace('0.2.0', '0.9.0')))
    expect(await complaint()).toMatch(/^Integrity: /)
  })

  it.each<[string, () => void, RegExp]>([
    [
      'is not there',
      () => void instead.set(manifest, (to) => to.writeHead(404).end()),
      /^Unreachable: .* announces no versions for this system/,
    ],
    [
      'is in trouble',
      () => void instead.set(manifest, (to) => to.writeHead(503).end()),
      /^Unreachable: .* answered 503/,
    ],
    ['hangs up', () => void instead.set(manifest, (to) => to.destroy()), /^ConnectionFailed: .* could not be reached/],
    [
      'is not signed at all',
      () => void instead.set(`${manifest}.sig`, (to) => to.writeHead(404).end()),
      /^Integrity: .* without a signature/,
    ],
    [
      'has nonsense for a signature',
      () => void instead.set(`${manifest}.sig`, text('<html>')),
      /^Integrity: .* is not signed/,
    ],
    [
      'is huge',
      () => void instead.set(manifest, text(Buffer.alloc(3_000_000, 'a'))),
      /^Integrity: .* larger than it can be/,
    ],
    ['is no YAML', () => publish({ raw: 'version: [' }), /^Integrity: .* cannot be read/],
    ['says nothing', () => publish({ raw: '{}' }), /^Integrity: .* incomplete or odd \(version\)/],
    ['unfolds', () => publish({ raw: 'a: &a [1]\nb: [*a, *a]\nversion: 0.2.0' }), /^Integrity: /],
    ['has no hash', () => publish({ hash: 'abc' }), /^Integrity: .* odd \(files\.0\.sha512\)/],
    [
      'points elsewhere',
      () =>
        publish({
          raw: `version: 0.2.0\nfiles:\n  - url: https://else.test/kith-1.AppImage\n    sha512: ${sha512(bytes)}\n    size: 1\n`,
        }),
      /^Integrity: .* odd \(files\.0\.url\)/,
    ],
    [
      'offers another program',
      () => publish({ name: 'paint-0.2.0.AppImage' }),
      /^Integrity: .* another program than Kith/,
    ],
  ])('that %s is told as what it is', async (_name, arrange, words) => {
    arrange()
    expect(await complaint()).toMatch(words)
  })

  it('that nobody serves is told as that', async () => {
    expect(await complaint({ ...feed, url: 'http://127.0.0.1:9/' })).toMatch(/^ConnectionFailed: /)
  })

  it('that does not answer is given up', async () => {
    instead.set(manifest, () => {})
    const waiting = start().port.check(feed, AbortSignal.timeout(50))
    await expect(waiting).rejects.toMatchObject({ name: 'Timeout' })
  })
})

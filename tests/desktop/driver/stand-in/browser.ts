/** The one Chromium of this process: started early, ready when it answers, gone with the process. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toApp } from './address.ts'
import { desktop } from './desktop.ts'
import { type Devtools, startChromium } from './devtools.ts'
import { openPage, type PageEvents, type PageOptions, type StandInPage } from './page.ts'

let starting: Promise<Devtools> | null = null
let started: Devtools | null = null
let spare: Promise<string> | null = null

/** Starts it at the first call. It is ready once it can show a page at once, as Electron's own browser is. */
export function browser(): Promise<Devtools> {
  starting ??= start()
  return starting
}

export const devtoolsEndpoint = (): string | null => started?.endpoint() ?? null

async function start(): Promise<Devtools> {
  desktop.timings.browserAskedMs = performance.now()
  const profile = mkdtempSync(join(process.env['KITH_STAND_IN_FOLDER'] ?? tmpdir(), 'browser-'))
  const devtools = await startChromium(profile)
  process.once('exit', () => {
    devtools.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 })
  })
  spare = devtools
    .send('Target.createTarget', { url: 'about:blank', newWindow: true, width: 1180, height: 760 })
    .then(({ targetId }) => targetId)
  await spare
  started = devtools
  await devtools.send('Target.setDiscoverTargets', { discover: true })
  await devtools.send('Browser.setDownloadBehavior', {
    behavior: 'allowAndName',
    downloadPath: join(profile, 'saved'),
    eventsEnabled: true,
  })
  desktop.timings.browserReadyMs = performance.now()
  return devtools
}

function takeSpare(): Promise<string> | null {
  const taken = spare
  spare = null
  return taken
}

/** @throws when no browser runs, which is before `app.whenReady()` */
export function newPage(options: PageOptions, events: PageEvents): StandInPage {
  if (!started) throw new Error('Cannot create BrowserWindow before app is ready')
  watchStrangers(started)
  return openPage(started, options, events, takeSpare)
}

/** Whoever knows the session says whether a download may be. */
export const downloads: { ask: (url: string, fileName: string) => boolean } = { ask: () => true }

let isWatching = false
/** A window that a page opened by itself must not be: nobody would confine it. */
function watchStrangers(devtools: Devtools): void {
  if (isWatching) return
  isWatching = true
  devtools.onEvent((method, params) => {
    if (method === 'Browser.downloadWillBegin') {
      const { guid, url, suggestedFilename } = params as { guid: string; url: string; suggestedFilename: string }
      if (!downloads.ask(toApp(url), suggestedFilename))
        devtools.send('Browser.cancelDownload', { guid }).catch(() => undefined)
    }
    if (method !== 'Target.targetCreated') return
    const { targetId, type, openerId } = params['targetInfo'] as { targetId: string; type: string; openerId?: string }
    if (type === 'page' && openerId !== undefined) void closeStranger(devtools, targetId)
  })
}

/**
 * Playwright holds every new page until it has looked at it, and with it the page that opened it; one that is closed meanwhile would
 * hold its opener for ever. A timer runs once the page is let go.
 */
async function closeStranger(devtools: Devtools, targetId: string): Promise<void> {
  try {
    const { sessionId } = await devtools.send('Target.attachToTarget', { targetId, flatten: true })
    const { send, forget } = devtools.session(sessionId, () => undefined)
    await send('Runtime.evaluate', { expression: 'new Promise((go) => setTimeout(go))', awaitPromise: true }).finally(
      forget,
    )
  } catch {
    // It went on to an address meanwhile, or is gone.
  }
  await devtools.send('Target.closeTarget', { targetId }).catch(() => undefined)
}

/** Keeps the page alive: one whose process is gone is loaded anew, one that hangs is asked about. The node hears of neither. */
import type { BrowserWindow, WebContents } from 'electron'
import type { Clock } from '../../kit/clock.ts'
import type { Log } from '../../kit/log.ts'
import { onGone } from './crash.policy.ts'

type Page = Pick<WebContents, 'on' | 'isDestroyed' | 'forcefullyCrashRenderer'>

export interface PageGuardParts {
  readonly clock: Clock
  readonly log: Log
  readonly window: Pick<BrowserWindow, 'on'>
  readonly page: Page
  /** Loads the page from its beginning. */
  readonly load: () => void
  readonly ask: {
    readonly pageIsGone: () => Promise<'again' | 'logs' | 'quit'>
    readonly pageHangs: (signal: AbortSignal) => Promise<'wait' | 'reload'>
  }
  readonly openLogs: () => void
  readonly quit: () => void
}

export function guardPage(parts: PageGuardParts): void {
  const { clock, log, window, page, ask } = parts
  let crashes: readonly number[] = []
  let question: AbortController | null = null
  let asking = false

  page.on('render-process-gone', (_event, { reason, exitCode }) => {
    question?.abort()
    const verdict = onGone(reason, crashes, clock.now())
    crashes = verdict.crashes
    if (verdict.is === 'ignore') return
    log.error('the window’s page is gone', { reason, exitCode, then: verdict.is })
    if (verdict.is === 'reload') load()
    else void askAboutGone()
  })
  page.on('preload-error', (_event, _path, error) => log.error('the bridge of the window failed', { error }))

  window.on('unresponsive', () => void askAboutHanging())
  window.on('responsive', () => question?.abort())

  function load(): void {
    if (!page.isDestroyed()) parts.load()
  }

  async function askAboutGone(): Promise<void> {
    if (asking) return
    asking = true
    try {
      const answer = await ask.pageIsGone()
      if (answer === 'logs') parts.openLogs()
      if (answer === 'quit') parts.quit()
      else load()
    } finally {
      asking = false
    }
  }

  async function askAboutHanging(): Promise<void> {
    if (asking) return
    asking = true
    log.warn('the window’s page does not answer')
    question = new AbortController()
    const { signal } = question
    try {
      const answer = await ask.pageHangs(signal)
      // Its end is heard above, and it is loaded anew there.
      if (answer === 'reload' && !signal.aborted && !page.isDestroyed()) page.forcefullyCrashRenderer()
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      question = null
      asking = false
    }
  }
}

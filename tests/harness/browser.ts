/** A real Chromium, as a person's browser would be, without the noise that a closed network makes of its background work. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface TestBrowser extends AsyncDisposable {
  /** A page of its own profile. Whatever the page logs as an error is gathered in `errors`. */
  open(options?: {
    readonly dark?: boolean
    readonly width?: number
    readonly height?: number
    readonly locale?: string
  }): Promise<TestPage>
}

export interface TestPage {
  readonly page: Page
  readonly context: BrowserContext
  readonly errors: readonly string[]
}

export async function startBrowser(): Promise<TestBrowser> {
  const isRoot = process.getuid?.() === 0
  const browser: Browser = await chromium.launch({
    executablePath: process.env['KITH_CHROMIUM'] ?? '/usr/bin/chromium',
    // Chromium's own sandbox cannot be used by root; the pages are our own.
    args: isRoot ? ['--no-sandbox', ...QUIET] : QUIET,
  })
  return {
    async open({ dark = false, width = 1180, height = 760, locale = 'en-US' } = {}) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: dark ? 'dark' : 'light',
        reducedMotion: 'reduce',
        locale,
      })
      const page = await context.newPage()
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text())
      })
      return { page, context, errors }
    },
    [Symbol.asyncDispose]: () => browser.close(),
  }
}

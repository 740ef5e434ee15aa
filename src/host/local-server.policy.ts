/** Who may speak with the local server, and what every answer of it says to a browser. Pure. */

/** The names under which a person's own browser reaches a loopback server. Any other came through DNS rebinding. */
const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]']

export interface RequestHead {
  readonly host: string | undefined
  readonly origin: string | undefined
}

export type Judgement = 'welcome' | 'foreign-host' | 'foreign-origin'

/** A missing Origin is the command line or a typed address; one that is there must be our own page. */
export function judgeRequest(head: RequestHead, port: number): Judgement {
  const host = head.host?.toLowerCase()
  if (!LOOPBACK_NAMES.some((name) => host === `${name}:${port}`)) return 'foreign-host'
  if (head.origin === undefined) return 'welcome'
  return LOOPBACK_NAMES.some((name) => head.origin === `http://${name}:${port}`) ? 'welcome' : 'foreign-origin'
}

/** What our page may load and speak with, whoever serves it: its own files, and the node. @param connect where its calls go */
export function contentSecurityPolicy(connect: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connect}`,
    // Said although `default-src` covers them: a later, wider default must not open these.
    "object-src 'none'",
    "frame-src 'none'",
    "worker-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/**
 * On every answer. Nothing but our own files runs, nothing frames us, nobody reads us from another site, and the address
 * (whose fragment is the token) is told to nobody.
 *
 * @param host the Host header, judged before
 */
export function securityHeaders(host: string): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(`'self' ws://${host}`),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
  }
}

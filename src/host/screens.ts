/** Serves the built screens. Only files that a listing of their folder named are ever opened: no path can lead outside. */
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

/** Vite puts everything whose name carries a hash of its content here. */
const HASHED = '/assets/'

export interface ServedFile {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** @param folder the built screens, or `null` when this node shows none */
export function createScreens(folder: string | null): (pathname: string) => Promise<ServedFile> {
  let listed = new Map<string, string>()

  return async (pathname) => {
    if (folder === null) return plain(404, 'The screens of this node are switched off (--ui-port off).')
    const wanted = pathname === '/' ? '/index.html' : pathname
    // The page names the assets, so a page of a newer build brings a newer listing.
    if (wanted === '/index.html') listed = await list(folder)
    const path = listed.get(wanted)
    const body = path === undefined ? null : await readFile(path).catch(() => null)
    if (body !== null) return { status: 200, headers: headersOf(wanted), body }
    return wanted === '/index.html'
      ? plain(503, 'The screens are not built yet. Build them with: npm run build')
      : plain(404, 'There is no such page.')
  }
}

async function list(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(files.map((path) => [path.slice(folder.length).split(sep).join('/').replace(/^\/*/, '/'), path]))
}

const headersOf = (pathname: string): Readonly<Record<string, string>> => ({
  'Content-Type': CONTENT_TYPES[extname(pathname)] ?? 'application/octet-stream',
  'Cache-Control': pathname.startsWith(HASHED) ? 'public, max-age=31536000, immutable' : 'no-store',
})

export function plain(status: number, text: string): ServedFile {
  return {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
    body: Buffer.from(`${text}\n`),
  }
}

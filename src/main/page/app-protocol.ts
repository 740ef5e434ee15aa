/** `app://kith/`: the built screens, read from their folder and from nowhere else. */
import type { CustomScheme, Protocol } from 'electron'
import { plain, type ServedFile } from '../../host/screens.ts'
import { APP_HEADERS, APP_SCHEME, requestedPath } from './app-page.policy.ts'

/** Must be registered before the app is ready (Electron's rule). `standard` gives it an origin, `secure` a secure context. */
export const appScheme: CustomScheme = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
}

/** @param screens answers a path with a file of the built screens; only what is listed there exists */
export function serveScreens(
  protocol: Pick<Protocol, 'handle'>,
  screens: (pathname: string) => Promise<ServedFile>,
): void {
  protocol.handle(APP_SCHEME, async ({ method, url }) => {
    const path = requestedPath(method, url)
    const { status, headers, body } = path === null ? plain(404, 'There is no such page.') : await screens(path)
    return new Response(new Uint8Array(body), { status, headers: { ...headers, ...APP_HEADERS } })
  })
}

/**
 * What no page may do, whichever it is: leave, open windows, load anything from elsewhere, use devices, ask for more than
 * copying and notifying, save what is not its own.
 */
import type { Session, WebContents } from 'electron'
import { isDevTools, isHome, isMadeByOurPage, mayLoad, mayUse } from './app-page.policy.ts'

/** Holds for every page, also one that should never come to be. Our own may load itself anew, as for another language. */
export function confinePage(page: WebContents): void {
  page.on('will-navigate', (event) => {
    if (!isHome(event.url)) event.preventDefault()
  })
  // Inner frames too, which there are none of.
  page.on('will-frame-navigate', (event) => {
    if (!(event.isMainFrame && isHome(event.url))) event.preventDefault()
  })
  page.on('will-redirect', (event) => event.preventDefault())
  page.on('will-attach-webview', (event) => event.preventDefault())
  page.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/**
 * Requests and silent checks ask the same question. Devices (USB, HID, serial) are never handed out.
 *
 * @param inCheckout whether the tools for developers may load
 */
export function confineSession(session: Session, inCheckout: boolean): void {
  session.setPermissionRequestHandler((_page, permission, decide, details) =>
    decide(mayUse(permission, details.requestingUrl)),
  )
  session.setPermissionCheckHandler((_page, permission, origin) => mayUse(permission, origin))
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest(({ url, webContentsId }, decide) => {
    // What the app itself asks (a feed, once a person has named one) belongs to no page.
    const ofPage = webContentsId !== undefined
    decide({ cancel: ofPage && !(mayLoad(url) || (inCheckout && isDevTools(url))) })
  })
  session.on('will-download', (event, item) => {
    if (!isMadeByOurPage(item.getURL())) event.preventDefault()
  })
}

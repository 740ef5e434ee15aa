/** What no page may do, whichever it is: leave, open windows, use devices, ask for more than copying and notifying. */
import type { Session, WebContents } from 'electron'
import { mayUse } from './app-page.policy.ts'

/** Holds for every page, also one that should never come to be. */
export function confinePage(page: WebContents): void {
  page.on('will-navigate', (event) => event.preventDefault())
  page.on('will-redirect', (event) => event.preventDefault())
  page.on('will-attach-webview', (event) => event.preventDefault())
  page.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** Requests and silent checks ask the same question. Devices (USB, HID, serial) are never handed out. */
export function confineSession(session: Session): void {
  session.setPermissionRequestHandler((_page, permission, decide) => decide(mayUse(permission)))
  session.setPermissionCheckHandler((_page, permission) => mayUse(permission))
  session.setDevicePermissionHandler(() => false)
}

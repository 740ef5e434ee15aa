/** What becomes of the app when its window is closed, and how its window first appears. Pure. */

export interface Closing {
  /** The app is ending: nothing holds a window back. */
  readonly quitting: boolean
  /** There is an icon through which the window comes back. */
  readonly tray: boolean
  /** The setting `desktop.closeToTray`. */
  readonly closeToTray: boolean
}

/** `hide`: the node goes on, and the tray brings the window back. */
export function onClose({ quitting, tray, closeToTray }: Closing): 'hide' | 'close' {
  return !quitting && tray && closeToTray ? 'hide' : 'close'
}

export interface Appearing {
  /** `--minimised`, the setting, or the system started it at login and hid it. */
  readonly minimised: boolean
  readonly tray: boolean
  /** A link or a file was opened with it: somebody is there and waits for it. */
  readonly asked: boolean
}

/** Without a tray a hidden window could not be found again. */
export function onOpen({ minimised, tray, asked }: Appearing): 'show' | 'hide' | 'minimise' {
  if (!minimised || asked) return 'show'
  return tray ? 'hide' : 'minimise'
}

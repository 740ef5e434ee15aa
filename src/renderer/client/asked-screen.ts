/** The desktop app asks for a screen by the fragment of the page's address, such as after a click on a notification. */

/** Tells which screen is asked for, and takes the fragment away, so that it can be asked for again. */
export function onScreenAsked(page: Window, show: (screen: string) => void): void {
  // In a browser the fragment is the token's.
  if (page.kith === undefined) return
  const look = (): void => {
    const [, screen] = /^#\/([a-z]+)$/.exec(page.location.hash) ?? []
    if (screen === undefined) return
    page.history.replaceState(null, '', page.location.pathname)
    show(screen)
  }
  page.addEventListener('hashchange', look)
  look()
}

// What the first paint needs of the appearance, so that no light page flashes in a dark room and nothing moves that should
// not. See stores/appearance.ts.
const page = document.documentElement
const remembered = (key) => {
  try {
    return localStorage.getItem(key)
  } catch {
    // No storage: as the system has it.
    return null
  }
}
const theme = remembered('kith.theme')
if (theme === 'light' || theme === 'dark') page.dataset.theme = theme
const calm = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches === true
if (calm || remembered('kith.motion') === 'reduced') page.dataset.motion = 'reduced'

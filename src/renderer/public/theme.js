// Applies the chosen theme before the first paint, so that no light page flashes in a dark room. See stores/theme-store.ts.
try {
  const choice = localStorage.getItem('kith.theme')
  if (choice === 'light' || choice === 'dark') document.documentElement.dataset.theme = choice
} catch {
  // No storage: the system's theme it is.
}

/** Begins the screens: bridge, stores, page. */
import './jitless.ts'
import '@fontsource-variable/inter/wght.css'
import './tokens.css'
import './base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createNodeClient } from '../contract/client.ts'
import { systemClock } from '../kit/system.ts'
import { App } from './app.tsx'
import { onScreenAsked } from './client/asked-screen.ts'
import { chooseBridge } from './client/choose-bridge.ts'
import { screens } from './stores/screen-store.ts'
import { createStores } from './stores/stores.ts'
import { strings } from './strings.ts'
import { overlayRoot } from './ui/overlay-root.ts'

const bridge = chooseBridge(window)
const stores = createStores({
  client: createNodeClient(bridge),
  line: bridge,
  clock: systemClock,
  theme: { dataset: document.documentElement.dataset, storage: window.localStorage },
})

onScreenAsked(window, (asked) => {
  const screen = screens.find((one) => one === asked)
  if (screen) stores.screen.show(screen)
})

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no place for the screens')
overlayRoot()?.setAttribute('aria-label', strings.overlays)
createRoot(root).render(
  <StrictMode>
    <App stores={stores} />
  </StrictMode>,
)

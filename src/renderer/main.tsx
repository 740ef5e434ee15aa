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
import { onAsked } from './client/asked-screen.ts'
import { chooseBridge } from './client/choose-bridge.ts'
import { language } from './language.ts'
import { openText } from './opened/open-text.ts'
import { quietStorage } from './stores/appearance.ts'
import { attempt } from './stores/attempt.ts'
import { type Screen, screens } from './stores/screen-store.ts'
import { createStores } from './stores/stores.ts'
import { strings } from './strings.ts'
import { overlayRoot } from './ui/overlay-root.ts'

const bridge = chooseBridge(window)
/** Another language loads the page anew; the person stays where they were. */
const SCREEN_KEY = 'kith.screen'
const ofThisTab = quietStorage(() => window.sessionStorage)
const screenOf = (name: string | null): Screen | undefined => screens.find((one) => one === name)
const before = screenOf(ofThisTab.getItem(SCREEN_KEY))
ofThisTab.removeItem(SCREEN_KEY)
const lessMotion = window.matchMedia('(prefers-reduced-motion: reduce)')

const stores = createStores({
  client: createNodeClient(bridge),
  line: bridge,
  clock: systemClock,
  appearance: {
    dataset: document.documentElement.dataset,
    storage: quietStorage(() => window.localStorage),
    calm: {
      asked: () => lessMotion.matches,
      onChange(listener) {
        lessMotion.addEventListener('change', listener)
        return () => lessMotion.removeEventListener('change', listener)
      },
    },
    language,
    spoken: window.navigator.languages,
    reload() {
      ofThisTab.setItem(SCREEN_KEY, stores.screen.store.getState().screen)
      window.location.reload()
    },
  },
  ...(before === undefined ? {} : { firstScreen: before }),
})

onAsked(window, (asked) => {
  const { screen, toasts, client } = stores
  switch (asked.is) {
    case 'screen':
      return screen.show(asked.screen)
    case 'link':
      return screen.openLink(asked.link)
    case 'file':
      return void attempt(toasts, async () => {
        const file = await client.call('desktop.takeFile')
        if (file === null) toasts.problem(strings.palette.asked.noFile)
        else openText(stores, file)
      })
    case 'unknown':
      return toasts.problem(strings.palette.asked.unknown)
  }
})

document.documentElement.lang = language
const root = document.getElementById('root')
if (root === null) throw new Error('the page has no place for the screens')
overlayRoot()?.setAttribute('aria-label', strings.overlays)
createRoot(root).render(
  <StrictMode>
    <App stores={stores} />
  </StrictMode>,
)

/** Comes before the app's first line (`node --import`): gives it the stand-in for `electron`, a browser, and a test to answer. */
import { registerHooks } from 'node:module'
import { app } from './app.ts'
import { browser } from './browser.ts'
import { answerTests } from './control.ts'
import { desktop } from './desktop.ts'

const electronUrl = new URL('./electron.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier === 'electron/main'
      ? { url: electronUrl, shortCircuit: true, format: 'module-typescript' }
      : next(specifier, context),
})

Object.assign(process, {
  type: 'browser',
  defaultApp: true,
  resourcesPath: process.env['KITH_STAND_IN_RESOURCES'] ?? '',
})

// As Electron puts it: the program, in a checkout the app's folder, then what a person typed.
process.argv.splice(1, 1, ...(app.isPackaged ? [] : [app.getAppPath()]))

// An app of Electron's lives until it quits.
setInterval(() => undefined, 2 ** 30)
answerTests()
// Electron's browser is there before the app's first line. A second instance never gets as far as to need one.
if (process.env['KITH_STAND_IN_SECOND'] !== '1') await browser()
desktop.timings.mainMs = performance.now()

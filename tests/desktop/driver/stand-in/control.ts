/** Answers the test that started this process: runs its functions on the module, and shows it the pretended desktop. */
import type { DesktopState } from '../desktop-app.types.ts'
import { app, appBegan } from './app.ts'
import { devtoolsEndpoint } from './browser.ts'
import { windows } from './browser-window.ts'
import type { Ask, Asks, Told } from './control.types.ts'
import { desktop, type NotificationOnScreen } from './desktop.ts'
import { electron } from './electron.ts'
import { rawIpcMain } from './ipc-main.ts'
import { rawTheme } from './system.ts'

type Answers = {
  readonly [K in keyof Asks]: (input: Asks[K]['input']) => Asks[K]['output'] | Promise<Asks[K]['output']>
}

const answers: Answers = {
  async evaluate({ work, arg }) {
    await appBegan
    // The source of a function of the test, as Playwright's own `evaluate` does it. Indirect: it sees globals only.
    const run = (0, eval)(`(${work})`) as (module: unknown, arg: unknown) => unknown
    return run(electron, arg)
  },
  state,
  targets: () => ({
    endpoint: devtoolsEndpoint(),
    targets: windows.all().flatMap((window) => window.contents.parts().page.targetId() ?? []),
  }),
  actOnNotification({ id, act }) {
    const shown = desktop.standing.get(id)
    if (!shown) throw new Error(`Notification ${id} is not on the screen.`)
    perform(shown, act)
    return null
  },
  clickTray() {
    tray().click()
    return null
  },
  chooseTray(labels) {
    const { menu } = tray()
    if (!menu) throw new Error('The tray has no menu.')
    menu.choose(labels)
    return null
  },
  answerDialogs({ kind, answers: more }) {
    desktop.answers.set(kind, [...(desktop.answers.get(kind) ?? []), ...more])
    return null
  },
  setSystem({ openAtLogin, opensKithLinks, dark, idle }) {
    desktop.openAtLogin = openAtLogin ?? desktop.openAtLogin
    desktop.opensLinks = opensKithLinks ?? desktop.opensLinks
    desktop.idleSeconds = idle ?? desktop.idleSeconds
    if (dark !== undefined) rawTheme.become(dark)
    return null
  },
  crashPage() {
    windows.all()[0]?.contents.forcefullyCrashRenderer()
    return null
  },
  timings: () => ({ ...desktop.timings }),
  quit() {
    setImmediate(() => app.quit())
    return null
  },
}

function tray() {
  if (!desktop.tray) throw new Error('There is no icon in the tray.')
  return desktop.tray
}

function perform(shown: NotificationOnScreen, act: Asks['actOnNotification']['input']['act']): void {
  if (act.kind === 'action') {
    if (act.index >= shown.actions.length)
      throw new Error(`The notification has no action ${act.index}: ${shown.actions.join(', ')}`)
    shown.act('action', act.index)
  } else if (act.kind === 'reply') shown.act('reply', act.text)
  else shown.act(act.kind)
}

function state(): DesktopState {
  const { tray: icon, menu, badge, openedExternals, openedPaths, dialogs, loginItem, protocolClients } = desktop
  return {
    notifications: [...desktop.standing.values()].map(({ id, title, body, actions, hasReply, silent }) => ({
      id,
      title,
      body,
      actions,
      hasReply,
      silent,
    })),
    allNotifications: desktop.allNotifications,
    tray: icon && { toolTip: icon.toolTip, title: icon.title, image: icon.image, menu: icon.menu?.view() ?? null },
    menu: menu?.view() ?? null,
    badge,
    openedExternals,
    openedPaths,
    dialogs,
    loginItem,
    protocolClients: [...protocolClients],
    refusedRequests: desktop.refusedRequests,
    cancelledRequests: desktop.cancelledRequests,
    fetched: desktop.fetched,
    downloads: desktop.downloads,
    channels: rawIpcMain.channels(),
    switches: desktop.switches,
    relaunches: desktop.relaunches,
    windows: windows.all().map((window) => window.view()),
    permissions: desktop.permissions,
  }
}

/** Begins to answer. The channel keeps nothing alive by itself. */
export function answerTests(): void {
  const tell = (told: Told): void => {
    process.send?.(told, undefined, undefined, (error) => {
      // What cannot be cloned must still be an answer.
      if (error && told.ok)
        tell({ id: told.id, ok: false, error: `The answer cannot leave the main process: ${error.message}` })
    })
  }
  process.on('message', (message: Ask) => {
    const { id, name, input } = message
    void (async () => (answers[name] as (input: unknown) => unknown)(input))().then(
      (value) => {
        try {
          tell({ id, ok: true, value })
        } catch (error) {
          tell({ id, ok: false, error: `The answer cannot leave the main process: ${String(error)}` })
        }
      },
      (error: unknown) =>
        tell({ id, ok: false, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
  })
  process.channel?.unref()
  // A test that was ended hard takes its app along.
  process.once('disconnect', () => process.exit(75))
}

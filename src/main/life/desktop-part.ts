/** What the desktop app can do beyond the node: its log folder, the browser, the file it was opened with, its updates. */
import type { DesktopView, OpenedFile, UpdateView } from '../../contract/desktop-views.ts'
import { KithError } from '../../contract/errors.ts'
import type { DesktopPart } from '../../host/desktop-part.ts'
import { createEmitter, type Source } from '../../kit/emitter.ts'
import { externalAddress } from '../page/external-address.policy.ts'

/** Newer versions of the app. */
export interface UpdatesPart {
  readonly view: UpdateView
  readonly changed: Source<UpdateView>
  check(): Promise<void>
  download(): Promise<void>
  /** Ends the app and installs the staged version. */
  install(): Promise<void>
}

export interface DesktopPartPorts {
  readonly platform: string
  readonly logFolder: string
  readonly tray: () => boolean
  readonly startsAtLogin: () => boolean | null
  readonly opensLinks: () => boolean | null
  readonly updates: UpdatesPart
  /** Asks the person, in a dialog of the system that shows the whole address. */
  readonly agreesToOpen: (address: string) => Promise<boolean>
  readonly openExternal: (address: string) => Promise<void>
  /** @returns why the folder cannot be shown; an empty text when it is */
  readonly openFolder: (path: string) => Promise<string>
  readonly takeFile: () => OpenedFile | null
  readonly restart: () => void
}

export interface OwnDesktopPart extends DesktopPart {
  /** Something of the view changed that only the desktop hears of. */
  refresh(): void
}

export function createDesktopPart(ports: DesktopPartPorts): OwnDesktopPart {
  const changed = createEmitter<DesktopView>()
  let asking = false

  const view = (): DesktopView => ({
    kind: 'desktop',
    platform: ports.platform,
    tray: ports.tray(),
    startsAtLogin: ports.startsAtLogin(),
    opensLinks: ports.opensLinks(),
    logFolder: ports.logFolder,
    update: ports.updates.view,
  })
  const refresh = (): void => changed.emit(view())
  ports.updates.changed.on(refresh)

  const afterwards = async (work: Promise<void>): Promise<DesktopView> => {
    await work
    return view()
  }

  async function openExternal(url: string): Promise<{ opened: boolean }> {
    const address = externalAddress(url)
    if (address === null)
      throw new KithError('PermissionDenied', 'Kith opens only pages of its own project in the browser.')
    // A page that asks in a loop must not bury a person under dialogs.
    if (asking) throw new KithError('LimitReached', 'Another question is open. Answer it first.')
    asking = true
    try {
      if (!(await ports.agreesToOpen(address))) return { opened: false }
      await ports.openExternal(address)
      return { opened: true }
    } finally {
      asking = false
    }
  }

  async function openLogs(): Promise<undefined> {
    const problem = await ports.openFolder(ports.logFolder)
    if (problem === '') return
    throw new KithError('InvalidRequest', `The folder ${ports.logFolder} cannot be shown here: ${problem}`)
  }

  return {
    handlers: {
      'desktop.status': () => Promise.resolve(view()),
      'desktop.openLogs': openLogs,
      'desktop.openExternal': ({ url }) => openExternal(url),
      'desktop.takeFile': () => Promise.resolve(ports.takeFile()),
      'desktop.restart': () => {
        ports.restart()
        return Promise.resolve(undefined)
      },
      'updates.check': () => afterwards(ports.updates.check()),
      'updates.download': () => afterwards(ports.updates.download()),
      async 'updates.install'() {
        await ports.updates.install()
        return undefined
      },
    },
    changed,
    refresh,
  }
}

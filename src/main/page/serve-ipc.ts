/** Electron's IPC as a wire of the contract: one channel in, one out, and nobody but our own page may use them. */
import type { IpcMain, WebContents } from 'electron'
import { answer } from '../../contract/answer.ts'
import { CALL, EVENT, type Reply } from '../../contract/bridge.ts'
import type { Announcement, Handlers } from '../../contract/contract.ts'
import { KithError } from '../../contract/errors.ts'
import type { Source } from '../../kit/emitter.ts'
import { isOurFrame } from './app-page.policy.ts'

export interface IpcPorts {
  readonly ipc: Pick<IpcMain, 'handle' | 'removeHandler'>
  /** Every window that is open now. */
  pages(): Iterable<Pick<WebContents, 'isDestroyed' | 'send' | 'mainFrame'>>
  readonly onBug: (error: unknown) => void
}

const stranger: Reply = {
  ok: false,
  error: new KithError('PermissionDenied', 'Only the screens of Kith may speak with its node.').toJSON(),
}

/** Answers calls and passes events on until it is disposed. */
export function serveIpc(ports: IpcPorts, handlers: Handlers, events: Source<Announcement>): Disposable {
  ports.ipc.handle(CALL, (event, name: unknown, input: unknown) =>
    isOurFrame(event.senderFrame) ? answer(handlers, name, input, ports.onBug) : stranger,
  )
  const listening = events.on(({ name, payload }) => {
    for (const page of ports.pages()) {
      if (!page.isDestroyed() && isOurFrame(page.mainFrame)) page.send(EVENT, name, payload)
    }
  })
  return {
    [Symbol.dispose]() {
      ports.ipc.removeHandler(CALL)
      listening[Symbol.dispose]()
    },
  }
}

/**
 * Electron's IPC as a wire of the contract: one channel in, one out, nobody but our own page may use them, and no page can
 * drown the node, however broken it is.
 */
import type { IpcMain, WebContents } from 'electron'
import { answer } from '../../contract/answer.ts'
import { CALL, EVENT, type Reply } from '../../contract/bridge.ts'
import type { Announcement, Handlers } from '../../contract/contract.ts'
import { type ErrorName, KithError, type KithErrorOptions } from '../../contract/errors.ts'
import { fullBucket, LOCAL_CALLS, MAX_CALLS_IN_FLIGHT, takeCall } from '../../host/call-bucket.policy.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Source } from '../../kit/emitter.ts'
import { isOurFrame } from './app-page.policy.ts'
import { MAX_NAME_CHARACTERS, measureInput } from './ipc-limits.policy.ts'

export interface IpcPorts {
  readonly ipc: Pick<IpcMain, 'handle' | 'removeHandler'>
  /** Every window that is open now. */
  pages(): Iterable<Pick<WebContents, 'isDestroyed' | 'send' | 'mainFrame'>>
  readonly clock: Clock
  readonly onBug: (error: unknown) => void
}

const refuse = (name: ErrorName, message: string, options?: KithErrorOptions): Reply => ({
  ok: false,
  error: new KithError(name, message, options).toJSON(),
})

const stranger = refuse('PermissionDenied', 'Only the screens of Kith may speak with its node.')
const tooMany = refuse('LimitReached', `At most ${MAX_CALLS_IN_FLIGHT} calls may wait for their answer at a time.`)
const noCall = refuse('InvalidRequest', 'There is no such call.')
const tooLarge = refuse('InvalidRequest', 'That is larger than anything that the node takes.')
const notPlain = refuse('InvalidRequest', 'The node takes plain values only: texts, numbers, lists and objects.')

/** What one page may still ask for. */
function createAllowance(clock: Clock) {
  let bucket = fullBucket(LOCAL_CALLS, clock.now())
  let inFlight = 0
  return {
    /** `null`: go on. Nothing of the message is looked at before. */
    take(): Reply | null {
      const [next, verdict] = takeCall(bucket, clock.now(), LOCAL_CALLS)
      // A socket that goes on is dropped. A page cannot be, and must not owe more than it can wait for.
      if (verdict.is !== 'drop') bucket = next
      if (verdict.is === 'pass') return inFlight >= MAX_CALLS_IN_FLIGHT ? tooMany : null
      const retryAfterMs =
        verdict.is === 'refuse' ? verdict.retryAfterMs : (LOCAL_CALLS.burst / LOCAL_CALLS.perSecond) * 1_000
      return refuse('RateLimited', 'Too many calls. Wait a moment and try again.', { details: { retryAfterMs } })
    },
    async spend(work: Promise<Reply>): Promise<Reply> {
      inFlight += 1
      try {
        return await work
      } finally {
        inFlight -= 1
      }
    },
  }
}

/** Answers calls and passes events on until it is disposed. */
export function serveIpc(ports: IpcPorts, handlers: Handlers, events: Source<Announcement>): Disposable {
  // A page that is loaded anew is the same `WebContents`, and has no more than it had.
  const allowances = new WeakMap<WebContents, ReturnType<typeof createAllowance>>()

  function allowanceOf(page: WebContents): ReturnType<typeof createAllowance> {
    const known = allowances.get(page) ?? createAllowance(ports.clock)
    allowances.set(page, known)
    return known
  }

  async function call(page: WebContents, name: unknown, input: unknown): Promise<Reply> {
    const allowance = allowanceOf(page)
    const refusal = allowance.take()
    if (refusal) return refusal
    if (typeof name !== 'string' || name.length > MAX_NAME_CHARACTERS) return noCall
    const measured = measureInput(input)
    if (measured !== 'fits') return measured === 'too-large' ? tooLarge : notPlain
    return allowance.spend(answer(handlers, name, input, ports.onBug))
  }

  ports.ipc.handle(CALL, (event, name: unknown, input: unknown) =>
    isOurFrame(event.senderFrame) ? call(event.sender, name, input) : stranger,
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

/** One page of Chromium as the stand-in drives it: its frames, its requests, its preload, and the messages between. */
import { randomUUID } from 'node:crypto'
import { toApp, toBrowser } from './address.ts'
import type { Devtools, DevtoolsSession, Params } from './devtools.ts'
import { mainWorldSource, preloadWorldSource } from './page-script.ts'
import { flatten, unflatten } from './wire.ts'

export interface FrameState {
  id: string
  parent: FrameState | null
  /** As the app sees it. */
  url: string
  name: string
  isGone: boolean
}

export interface PageMessage {
  readonly kind: 'invoke' | 'send'
  readonly id: number
  readonly channel: string
  readonly args: readonly unknown[]
  readonly frame: FrameState
  /** Answers an `invoke`. */
  answer(reply: { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string }): void
}

export interface PageRequest {
  /** As the app sees it. */
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  readonly resourceType: string
  readonly isRedirect: boolean
}

export interface PageAnswer {
  readonly status: number
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly body: Buffer
}

export interface PageEvents {
  message(message: PageMessage): void
  /** `null` refuses it. */
  request(request: PageRequest): Promise<PageAnswer | null>
  /** The page itself wants to leave. Answers whether it may. */
  wantsToLeave(url: string): boolean
  /** The page asked for another window; none is made. */
  wantsWindow(asked: { url: string; frameName: string; features: string }): void
  navigated(frame: FrameState, inPage: boolean): void
  loaded(): void
  title(title: string): void
  crashed(): void
  /** The page is gone without having been closed from here. */
  closed(): void
  reachedOut(url: string): void
}

export interface PageOptions {
  /** Source of the preload, or `null`. */
  readonly preload: string | null
  readonly subFrames: boolean
  readonly size: () => { readonly width: number; readonly height: number }
  readonly dark: () => boolean
}

export interface StandInPage {
  readonly mainFrame: FrameState
  readonly targetId: () => string | null
  navigate(url: string): Promise<void>
  reload(): Promise<void>
  /** Told to the main frame's preload; dropped when there is none. */
  send(channel: string, args: readonly unknown[]): void
  run(expression: string): Promise<unknown>
  resize(): void
  repaint(): void
  crash(): void
  close(): Promise<void>
}

const WORLD = 'Electron Isolated Context'
const BINDING = '__standInTell'

export function openPage(
  devtools: Devtools,
  options: PageOptions,
  events: PageEvents,
  spare: () => Promise<string> | null,
): StandInPage {
  const mainFrame: FrameState = { id: '', parent: null, url: '', name: '', isGone: false }
  const frames = new Map<string, FrameState>()
  /** Worlds of preloads, by the number of their context. */
  const worlds = new Map<number, string>()
  let session: DevtoolsSession | null = null
  let targetId: string | null = null
  let isClosed = false
  let isCrashed = false
  let ready = create()
  let loads: { resolve(): void; reject(error: Error): void }[] = []

  async function create(): Promise<DevtoolsSession> {
    const { width, height } = options.size()
    const target =
      (await spare()) ??
      (await devtools.send('Target.createTarget', { url: 'about:blank', newWindow: true, width, height })).targetId
    targetId = target
    mainFrame.id = target
    frames.clear()
    worlds.clear()
    frames.set(target, mainFrame)
    const { sessionId } = await devtools.send('Target.attachToTarget', { targetId: target, flatten: true })
    const made = devtools.session(sessionId, hear)
    const secret = randomUUID()
    await Promise.all([
      made.send('Page.enable'),
      made.send('Runtime.enable'),
      made.send('Network.enable'),
      made.send('Inspector.enable'),
      made.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      made.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD }),
      made.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldSource(secret) }),
      made.send('Page.addScriptToEvaluateOnNewDocument', {
        source: preloadWorldSource(options.preload, { secret, binding: BINDING, subFrames: options.subFrames }),
        worldName: WORLD,
      }),
      sized(made),
      painted(made),
    ])
    session = made
    return made
  }

  const sized = (to: DevtoolsSession): Promise<unknown> =>
    to.send('Emulation.setDeviceMetricsOverride', { ...options.size(), deviceScaleFactor: 0, mobile: false })
  const painted = (to: DevtoolsSession): Promise<unknown> =>
    to.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value: options.dark() ? 'dark' : 'light' }],
    })
  /** A page that closes meanwhile takes its answers along. */
  const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined)

  function hear(method: string, params: Params): void {
    switch (method) {
      case 'Runtime.bindingCalled':
        return hearMessages(params as unknown as { name: string; payload: string; executionContextId: number })
      case 'Fetch.requestPaused':
        return quietly(answerRequest(params as unknown as Paused))
      case 'Runtime.executionContextCreated':
        return hearWorld(params['context'] as { id: number; name: string; auxData?: { frameId: string } })
      case 'Runtime.executionContextDestroyed':
        return void worlds.delete(params['executionContextId'] as number)
      case 'Runtime.executionContextsCleared':
        return worlds.clear()
      case 'Page.frameAttached':
        return void frameOf(params['frameId'] as string, params['parentFrameId'] as string)
      case 'Page.frameDetached':
        return forgetFrame(params['frameId'] as string, params['reason'] as string)
      case 'Page.frameNavigated':
        return hearNavigation(
          params['frame'] as { id: string; parentId?: string; url: string; urlFragment?: string; name?: string },
        )
      case 'Page.navigatedWithinDocument':
        return hearSteps(params['frameId'] as string, params['url'] as string)
      case 'Page.loadEventFired':
        return loaded()
      case 'Page.windowOpen':
        return events.wantsWindow({
          url: toApp(params['url'] as string),
          frameName: params['windowName'] as string,
          features: (params['windowFeatures'] as string[]).join(','),
        })
      case 'Network.webSocketCreated':
        return events.reachedOut(params['url'] as string)
      case 'Inspector.targetCrashed':
        return crashed()
      case 'Inspector.detached':
        return gone()
      default:
    }
  }

  function crashed(): void {
    if (isCrashed) return
    isCrashed = true
    worlds.clear()
    mainFrame.isGone = true
    events.crashed()
  }

  function gone(): void {
    if (isClosed || isCrashed) return
    isClosed = true
    session?.forget()
    events.closed()
  }

  function frameOf(id: string, parentId: string | undefined): FrameState {
    const known = frames.get(id)
    if (known) return known
    const parent = parentId === undefined ? null : (frames.get(parentId) ?? null)
    const made: FrameState = { id, parent, url: '', name: '', isGone: false }
    frames.set(id, made)
    return made
  }

  function forgetFrame(id: string, reason: string): void {
    if (reason === 'swap') return
    const frame = frames.get(id)
    if (frame) frame.isGone = true
    frames.delete(id)
  }

  function hearWorld({ id, name, auxData }: { id: number; name: string; auxData?: { frameId: string } }): void {
    if (name === WORLD && auxData) worlds.set(id, auxData.frameId)
  }

  function hearNavigation({
    id,
    parentId,
    url,
    urlFragment = '',
    name = '',
  }: {
    id: string
    parentId?: string
    url: string
    urlFragment?: string
    name?: string
  }): void {
    const frame = frameOf(id, parentId)
    frame.url = toApp(url + urlFragment)
    frame.name = name
    frame.isGone = false
    events.navigated(frame, false)
  }

  function hearSteps(id: string, url: string): void {
    const frame = frames.get(id)
    if (!frame) return
    frame.url = toApp(url)
    events.navigated(frame, true)
  }

  function loaded(): void {
    const waiting = loads
    loads = []
    for (const { resolve } of waiting) resolve()
    events.loaded()
    quietly(title())
  }

  async function title(): Promise<void> {
    events.title(String(await run('document.title')))
  }

  function hearMessages({
    name,
    payload,
    executionContextId,
  }: {
    name: string
    payload: string
    executionContextId: number
  }): void {
    const frame = frames.get(worlds.get(executionContextId) ?? '')
    if (name !== BINDING || !frame) return
    for (const message of JSON.parse(payload) as Told[]) {
      if (message.kind === 'navigate') {
        const url = toApp(message.url)
        if (events.wantsToLeave(url)) quietly(navigate(url))
        continue
      }
      const { kind, id, channel, text } = message
      events.message({
        kind,
        id,
        channel,
        args: unflatten(text) as unknown[],
        frame,
        answer: (reply) =>
          deliver(executionContextId, {
            kind: 'reply',
            id,
            ok: reply.ok,
            ...(reply.ok ? { text: flatten(reply.value) } : { error: reply.error }),
          }),
      })
    }
  }

  /** Gathered for one turn: a hundred thousand answers must not be a hundred thousand messages. */
  let outgoing = new Map<number, object[]>()
  function deliver(world: number, message: object): void {
    if (!worlds.has(world)) return
    const batch = outgoing.get(world)
    if (batch) {
      batch.push(message)
      return
    }
    outgoing.set(world, [message])
    if (outgoing.size === 1) setImmediate(flush)
  }

  function flush(): void {
    const all = outgoing
    outgoing = new Map()
    for (const [contextId, batch] of all) {
      if (session && worlds.has(contextId))
        quietly(
          session.send('Runtime.evaluate', {
            contextId,
            expression: `kithStandInDeliver(${JSON.stringify(JSON.stringify(batch))})`,
          }),
        )
    }
  }

  async function answerRequest({ requestId, request, resourceType, redirectedRequestId }: Paused): Promise<void> {
    if (!session) return
    const to = session
    const answer = await events.request({
      url: toApp(request.url),
      method: request.method,
      headers: request.headers,
      body: request.postData,
      resourceType,
      isRedirect: redirectedRequestId !== undefined,
    })
    if (answer === null) await to.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' })
    else
      await to.send('Fetch.fulfillRequest', {
        requestId,
        responseCode: answer.status,
        responseHeaders: [...answer.headers],
        body: answer.body.toString('base64'),
      })
  }

  async function navigate(url: string): Promise<void> {
    await revive()
    const to = await ready
    const done = Promise.withResolvers<undefined>()
    const waiting = { resolve: () => done.resolve(undefined), reject: done.reject }
    loads.push(waiting)
    const { errorText, loaderId } = await to.send('Page.navigate', { url: toBrowser(url) })
    if (errorText) throw new Error(`${errorText} loading '${url}'`)
    // Within the same document nothing is loaded.
    if (loaderId === undefined) waiting.resolve()
    await done.promise
  }

  /** A page that crashed gets another process, and with it another target. */
  async function revive(): Promise<void> {
    if (!isCrashed) return
    const old = await ready
    old.forget()
    if (targetId !== null) quietly(devtools.send('Target.closeTarget', { targetId }))
    session = null
    isCrashed = false
    mainFrame.isGone = false
    ready = create()
    await ready
  }

  async function run(expression: string): Promise<unknown> {
    const to = await ready
    const { result, exceptionDetails } = await to.send('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value as unknown
  }

  quietly(ready)
  return {
    mainFrame,
    targetId: () => (isClosed || isCrashed ? null : targetId),
    navigate,
    async reload() {
      const { url } = mainFrame
      if (isCrashed) return navigate(url)
      const to = await ready
      await to.send('Page.reload', {})
    },
    send(channel, args) {
      for (const [world, frameId] of worlds)
        if (frameId === mainFrame.id) deliver(world, { kind: 'event', channel, text: flatten(args) })
    },
    run,
    resize: () => quietly(ready.then(sized)),
    repaint: () => quietly(ready.then(painted)),
    crash: () => quietly(ready.then((to) => to.send('Page.crash'))),
    async close() {
      if (isClosed) return
      isClosed = true
      await ready.catch(() => undefined)
      if (targetId !== null) await devtools.send('Target.closeTarget', { targetId }).catch(() => undefined)
      session?.forget()
    },
  }
}

type Told =
  | { readonly kind: 'invoke' | 'send'; readonly id: number; readonly channel: string; readonly text: string }
  | { readonly kind: 'navigate'; readonly url: string }

interface Paused {
  readonly requestId: string
  readonly request: { url: string; method: string; headers: Record<string, string>; postData?: string }
  readonly resourceType: string
  readonly redirectedRequestId?: string
}

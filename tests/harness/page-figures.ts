/** What a page costs, measured from outside of it: frames while it scrolls, the main thread's time, the memory that it holds. */
import { readFileSync } from 'node:fs'
import type { CDPSession, Page } from 'playwright-core'
import { pageProbe } from './page-probe.ts'

export interface Frames {
  readonly perSecond: number
  /** Of the time between two frames, milliseconds. */
  readonly medianMs: number
  readonly slowestTwentiethMs: number
  /** 0 to 1: frames that came more than 20 ms after the one before. */
  readonly lateShare: number
  /** Frames in which a place of the list was empty. */
  readonly gaps: number
  /** Processor time of the page's main thread for each frame, milliseconds. */
  readonly threadMs: number
  readonly count: number
}

export interface Cost {
  /** Milliseconds of the main thread, all of it: script, style, layout, paint. Its processor time, which others on the machine do not lengthen. */
  readonly threadMs: number
  /** The same by the clock on the wall. */
  readonly taskMs: number
  /** Of that, script. */
  readonly scriptMs: number
  /** Of all threads of the page's process: with painting by software its rasters too. */
  readonly processMs: number
}

export interface PageMemory {
  /** Bytes of the page's script heap, after everything that can go has gone. */
  readonly heapBytes: number
  /** Bytes that its process holds for itself: the heap, the document, pictures of what is painted, Chromium's own. */
  readonly privateBytes: number
}

export interface PageFigures {
  /** Turns the wheel over the list of peers. @param pixelsPerSecond how fast */
  scroll(pixels: number, pixelsPerSecond: number): Promise<Frames>
  /** What one of `work` costs, on the average of `count`; what an idle page costs in that time is taken off. */
  cost(count: number, work: (n: number) => Promise<unknown>): Promise<Cost>
  /** Lets the page hear events of the node. */
  tell(name: string, payloads: readonly unknown[]): Promise<void>
  memory(): Promise<PageMemory>
}

/** Before the page is opened. */
export const installProbe = (page: Page): Promise<unknown> => page.addInitScript({ content: pageProbe })

/** After it was opened. */
export async function pageFigures(page: Page): Promise<PageFigures> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const pid = await rendererPid(page)

  return {
    async scroll(pixels, pixelsPerSecond) {
      await page.evaluate('kithProbe.watchFrames()')
      const before = await totals(session)
      await session.send('Input.synthesizeScrollGesture', {
        x: 500,
        y: 400,
        yDistance: -pixels,
        speed: pixelsPerSecond,
        gestureSourceType: 'mouse',
        preventFling: true,
      })
      const after = await totals(session)
      return framesOf(await page.evaluate<Seen>('kithProbe.frames()'), after.threadMs - before.threadMs)
    },
    async cost(count, work) {
      const began = performance.now()
      const before = await totals(session)
      for (let n = 0; n < count; n++) await work(n)
      await page.evaluate('kithProbe.painted()')
      const after = await totals(session)
      const tookMs = performance.now() - began
      // The page has a clock that ticks, and so has Chromium: as long again, with nothing to do.
      await new Promise((resolve) => setTimeout(resolve, Math.min(tookMs, IDLE_MS)))
      const idle = await totals(session)
      const idleShare = tookMs / Math.min(tookMs, IDLE_MS)
      const each = (of: (totals: Totals) => number): number =>
        (of(after) - of(before) - (of(idle) - of(after)) * idleShare) / count
      return {
        threadMs: each((one) => one.threadMs),
        taskMs: each((one) => one.taskMs),
        scriptMs: each((one) => one.scriptMs),
        processMs: each((one) => one.processMs),
      }
    },
    async tell(name, payloads) {
      await page.evaluate(
        `for (const payload of ${JSON.stringify(payloads)}) kithProbe.tell(${JSON.stringify(name)}, payload); kithProbe.painted()`,
      )
    },
    async memory() {
      // What is held by a weak reference or a finished promise goes only with a later turn.
      for (let round = 0; round < 3; round++) {
        await session.send('HeapProfiler.collectGarbage')
        await page.evaluate('kithProbe.painted()')
      }
      const { usedSize } = await session.send('Runtime.getHeapUsage')
      return { heapBytes: usedSize, privateBytes: privateBytesOf(pid) }
    },
  }
}

const IDLE_MS = 2_000

interface Seen {
  readonly times: readonly number[]
  readonly gaps: number
}

function framesOf({ times, gaps }: Seen, threadMs: number): Frames {
  // A page that comes too late for one frame is asked twice for the next: that is one picture.
  const shown = times.filter((at, n) => n === 0 || at > (times[n - 1] ?? 0))
  const between = shown.slice(1).map((at, n) => at - (shown[n] ?? 0))
  const sorted = [...between].sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  const lasted = (shown.at(-1) ?? 0) - (shown[0] ?? 0)
  return {
    perSecond: (between.length / lasted) * 1_000,
    medianMs: at(0.5),
    slowestTwentiethMs: at(0.95),
    lateShare: between.filter((ms) => ms > 20).length / between.length,
    gaps,
    threadMs: threadMs / between.length,
    count: between.length,
  }
}

interface Totals {
  readonly threadMs: number
  readonly taskMs: number
  readonly scriptMs: number
  readonly processMs: number
}

async function totals(session: CDPSession): Promise<Totals> {
  const { metrics } = await session.send('Performance.getMetrics')
  const ms = (name: string): number => (metrics.find((metric) => metric.name === name)?.value ?? Number.NaN) * 1_000
  return {
    threadMs: ms('ThreadTime'),
    taskMs: ms('TaskDuration'),
    scriptMs: ms('ScriptDuration'),
    processMs: ms('ProcessTime'),
  }
}

/** The process that draws this page: Chromium keeps a spare one beside it, which has hardly worked. */
async function rendererPid(page: Page): Promise<number> {
  const browser = page.context().browser()
  if (browser === null) throw new Error('the page has no browser')
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const [busiest] = processInfo.filter(({ type }) => type === 'renderer').sort((a, b) => b.cpuTime - a.cpuTime)
  if (busiest === undefined) throw new Error('the browser has no page')
  return busiest.id
}

/** Bytes that nobody shares (`/proc` knows them on Linux only). */
function privateBytesOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const kib = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0)
  return (kib('Private_Dirty') + kib('Private_Clean')) * 1_024
}

/**
 * What ten thousand known peers cost on screen: `npm run bench -- screens`. A real node, a real Chromium that paints by software (`--disable-gpu`):
 * how the list scrolls, what one peer's news costs the page, what the page holds, and whether an hour of news makes it grow.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { MIB } from '../src/kit/units.ts'
import { startBrowser } from '../tests/harness/browser.ts'
import { crowdName, startCrowd } from '../tests/harness/crowd.ts'
import { type Cost, type Frames, installProbe, pageFigures } from '../tests/harness/page-figures.ts'
import { type Figure, median, report } from './figures.ts'

/** Each of them a scroll of some seconds: a reading person, a searching one, one who throws the wheel. */
const SPEEDS = [1_000, 4_000, 20_000]
const SCROLL_S = 3
const UPDATES = 200
/** A local client may call a hundred times a second. */
const BETWEEN_MS = 12
/** An hour of a peer that is heard of every five seconds is 720; of a busy list it is this many. */
const HOUR_OF_NEWS = 20_000
const IN_ONE_GO = 2_000

await using crowd = await startCrowd()
await using browser = await startBrowser()
const { page, errors } = await browser.open()
await installProbe(page)
const opened = performance.now()
await page.goto(crowd.node.ready.uiUrl ?? '')
await page.getByRole('grid').getByRole('row').nth(5).waitFor()
const openMs = performance.now() - opened
const figures = await pageFigures(page)
const atRest = await figures.memory()

const scrolls: Frames[] = []
for (const speed of SPEEDS) scrolls.push(await figures.scroll(speed * SCROLL_S, speed))
await page.getByRole('grid').press('Home')
// The order is held for two seconds after a key.
await sleep(2_500)

const { client, peerIds } = crowd
const edit = (peerId: string, change: { readonly name?: string; readonly note?: string }): Promise<unknown> =>
  Promise.all([client.call('peers.edit', { peerId, ...change }), sleep(BETWEEN_MS)])
const seenIds = await page
  .getByRole('grid')
  .locator('.peer-row')
  .evaluateAll((rows) => rows.map(({ id }) => id.slice('peer-'.length)))
const seen = await figures.cost(UPDATES, (n) => edit(seenIds[n % 5] ?? '', { note: `note ${n}` }))
const unseen = await figures.cost(UPDATES, (n) => edit(peerIds.at(-1 - n) ?? '', { note: `note ${n}` }))
await page
  .getByTitle(/Sort by/)
  .first()
  .click()
await page.mouse.move(0, 0)
await sleep(2_500)
const moving = await figures.cost(UPDATES, (n) => edit(peerIds[5_000 + n] ?? '', { name: `Aaron ${n}` }))

const views = await client.call('peers.list')
const held: number[] = []
for (let told = 0; told < HOUR_OF_NEWS; told += IN_ONE_GO) {
  const news = Array.from({ length: IN_ONE_GO }, (_, n) => {
    const view = views[(told + n * 7) % views.length]
    return { upserted: [{ ...view, rttMs: (told + n) % 90, note: `${told} ${n}` }], removed: [] }
  })
  await figures.tell('peers.changed', news)
  held.push((await figures.memory()).heapBytes)
}
const end = await figures.memory()
if (errors.length > 0) throw new Error(`the page complained: ${errors.join('; ')}`)

const mib = (bytes: number): number => bytes / MIB
const costOf = (what: string, cost: Cost): Figure[] => [
  { what: `one update, ${what}: main thread`, value: cost.threadMs, unit: 'ms', atMost: 4 },
  { what: `one update, ${what}: by the clock`, value: cost.taskMs, unit: 'ms', atMost: null },
]
report(
  'screens',
  [
    { what: `open to rows, ${peerIds.length} peers`, value: openMs, unit: 'ms', atMost: null },
    ...scrolls.flatMap((frames, n): Figure[] => [
      // Told as the time between two frames: 55 frames a second are 18.2 ms.
      {
        what: `scroll ${SPEEDS[n] ?? 0} px/s: mean of a frame`,
        value: 1_000 / frames.perSecond,
        unit: 'ms',
        atMost: 18.2,
      },
      { what: `scroll ${SPEEDS[n] ?? 0} px/s: median`, value: frames.medianMs, unit: 'ms', atMost: null },
      {
        what: `scroll ${SPEEDS[n] ?? 0} px/s: slowest twentieth`,
        value: frames.slowestTwentiethMs,
        unit: 'ms',
        atMost: null,
      },
      {
        what: `scroll ${SPEEDS[n] ?? 0} px/s: frames over 20 ms`,
        value: frames.lateShare * 100,
        unit: '%',
        atMost: null,
      },
      {
        what: `scroll ${SPEEDS[n] ?? 0} px/s: main thread for a frame`,
        value: frames.threadMs,
        unit: 'ms',
        atMost: 16.6,
      },
      {
        what: `scroll ${SPEEDS[n] ?? 0} px/s: frames with a gap`,
        value: (frames.gaps / frames.count) * 100,
        unit: '%',
        atMost: 5,
      },
    ]),
    ...costOf('a row that is seen', seen),
    ...costOf('a row that is not', unseen),
    ...costOf('a row that moves to the top', moving),
    { what: 'heap of the page', value: mib(atRest.heapBytes), unit: 'MiB', atMost: 114 },
    { what: 'heap after all of it', value: mib(end.heapBytes), unit: 'MiB', atMost: 114 },
    { what: 'its process, what it alone holds', value: mib(end.privateBytes), unit: 'MiB', atMost: 114 },
    {
      what: `heap, growth over ${HOUR_OF_NEWS} updates`,
      value: mib(median(held.slice(-3)) - median(held.slice(0, 3))),
      unit: 'MiB',
      atMost: 1,
    },
  ],
  { painting: 'by software (--disable-gpu), headless', firstPeer: crowdName(1), megabytes: '120 MB are 114 MiB' },
)

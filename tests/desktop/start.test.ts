/** From the app's first line to a list of a thousand peers that answers a key: at most a second and a half. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startKithProcess } from '../harness/kith-process.ts'
import { testPeerIds } from '../harness/test-peers.ts'
import { type DesktopApp, launchDesktop } from './driver/desktop-app.ts'

const PEERS = 1_000
const RUNS = 2
/** The product's aim, printed beside the best of the runs and what the headless host needs in the same run. */
const AIM_MS = 1_500
/** Whoever breaks the start is told; a machine that is busy with other suites is not. */
const BROKEN_MS = 10_000

/** Runs in the page: waits for rows, presses a key in the list, and answers the wall clock when a row took it. */
const ANSWERS_A_KEY = `new Promise((resolve, reject) => {
  const giveUp = setTimeout(() => reject(new Error('the list never answered: ' + document.body.innerText.slice(0, 300))), 30000)
  const look = () => {
    const grid = document.querySelector('[role=grid]')
    if (!grid || grid.querySelectorAll('[role=row][aria-selected]').length < 5) return requestAnimationFrame(look)
    const shownAt = Date.now()
    grid.focus()
    const press = () => {
      grid.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }))
      requestAnimationFrame(() => {
        if (!grid.getAttribute('aria-activedescendant')) return press()
        clearTimeout(giveUp)
        resolve({ shownAt, answeredAt: Date.now(), rows: Number(grid.getAttribute('aria-rowcount')) - 1 })
      })
    }
    press()
  }
  look()
})`

interface Run {
  readonly shownMs: number
  readonly answeredMs: number
  /** From the start of the process, which is the stand-in's loading and its browser's start in front of the app's first line. */
  readonly wholeMs: number
  readonly rows: number
  /** Of the main process: what of it was work, and not a machine that was busy with others. */
  readonly cpuMs: number
}

async function measure(app: DesktopApp): Promise<Run> {
  const { times, origin, cpuMs } = await app.evaluate(async ({ app: electronApp, BrowserWindow }, script) => {
    const contents = await new Promise<Electron.WebContents>((resolve) => {
      const look = (): void => {
        const [window] = BrowserWindow.getAllWindows()
        if (window && window.webContents.getURL() !== '') resolve(window.webContents)
        else setTimeout(look, 5)
      }
      void electronApp.whenReady().then(look)
    })
    const answered = (await contents.executeJavaScript(script)) as { shownAt: number; answeredAt: number; rows: number }
    const { user, system } = process.cpuUsage()
    return { times: answered, origin: performance.timeOrigin, cpuMs: (user + system) / 1_000 }
  }, ANSWERS_A_KEY)
  // With a runtime the process's own beginning is taken, which is a little earlier than the app's first line.
  const mainMs = (await app.standIn?.timings())?.mainMs ?? 0
  return {
    shownMs: times.shownAt - origin - mainMs,
    answeredMs: times.answeredAt - origin - mainMs,
    wholeMs: times.answeredAt - origin,
    rows: times.rows,
    cpuMs,
  }
}

it(`shows ${PEERS} known peers and answers a key soon`, async () => {
  const seeded = mkdtempSync(join(tmpdir(), 'kith-seeded-'))
  try {
    let headlessMs = 0
    {
      await using host = await startKithProcess({ dataDir: seeded })
      const list = join(seeded, 'list.txt')
      // Nobody answers at these addresses: the dials of a real start are part of what is measured.
      writeFileSync(
        list,
        testPeerIds(PEERS)
          .map((id, n) => `/ip4/127.0.0.1/tcp/${10_000 + n}/p2p/${id} "Peer ${n}"`)
          .join('\n'),
      )
      expect(await host.cli('allowlist', 'import', list, '--yes')).toMatchObject({ code: 0 })
    }
    {
      await using host = await startKithProcess({ dataDir: seeded })
      headlessMs = host.readyMs
    }
    const runs: Run[] = []
    for (let run = 0; run < RUNS; run++) {
      const dataFolder = `${seeded}-${run}`
      cpSync(seeded, dataFolder, { recursive: true })
      try {
        await using app = await launchDesktop({ dataFolder, settings: {}, env: { NODE_DISABLE_COMPILE_CACHE: '1' } })
        runs.push(await measure(app))
        expect(app.errors).toEqual([])
      } finally {
        rmSync(dataFolder, { recursive: true, force: true })
      }
    }
    const best = runs.reduce((a, b) => (b.answeredMs < a.answeredMs ? b : a))
    console.log(
      [
        'start to interactive with',
        `${best.rows} known peers: ${best.answeredMs.toFixed(0)} ms from the first line of the main bundle to a list that answered a key`,
        `(shown after ${best.shownMs.toFixed(0)} ms; with the start of the process and its browser ${best.wholeMs.toFixed(0)} ms, of which ${best.cpuMs.toFixed(0)} ms were work of the main process;`,
        `aim ${AIM_MS} ms; kith node with the same folder in the same run: ${headlessMs.toFixed(0)} ms from spawn to ready; runs: ${runs.map(({ answeredMs }) => answeredMs.toFixed(0)).join(', ')} ms)`,
      ].join(' '),
    )
    expect(best.rows).toBe(PEERS)
    expect(best.answeredMs).toBeLessThanOrEqual(BROKEN_MS)
  } finally {
    rmSync(seeded, { recursive: true, force: true })
  }
}, 180_000)

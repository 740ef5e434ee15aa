/** Pictures of the running app for the README: real nodes, a real browser. `npm run screenshots` */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { startBrowser } from '../harness/browser.ts'
import { startKithProcess } from '../harness/kith-process.ts'

const folder = join(import.meta.dirname, '..', '..', 'docs', 'images')
mkdirSync(folder, { recursive: true })

const shoot = async (page: Page, name: string): Promise<void> => {
  // The page moves nothing by itself (reduced motion), but fonts may still come.
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await page.screenshot({ path: join(folder, `${name}.png`) })
  process.stdout.write(`docs/images/${name}.png\n`)
}

await using browser = await startBrowser()
await using anna = await startKithProcess({ args: ['--name', 'Anna’s desktop'] })
await using bob = await startKithProcess({ args: ['--name', 'Bob’s laptop'] })
await using server = await startKithProcess({
  args: ['--name', 'Attic server'],
  listen: ['/ip4/127.0.0.1/udp/0/webrtc-direct'],
})
await using carol = await startKithProcess({ args: ['--name', 'Carol'] })
await using dave = await startKithProcess({ args: ['--name', 'Dave’s phone'] })
const address = anna.ready.addresses[0] ?? ''

for (const dark of [false, true]) {
  const theme = dark ? 'dark' : 'light'
  const { page } = await browser.open({ dark })
  await page.goto(anna.ready.uiUrl ?? '')
  if (!dark) {
    await page.getByRole('heading', { name: 'Your node is up' }).waitFor()
    await shoot(page, 'first-run')
    for (const node of [bob, server, carol, dave]) {
      await node.cli('peers', 'add', address)
      await anna.waitForEvent('request', ({ request }) => request.peerId === node.peerId)
    }
    await page
      .getByRole('link', { name: /Requests/ })
      .or(page.getByRole('button', { name: /Requests/ }))
      .first()
      .click()
    await page.getByText('Bob’s laptop').first().waitFor()
    await shoot(page, 'requests')
    for (const [node, level] of [
      [bob, 'verified'],
      [server, 'trusted'],
      [carol, 'verified'],
    ] as const) {
      await anna.cli('requests', 'approve', node.peerId, '--level', level)
      await anna.waitForEvent('peer', ({ peerId, state }) => peerId === node.peerId && state === 'connected')
    }
    await carol.stop()
    await anna.waitForEvent('peer', ({ peerId, state }) => peerId === carol.peerId && state !== 'connected')
  }
  await page.keyboard.press('g')
  await page.keyboard.press('p')
  const row = page.getByRole('row').filter({ hasText: 'Bob’s laptop' })
  await row.getByText(/\d\s?ms/).waitFor()
  await row.click()
  await shoot(page, `peers-${theme}`)
}

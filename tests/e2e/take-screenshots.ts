/** Pictures of the running app for the README: real nodes, a real browser. `npm run screenshots`, `… -- bandwidth` for those of that screen */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { startBrowser } from '../harness/browser.ts'
import { ensureBuilt, startKithProcess } from '../harness/kith-process.ts'
import { testPeerId } from '../harness/test-peers.ts'
import { shootBandwidth } from './bandwidth-screenshots.ts'

const folder = join(import.meta.dirname, '..', '..', 'docs', 'images')
mkdirSync(folder, { recursive: true })

/** The same in both themes, `<name>-light.png` and `<name>-dark.png`. */
const shoot = async (page: Page, name: string): Promise<void> => {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    // The page moves nothing by itself (reduced motion), but fonts may still come, and a canvas is drawn anew in other colours.
    await page.evaluate(() => document.fonts.ready.then(() => undefined))
    await page.waitForTimeout(150)
    await page.screenshot({ path: join(folder, `${name}-${theme}.png`) })
    process.stdout.write(`docs/images/${name}-${theme}.png\n`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

await using browser = await startBrowser()
await ensureBuilt()
await shootBandwidth(browser, shoot)
if (process.argv.includes('bandwidth')) {
  await browser[Symbol.asyncDispose]()
  process.exit()
}
await using anna = await startKithProcess({ args: ['--name', 'Anna’s desktop'] })
await using bob = await startKithProcess({ args: ['--name', 'Bob’s laptop'] })
await using server = await startKithProcess({
  args: ['--name', 'Attic server'],
  listen: ['/ip4/127.0.0.1/udp/0/webrtc-direct'],
})
await using carol = await startKithProcess({ args: ['--name', 'Carol'] })
await using dave = await startKithProcess({ args: ['--name', 'Dave’s phone'] })
/** A stranger that calls itself like somebody who is on the list. */
await using namesake = await startKithProcess({ args: ['--name', 'Bob’s laptop'] })
const address = anna.ready.addresses[0] ?? ''
const friendsFile = `# from the old machine
${server.peerId} trusted "Attic" keep note="behind the stairs"
${testPeerId(1)} verified "Emma" permissions=message
12D3KooWx verified "A line that was cut"
${bob.peerId} verified
`

const absent = [
  ['Emma', 'chess on Thursdays'],
  ['Farid', ''],
  ['Old backup box', 'was in the cellar'],
  ['Not the bank', ''],
  ['Greta’s studio', 'sends large files'],
] as const

async function go(page: Page, key: string): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press(key)
}

const { page } = await browser.open()
await page.goto(`${new URL(anna.ready.uiUrl ?? '').origin}/`)
await page.getByRole('heading', { level: 1 }).waitFor()
await shoot(page, 'no-key')

await page.goto(anna.ready.uiUrl ?? '')
await page.getByRole('heading', { name: 'Your node is up' }).waitFor()
await shoot(page, 'first-run')
for (const node of [bob, server, carol, dave]) {
  await node.cli('peers', 'add', address)
  await anna.waitForEvent('request', ({ request }) => request.peerId === node.peerId)
}
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
// Who is on the list but was not here today: a list of four says little about a list.
for (const [n, [name, note]] of absent.entries()) {
  const far = `/ip4/203.0.113.${20 + n}/tcp/4711/p2p/${testPeerId(n + 1)}`
  await anna.cli('peers', 'add', far, '--name', name, '--no-keep', ...(note === '' ? [] : ['--note', note]))
}
await anna.cli('trust', testPeerId(4), 'blocked')
await anna.cli('ban', testPeerId(3), '--for', '7d')
await go(page, 'p')
const row = page.getByRole('row').filter({ hasText: 'Bob’s laptop' })
await row.getByText(/\d\s?ms/).waitFor()
await shoot(page, 'peers')
await row.click()
// A past worth looking at: it freezes (Bob is verified, so his side comes back), is noticed, and comes back.
process.kill(bob.ready.pid, 'SIGSTOP')
await anna.waitForEvent('peer', ({ peerId, state }) => peerId === bob.peerId && state === 'failed', 30_000)
process.kill(bob.ready.pid, 'SIGCONT')
await row.getByText('Connected').waitFor()
await shoot(page, 'peer')
await page.getByRole('button', { name: 'Compare words…' }).click()
await page.getByRole('img', { name: /QR code/ }).waitFor()
await shoot(page, 'words')
await page.keyboard.press('Escape')

await page.keyboard.press('Control+k')
await page.keyboard.type('bob')
await page.getByRole('option').first().waitFor()
await shoot(page, 'palette')
for (const key of ['Escape', 'Escape', 'Escape']) await page.keyboard.press(key)

await page.getByRole('button', { name: 'Allowlist' }).click()
await page.getByRole('menuitem', { name: 'Import…' }).click()
await page.getByRole('textbox', { name: 'Text of the allowlist' }).fill(friendsFile)
await page.getByRole('button', { name: 'Show what it would change' }).click()
await page.getByRole('table', { name: 'What the import would do' }).waitFor()
await shoot(page, 'import')
await page.keyboard.press('Escape')
await page.keyboard.press('a')
await page.getByRole('dialog').getByRole('textbox').first().fill('192.0.2.7:4711')
await page.waitForTimeout(500)
await shoot(page, 'add-peer')
await page.keyboard.press('Escape')

await go(page, 'i')
await page.getByRole('main').getByRole('button', { name: 'Invite somebody' }).first().click()
await page.getByRole('textbox', { name: /For whom/ }).fill('Emma')
await page.getByRole('button', { name: 'Make the link' }).click()
await page.getByRole('img', { name: /QR code/ }).waitFor()
await shoot(page, 'invite')
await page.getByRole('button', { name: 'Copy the link' }).click()
await page.getByRole('button', { name: 'Done' }).click()
await page.getByRole('dialog').waitFor({ state: 'detached' })
await shoot(page, 'invites')

await namesake.cli('peers', 'add', address)
await anna.waitForEvent('request', ({ request }) => request.peerId === namesake.peerId)
await go(page, 'r')
await page.getByText('Dave’s phone').first().waitFor()
await shoot(page, 'requests')
await go(page, 'a')
await page.getByRole('row').filter({ hasText: 'Bob' }).first().waitFor()
await shoot(page, 'activity')
await go(page, 'h')
await page.getByRole('heading', { name: 'Kept peers' }).waitFor()
await shoot(page, 'health')
await go(page, 's')
await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
for (const group of await page.locator('.settings-group-name').allInnerTexts()) {
  await page.getByRole('navigation', { name: 'Groups of settings' }).getByRole('button', { name: group }).click()
  await shoot(page, `settings-${group.toLowerCase().replace(/\W+/g, '-')}`)
}
await page.keyboard.press('?')
await page.getByRole('dialog').waitFor()
await shoot(page, 'keys')
await page.keyboard.press('Escape')
await go(page, 'p')
await anna.kill()
await page.getByText('The node does not answer').waitFor()
await shoot(page, 'lost')

/** Editing the allowlist in a real browser with real nodes: permissions, removal and undo, import, safety words. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PeerView } from '../../src/contract/views.ts'
import { expectAccessible } from '../harness/accessibility.ts'
import { startBrowser, type TestBrowser } from '../harness/browser.ts'
import { type KithProcess, startKithProcess } from '../harness/kith-process.ts'
import { testPeerId } from '../harness/test-peers.ts'

let browser: TestBrowser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser[Symbol.asyncDispose]())

const urlOf = (node: KithProcess): string => node.ready.uiUrl ?? ''
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })

async function peerOf(node: KithProcess, peerId: string): Promise<PeerView> {
  return (await node.cli('peers', 'show', peerId)).json as PeerView
}

async function peersOf(node: KithProcess): Promise<readonly PeerView[]> {
  const { json } = await node.cli('peers', 'ls')
  return json as PeerView[]
}

/** Puts peers on the list that nobody will ever meet. */
async function listOf(node: KithProcess, names: readonly string[]): Promise<void> {
  for (const [n, name] of names.entries()) {
    const address = `/ip4/127.0.0.1/tcp/9/p2p/${testPeerId(n + 1)}`
    const added = await node.cli('peers', 'add', address, '--name', name, '--no-keep')
    expect(added.code, added.stderr).toBe(0)
  }
}

/** Two nodes that let each other in. */
async function meet(host: KithProcess, guest: KithProcess): Promise<void> {
  await guest.cli('peers', 'add', host.ready.addresses[0] ?? '')
  await host.waitForEvent('request', ({ request }) => request.peerId === guest.peerId)
  await host.cli('requests', 'approve', guest.peerId)
  await host.waitForEvent('peer', ({ peerId, state }) => peerId === guest.peerId && state === 'connected')
}

it('a person changes what a peer may do, and what was chosen holds in the node', async () => {
  await using host = await startKithProcess({ args: ['--name', 'Anna'] })
  await using guest = await startKithProcess({ args: ['--name', 'Bob'] })
  await meet(host, guest)
  const { page, errors } = await browser.open()
  await page.goto(urlOf(host))
  await row(page, 'Bob').click()

  const offers = page.getByRole('switch', { name: 'Offer files' })
  expect(await offers.isChecked()).toBe(true)
  await offers.click()
  await page.getByText('usually on').waitFor()
  await expect
    .poll(async () => peerOf(host, guest.peerId))
    .toMatchObject({
      permissions: ['message'],
      ownPermissions: true,
    })

  // A level changes the rest, but not what was chosen for this peer.
  await page.getByRole('radio', { name: 'Trusted' }).check({ force: true })
  await page.getByText('Bob is now trusted.').waitFor()
  await page.getByRole('button', { name: 'Back to trusted' }).click()
  await page.getByText('as every trusted peer').waitFor()
  await expect.poll(async () => (await peerOf(host, guest.peerId)).permissions).toHaveLength(5)

  await page.getByRole('textbox', { name: 'Note' }).fill('Met at the fair.\nPlays chess.')
  await page.keyboard.press('Control+Enter')
  await page.getByText('The note about Bob is saved.').waitFor()
  expect((await peerOf(host, guest.peerId)).note).toBe('Met at the fair.\nPlays chess.')
  expect(errors).toEqual([])
})

it('several are selected, changed and removed at once, and all of it is undone', async () => {
  await using host = await startKithProcess({ args: ['--name', 'Anna'] })
  await listOf(host, ['Carol', 'Dave', 'Emma', 'Frank'])
  const before = await peersOf(host)
  const { page, errors } = await browser.open()
  await page.goto(urlOf(host))
  await row(page, 'Frank').waitFor()
  await page.getByRole('button', { name: 'Sort by Peer' }).or(page.getByTitle('Sort by Peer')).first().click()

  // With the keyboard: into the list, down, and a range.
  await page.getByRole('grid').focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowDown')
  const bar = page.getByRole('toolbar', { name: 'With the selected peers' })
  await bar.getByText('2 selected').waitFor()
  await bar.getByRole('button', { name: 'Level' }).click()
  await page.getByRole('menuitem', { name: 'Make trusted' }).click()
  await page.getByText('2 peers are now trusted.').waitFor()
  expect((await peersOf(host)).filter((peer) => peer.trust === 'trusted').map((peer) => peer.name)).toEqual(
    expect.arrayContaining(['Carol', 'Dave']),
  )
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('2 peers are as before.').waitFor()

  await page.getByRole('grid').focus()
  await page.keyboard.press('Control+a')
  await bar.getByText('4 selected').waitFor()
  await row(page, 'Emma').getByRole('checkbox').click()
  await bar.getByText('3 selected').waitFor()
  await page.keyboard.press('Delete')
  await page.getByText('3 peers are removed.').waitFor()
  await row(page, 'Carol').waitFor({ state: 'detached' })
  expect((await peersOf(host)).map((peer) => peer.name)).toEqual(['Emma'])
  await page.keyboard.press('Control+z')
  await page.getByText('3 peers are as before.').waitFor()
  await row(page, 'Carol').waitFor()

  const decided = (peers: readonly PeerView[]) =>
    peers
      .map(({ peerId, name, trust, kept, permissions, addresses }) => ({
        peerId,
        name,
        trust,
        kept,
        permissions,
        addresses,
      }))
      .sort((a, b) => (a.peerId < b.peerId ? -1 : 1))
  expect(decided(await peersOf(host))).toEqual(decided(before))
  expect(errors).toEqual([])
})

it('a list is exported, mended, looked at and imported, and taken back', async () => {
  await using host = await startKithProcess({ args: ['--name', 'Anna'] })
  await listOf(host, ['Carol', 'Dave'])
  const { page, errors } = await browser.open()
  await page.goto(urlOf(host))
  await row(page, 'Dave').waitFor()

  await page.getByRole('button', { name: 'Allowlist' }).click()
  await page.getByRole('menuitem', { name: 'Export…' }).click()
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download 2 peers' }).click()
  const stream = await (await downloading).createReadStream()
  let exported = ''
  for await (const piece of stream) exported += String(piece)
  expect(exported).toContain(testPeerId(1))
  await page.getByText(/2 peers exported to .*\.txt/).waitFor()

  // Carol becomes trusted, Dave is left out, Zoe is new, and one line makes no sense.
  const mended = [
    `${testPeerId(1)} trusted "Carol"`,
    'this is no peer',
    `${testPeerId(30)} verified "Zoe" # from the fair`,
  ].join('\n')
  await page.getByRole('button', { name: 'Allowlist' }).click()
  await page.getByRole('menuitem', { name: 'Import…' }).click()
  await page.getByRole('textbox', { name: 'Text of the allowlist' }).fill(mended)
  await page.getByRole('button', { name: 'Show what it would change' }).click()
  const table = page.getByRole('table', { name: 'What the import would do' })
  await table.waitFor()
  const [, invalid, , changed] = await table.getByRole('row').allInnerTexts()
  expect(invalid).toMatch(/^\s*2\s+this is no peer/)
  expect(changed?.replace(/\s+/g, ' ')).toMatch(/Carol.*level Verified .*Trusted/)
  await page.getByText('1 invalid line is left out.').waitFor()
  const missing = page.getByRole('checkbox', { name: 'Also remove the 1 that is missing from this list' })
  expect(await missing.isChecked()).toBe(false)
  await page.getByRole('button', { name: 'Add 1, change 1', exact: true }).waitFor()
  await missing.check()
  await page.getByRole('button', { name: 'Add 1, change 1, remove 1' }).click()
  await page.getByText('Imported: 1 added, 1 changed, 1 removed.').waitFor()
  await row(page, 'Zoe').waitFor()
  expect((await peersOf(host)).map(({ name, trust }) => `${name ?? ''} ${trust}`).sort()).toEqual([
    'Carol trusted',
    'Zoe verified',
  ])

  await page.getByRole('button', { name: 'Undo' }).last().click()
  await page.getByText(/The import is taken back/).waitFor()
  expect((await peersOf(host)).map(({ name, trust }) => `${name ?? ''} ${trust}`).sort()).toEqual([
    'Carol verified',
    'Dave verified',
  ])
  expect(errors).toEqual([])
})

it('two people compare words side by side: both screens show the same, and each side writes it down', async () => {
  await using host = await startKithProcess({ args: ['--name', 'Anna'] })
  await using guest = await startKithProcess({ args: ['--name', 'Bob'] })
  await meet(host, guest)
  const left = await browser.open({ width: 900, height: 700 })
  const right = await browser.open({ width: 900, height: 700, dark: true })
  const openWords = async ({ page }: typeof left, node: KithProcess, name: string): Promise<readonly string[]> => {
    await page.goto(urlOf(node))
    await row(page, name).click()
    await page.getByRole('button', { name: 'Compare words…' }).click()
    const words = page.getByRole('list', { name: 'Safety words' }).getByRole('listitem')
    await words.first().waitFor()
    return words.allInnerTexts()
  }
  const [ours, theirs] = [await openWords(left, host, 'Bob'), await openWords(right, guest, 'Anna')]
  expect(ours).toHaveLength(6)
  expect(ours).toEqual(theirs)
  await left.page.getByRole('img', { name: /QR code/ }).waitFor()

  await left.page.getByRole('button', { name: 'They match', exact: true }).click()
  await left.page.getByRole('heading', { name: 'It is Bob' }).waitFor()
  await left.page
    .getByText(/you compared the safety words/)
    .first()
    .waitFor()
  await left.page.getByRole('button', { name: 'Done' }).click()
  expect((await peerOf(host, guest.peerId)).verified).toMatchObject({ how: 'words' })

  // The other one got the words in a message, first a wrong one.
  const field = right.page.getByRole('textbox', { name: 'Or paste what their screen shows' })
  await field.fill([...ours].reverse().join(' '))
  await right.page.getByRole('button', { name: 'Check' }).click()
  await right.page.getByText(/These are other words/).waitFor()
  const shown = (await host.cli('words', guest.peerId)).json as { readonly code: string }
  await field.fill(shown.code)
  await right.page.getByRole('button', { name: 'Check' }).click()
  await right.page.getByRole('heading', { name: 'It is Anna' }).waitFor()
  expect((await peerOf(guest, host.peerId)).verified).toMatchObject({ how: 'code' })
  expect([...left.errors, ...right.errors]).toEqual([])
})

it('words that differ end in a block that can be undone', async () => {
  await using host = await startKithProcess({ args: ['--name', 'Anna'] })
  await listOf(host, ['Mallory'])
  const { page } = await browser.open()
  await page.goto(urlOf(host))
  await row(page, 'Mallory').click()
  await page.getByRole('button', { name: 'Compare words…' }).click()
  await page.getByRole('button', { name: 'They do not match' }).click()
  await page.getByRole('button', { name: 'Block this node' }).click()
  await page.getByText('Mallory is blocked.').waitFor()
  expect((await peerOf(host, testPeerId(1))).trust).toBe('blocked')
  await page.keyboard.press('u')
  await page.getByText('Mallory is as before.').waitFor()
  expect((await peerOf(host, testPeerId(1))).trust).toBe('verified')
})

it('has no accessibility violation in any of it, in either theme', async () => {
  await using host = await startKithProcess({ args: ['--name', 'Anna'] })
  await listOf(host, ['Carol', 'Dave', 'Emma'])
  await host.cli('ban', testPeerId(2))
  await host.cli('trust', testPeerId(3), 'blocked')
  const { page } = await browser.open()
  await page.goto(urlOf(host))
  for (const name of ['Carol', 'Dave', 'Emma']) {
    await row(page, name).click()
    await page.getByRole('complementary', { name: `Details of ${name}` }).waitFor()
    await expectAccessible(page, `details of ${name}`)
  }
  await row(page, 'Carol').getByRole('checkbox').click()
  await expectAccessible(page, 'selecting')
  await page.getByRole('button', { name: 'Permissions' }).click()
  await expectAccessible(page, 'permissions of several')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Filter/ }).click()
  await expectAccessible(page, 'filter')
  await page.keyboard.press('Escape')
  await row(page, 'Carol').click()
  await page.getByRole('button', { name: 'Compare words…' }).click()
  await page.getByRole('list', { name: 'Safety words' }).waitFor()
  await expectAccessible(page, 'safety words')
  await page.getByRole('button', { name: 'They do not match' }).click()
  await expectAccessible(page, 'different words')
  await page.keyboard.press('Escape')
  for (const item of ['Export…', 'Import…']) {
    await page.getByRole('button', { name: 'Allowlist' }).click()
    await page.getByRole('menuitem', { name: item }).click()
    await page.getByRole('dialog').waitFor()
    if (item === 'Import…') {
      await expectAccessible(page, 'import')
      await page.getByRole('textbox', { name: 'Text of the allowlist' }).fill(`x\n${testPeerId(1)} trusted`)
      await page.getByRole('button', { name: 'Show what it would change' }).click()
      await page.getByRole('table').waitFor()
    }
    await expectAccessible(page, item)
    await page.keyboard.press('Escape')
  }
})

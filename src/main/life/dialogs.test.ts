import type { BrowserWindow, MessageBoxOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { createDialogs } from './dialogs.ts'
import { lifeWords } from './life-words.ts'

function setUp(response: number, parent: object | null = null) {
  const shown: { readonly parent: unknown; readonly options: MessageBoxOptions }[] = []
  const showMessageBox = (...given: unknown[]) => {
    const options = given.at(-1) as MessageBoxOptions
    shown.push({ parent: given.length > 1 ? given[0] : null, options })
    return Promise.resolve({ response, checkboxChecked: false })
  }
  const dialogs = createDialogs({
    dialog: { showMessageBox },
    window: () => parent as BrowserWindow | null,
    words: () => lifeWords('en'),
  })
  return { dialogs, shown }
}

describe('a question of the app', () => {
  it('shows the whole address, and Enter opens nothing', async () => {
    const parent = {}
    const { dialogs, shown } = setUp(1, parent)
    const address = `https://kith.example/${'x'.repeat(2_000)}`
    expect(await dialogs.agreesToOpen(address)).toBe(true)
    const [{ options, parent: under } = { options: null, parent: null }] = shown
    expect(under).toBe(parent)
    expect(options).toMatchObject({ buttons: ['Cancel', 'Open'], defaultId: 0, cancelId: 0 })
    expect(options?.detail).toContain(address)
    expect(await setUp(0).dialogs.agreesToOpen(address)).toBe(false)
  })

  it('is answered by its buttons', async () => {
    const gone = [0, 1, 2, 99].map((response) => setUp(response).dialogs.pageIsGone())
    expect(await Promise.all(gone)).toEqual(['again', 'logs', 'quit', 'again'])
    const { signal } = new AbortController()
    const hangs = [0, 1].map((response) => setUp(response).dialogs.pageHangs(signal))
    expect(await Promise.all(hangs)).toEqual(['wait', 'reload'])
    const { dialogs, shown } = setUp(0)
    await dialogs.fileProblem('a.png', 'no-text')
    expect(shown[0]?.options.message).toContain('a.png')
  })
})

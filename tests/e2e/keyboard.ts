/** A person who has a keyboard and nothing else. */
import type { Page } from 'playwright-core'

/** Round every screen there are fewer stops than this. */
const MOST_TABS = 90

/**
 * @param keys as in `cli-reach.ts`
 * @throws when Tab never gets to what is looked for
 */
export async function press(page: Page, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    if (key.startsWith('type:')) await page.keyboard.type(key.slice('type:'.length))
    else if (key.startsWith('tab:')) await tabTo(page, key.slice('tab:'.length))
    else await page.keyboard.press(key)
  }
}

async function tabTo(page: Page, name: string): Promise<void> {
  const met = new Set<string>()
  for (let presses = 0; presses < MOST_TABS; presses++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(nameOfFocused)
    if (focused.startsWith(name)) return
    met.add(focused.slice(0, 40))
  }
  throw new Error(`Tab never reaches “${name}”; it met ${[...met].join(' | ')}`)
}

/** As a screen reader would call it, near enough: its label, who labels it, or what is written on it. Runs in the page. */
function nameOfFocused(): string {
  const one = document.activeElement
  if (!(one instanceof HTMLElement) || one === document.body) return ''
  const labels = one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement ? [...(one.labels ?? [])] : []
  const by = (one.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id))
  const told = [...by, ...labels].map((label) => label?.textContent ?? '').join(' ')
  return (one.getAttribute('aria-label') ?? (told.trim() || one.innerText)).trim()
}

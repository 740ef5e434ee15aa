/** Whether everything on a page has room: nothing runs out of it sideways, and every control can be brought into sight and touched. */
import type { Page } from 'playwright-core'

/** @returns what has none, as sentences; controls by their names */
export function withoutRoom(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const { documentElement: root } = document
    const named = (element: Element): string =>
      `${element.tagName.toLowerCase()} “${(element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40)}”`
    if (root.scrollWidth > window.innerWidth) {
      const right = (element: Element): number => element.getBoundingClientRect().right
      const [widest = root] = [...document.body.querySelectorAll('*')].sort((a, b) => right(b) - right(a))
      found.push(`the page is ${root.scrollWidth} wide in ${window.innerWidth}: ${named(widest)}, ${widest.className}`)
    }
    const modal = document.querySelector('[role="dialog"][data-state="open"], dialog[open]')
    for (const control of (modal ?? document).querySelectorAll<HTMLElement>(
      'button, a[href], input, select, textarea, summary, [tabindex="0"]',
    )) {
      if (!control.checkVisibility({ visibilityProperty: true }) || control.closest('[inert], [aria-hidden="true"]'))
        continue
      // A box that is drawn by its label is as large as that.
      const drawn = control.closest('label') ?? control
      drawn.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' })
      const box = drawn.getBoundingClientRect()
      if (box.width === 0 || box.height === 0) continue
      const inside = (low: number, high: number, end: number): boolean =>
        high - low > end || (low >= -1 && high <= end + 1)
      if (!inside(box.left, box.right, window.innerWidth) || !inside(box.top, box.bottom, window.innerHeight)) {
        found.push(`${named(control)} cannot be brought into sight`)
        continue
      }
      const at = (low: number, high: number, end: number): number => (Math.max(low, 0) + Math.min(high, end)) / 2
      const hit = document.elementFromPoint(
        at(box.left, box.right, window.innerWidth),
        at(box.top, box.bottom, window.innerHeight),
      )
      // Details of a peer lie over the list where there is no room for both; closing them is one key.
      if (hit?.closest('.panel') && !drawn.closest('.panel')) continue
      if (hit === null || !(drawn.contains(hit) || hit.contains(drawn))) {
        found.push(`${named(control)} lies under ${hit === null ? 'nothing' : named(hit)}`)
      }
    }
    return found
  })
}

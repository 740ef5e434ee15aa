/** Looks at what is on the screen with axe: everything in the theme that is shown, and what a theme can spoil in the other. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/**
 * @param what is looked at, for whoever reads the failure
 * @param part a selector, where the rest of the page was looked at before: axe takes its time for everything that it sees
 */
export async function expectAccessible(page: Page, what: string, part?: string): Promise<void> {
  expect(await violations(axe(page, part)), what).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  // Names, roles and order are the same in both; only colours differ.
  expect(await violations(axe(page, part).withRules(['color-contrast'])), `${what}, dark`).toEqual([])
  await page.emulateMedia({ colorScheme: 'light' })
}

async function violations(axe: AxeBuilder): Promise<readonly (readonly [string, readonly string[]])[]> {
  const { violations: found } = await axe.analyze()
  return found.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)] as const)
}

/** No frames here: without them axe needs no page of its own to gather what they say, which takes most of its time. */
function axe(page: Page, part?: string): AxeBuilder {
  const builder = new AxeBuilder({ page }).setLegacyMode(true)
  return part === undefined ? builder : builder.include(part)
}

// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from 'vitest'
import { createThemeStore } from './theme-store.ts'

const { dataset } = document.documentElement
const setUp = () => createThemeStore({ dataset, storage: localStorage })
/** What a page does before its first paint. */
const firstPaint = async () => {
  delete dataset['theme']
  vi.resetModules()
  await import('../public/theme.js')
}

beforeEach(() => {
  localStorage.clear()
  delete dataset['theme']
})

test.each(['light', 'dark'] as const)('%s is remembered, and there before the first paint', async (theme) => {
  setUp().choose(theme)
  expect(dataset['theme']).toBe(theme)
  await firstPaint()
  expect(dataset['theme']).toBe(theme)
  expect(setUp().store.getState().theme).toBe(theme)
})

test('going back to the system’s leaves nothing behind', async () => {
  setUp().choose('dark')
  setUp().choose('system')
  expect([dataset['theme'], localStorage.length]).toEqual([undefined, 0])
  await firstPaint()
  expect(dataset['theme']).toBeUndefined()
})

test('what somebody else wrote there is no theme', async () => {
  localStorage.setItem('kith.theme', 'purple')
  await firstPaint()
  expect([dataset['theme'], setUp().store.getState().theme]).toEqual([undefined, 'system'])
})

import { expect, it } from 'vitest'
import { onClose, onOpen } from './closing.policy.ts'

it.each([
  [{ quitting: false, tray: true, closeToTray: true }, 'hide'],
  [{ quitting: false, tray: true, closeToTray: false }, 'close'],
  [{ quitting: false, tray: false, closeToTray: true }, 'close'],
  [{ quitting: true, tray: true, closeToTray: true }, 'close'],
] as const)('closing the window: %j means %s', (closing, means) => expect(onClose(closing)).toBe(means))

it.each([
  [{ minimised: false, tray: true, asked: false }, 'show'],
  [{ minimised: false, tray: false, asked: false }, 'show'],
  [{ minimised: true, tray: true, asked: false }, 'hide'],
  [{ minimised: true, tray: false, asked: false }, 'minimise'],
  [{ minimised: true, tray: true, asked: true }, 'show'],
] as const)('opening the window: %j means %s', (appearing, means) => expect(onOpen(appearing)).toBe(means))

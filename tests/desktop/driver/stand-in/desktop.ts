/** The pretended desktop around the app: what it shows to a person, what was asked of it, and how it answers. */
import { readFileSync } from 'node:fs'
import type { DesktopState, DialogKind, Machine, ShownNotification, Timings } from '../desktop-app.types.ts'

export interface NotificationOnScreen extends ShownNotification {
  act(what: 'click' | 'close' | 'action' | 'reply', detail?: unknown): void
}

export interface MenuModel {
  readonly items: readonly unknown[]
  /** For a person's eyes. */
  view(): NonNullable<DesktopState['menu']>
  choose(labels: readonly string[]): void
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Everything that outlives one object of the module. One for each process. */
export const desktop = {
  machine: JSON.parse(process.env['KITH_STAND_IN_MACHINE'] ?? '{}') as Machine,
  standing: new Map<number, NotificationOnScreen>(),
  allNotifications: [] as ShownNotification[],
  tray: null as { toolTip: string; title: string; image: string; menu: MenuModel | null; click(): void } | null,
  menu: null as MenuModel | null,
  badge: 0,
  openedExternals: [] as string[],
  openedPaths: [] as string[],
  dialogs: [] as { kind: string; options: unknown; answer: unknown }[],
  answers: new Map<DialogKind, unknown[]>(),
  loginItem: null as unknown,
  openAtLogin: false,
  opensLinks: false,
  protocolClients: new Set<string>(),
  refusedRequests: [] as string[],
  cancelledRequests: [] as string[],
  fetched: [] as string[],
  downloads: [] as { url: string; fileName: string; saved: boolean }[],
  switches: [] as string[],
  relaunches: [] as unknown[],
  permissions: {} as Record<string, 'granted' | 'denied'>,
  dark: false,
  onBattery: false,
  idleSeconds: 0,
  timings: { mainMs: 0, browserAskedMs: null, browserReadyMs: null } as Mutable<Timings>,
}
desktop.dark = desktop.machine.dark ?? false
desktop.onBattery = desktop.machine.onBattery ?? false

/** The next answer that a test has laid ready, or what a person who cancels gives. */
export function answerDialog(kind: DialogKind, options: unknown, cancelled: unknown): unknown {
  const answer = desktop.answers.get(kind)?.shift() ?? cancelled
  desktop.dialogs.push({ kind, options: plain(options), answer })
  return answer
}

/** Functions and objects of the module stay here. */
export function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null)) as unknown
}

export const packageJson = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8')) as {
  readonly name: string
  readonly productName?: string
  readonly version: string
}

/** An option that is a text, or was left out. */
export const text = (value: unknown, otherwise = ''): string => (typeof value === 'string' ? value : otherwise)

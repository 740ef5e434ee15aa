import { expect, test } from 'vitest'
import { type TrayIcon, type TrayIconFacts, trayIcon } from './tray-icon.policy.ts'

const cap = { bytesPerSecond: null, reason: 'normal', throttling: false } as const
const well: TrayIconFacts = {
  host: { phase: 'running' },
  node: { connected: 3, known: 12, requests: 0 },
  health: { checks: [{ name: 'storage', status: 'healthy' }] },
  bandwidth: { profile: 'normal', upload: cap, download: cap },
}
const node = (change: object) => ({ node: { connected: 3, known: 12, requests: 0, ...change } })
const bandwidth = (change: object) => ({ bandwidth: { profile: 'normal', upload: cap, download: cap, ...change } })
const health = (name: 'storage' | 'kept-peers', status: 'degraded' | 'unhealthy') => ({
  health: { checks: [{ name, status }] },
})

test.each<[string, Partial<TrayIconFacts>, TrayIcon]>([
  ['all is well', {}, 'online'],
  ['it has not answered yet', { node: null, health: null, bandwidth: null }, 'offline'],
  ['it starts', { host: { phase: 'starting' } }, 'offline'],
  ['it stops', { host: { phase: 'stopping' } }, 'offline'],
  ['it needs a passphrase', { host: { phase: 'locked' }, node: null }, 'attention'],
  ['it cannot start', { host: { phase: 'failed' }, node: null }, 'attention'],
  ['somebody waits at the door', node({ requests: 1 }), 'attention'],
  ['somebody waits, and nobody is connected', node({ requests: 1, connected: 0 }), 'attention'],
  ['nobody is connected', node({ connected: 0 }), 'offline'],
  ['nobody is known yet', node({ connected: 0, known: 0 }), 'online'],
  ['the disk is full', health('storage', 'unhealthy'), 'attention'],
  ['the disk is slow', health('storage', 'degraded'), 'online'],
  ['kept peers are away', health('kept-peers', 'unhealthy'), 'online'],
  ['it is quiet', bandwidth({ profile: 'quiet' }), 'throttled'],
  ['it is paused', bandwidth({ profile: 'paused' }), 'throttled'],
  ['the volume is used up', bandwidth({ upload: { ...cap, reason: 'quota' } }), 'throttled'],
  ['the line is shared', bandwidth({ upload: { ...cap, reason: 'dynamic', throttling: true } }), 'online'],
  [
    'it is quiet, and nobody is connected',
    { ...bandwidth({ profile: 'quiet' }), ...node({ connected: 0 }) },
    'offline',
  ],
])('%s', (_what, facts, icon) => expect(trayIcon({ ...well, ...facts })).toBe(icon))

import { describe, expect, it } from 'vitest'
import { settled } from '../../../tests/harness/manual-clock.ts'
import { notificationOf } from '../../core/notification.policy.ts'
import type { NotificationSubject } from '../../core/notification.types.ts'
import { createEmitter } from '../../kit/emitter.ts'
import { wordsIn } from '../words.ts'
import { createNotifications, type SystemNotification } from './notifications.ts'

const ofPeer = { peerId: '12D3KooWAnna', name: 'Anna' }
const request: NotificationSubject = { kind: 'request', ...ofPeer, waiting: 1 }
const quota: NotificationSubject = {
  kind: 'quota',
  peerId: null,
  name: null,
  state: 'warned',
  limitBytes: 1_024 ** 3,
  whenReached: 'warn',
}

interface Made {
  readonly title: string
  readonly actions: readonly string[]
  click(): void
  act(actionIndex: number): void
  close(): void
}

function setUp() {
  const did: string[] = []
  const made: Made[] = []
  const world = { supported: true, wanted: true, lookedAt: false, locked: false, language: 'en' as 'en' | 'de' }
  const node: { problem: string | null } = { problem: null }
  const unlocked = createEmitter<null>()
  const notifications = createNotifications({
    create({ title, actions }) {
      const listeners = new Map<string, (details: { actionIndex: number }) => void>()
      const tell = (event: string, actionIndex = -1) => listeners.get(event)?.({ actionIndex })
      made.push({
        title,
        actions,
        click: () => tell('click'),
        act: (actionIndex) => tell('action', actionIndex),
        close: () => tell('close'),
      })
      return {
        on: (event: string, listener: () => void) => listeners.set(event, listener),
        show: () => did.push(`shows ${title}`),
        close: () => (did.push(`closes ${title}`), tell('close')),
      } as unknown as SystemNotification
    },
    look: () => world,
    lock: { isLocked: () => Promise.resolve(world.locked), unlocked },
    words: () => wordsIn(world.language, []),
    open: (screen) => did.push(`opens ${screen}`),
    act({ call, input }) {
      did.push(`${call} ${JSON.stringify(input)}`)
      return Promise.resolve(node.problem)
    },
  })
  const notify = async (about: NotificationSubject) => {
    notifications.notify(notificationOf(about))
    await settled()
  }
  return { did, made, world, node, unlocked, notifications, notify }
}

describe('a notification', () => {
  it('stands once for each tag, and a click leads there', async () => {
    const { did, made, notify } = setUp()
    await notify(request)
    await notify({ ...request, waiting: 2 })
    made[1]?.click()
    made[1]?.close()
    await notify(quota)
    expect(did).toEqual([
      'shows Somebody wants to connect',
      'closes Somebody wants to connect',
      'shows 2 peers want to connect',
      'opens requests',
      'shows The month’s volume is nearly used up',
    ])
  })

  it('is in the language of the person', async () => {
    const { made, world, notify } = setUp()
    world.language = 'de'
    await notify(request)
    expect(made[0]).toMatchObject({ title: 'Jemand möchte sich verbinden', actions: ['Einlassen', 'Ignorieren'] })
  })

  it.each(['supported', 'wanted', 'lookedAt'] as const)('is not shown: %s', async (why) => {
    const { did, world, notify } = setUp()
    world[why] = why === 'lookedAt'
    await notify(request)
    expect(did).toEqual([])
  })

  it('goes away when it was settled elsewhere', async () => {
    const { did, notifications, notify } = setUp()
    await notify(request)
    notifications.withdraw('requests')
    notifications.withdraw('requests')
    expect(did.slice(1)).toEqual(['closes Somebody wants to connect'])
  })

  it('never stands with more than twenty', async () => {
    const { did, notify } = setUp()
    for (let n = 0; n < 25; n++) await notify({ kind: 'invite-accepted', id: String(n), ...ofPeer })
    expect(did.filter((one) => one.startsWith('closes'))).toHaveLength(5)
  })
})

describe('while the screen is locked', () => {
  it('waits, the latest of each tag, until somebody is there', async () => {
    const { did, world, unlocked, notify } = setUp()
    world.locked = true
    world.lookedAt = true
    await notify(request)
    await notify({ ...request, waiting: 2 })
    expect(did).toEqual([])
    world.locked = false
    world.lookedAt = false
    unlocked.emit(null)
    await settled()
    expect(did).toEqual(['shows 2 peers want to connect'])
  })

  it('is gone if it was settled meanwhile', async () => {
    const { did, world, unlocked, notifications, notify } = setUp()
    world.locked = true
    await notify(request)
    notifications.withdraw('requests')
    world.locked = false
    unlocked.emit(null)
    await settled()
    expect(did).toEqual([])
  })

  it('nothing is decided by whoever passes', async () => {
    const { did, made, world, notify } = setUp()
    await notify(request)
    world.locked = true
    made[0]?.act(0)
    await settled()
    expect(did).toEqual(['shows Somebody wants to connect'])
  })
})

describe('an action', () => {
  it('is a call of the node, and the notification goes', async () => {
    const { did, made, notify } = setUp()
    await notify(request)
    made[0]?.act(0)
    made[0]?.act(7)
    await settled()
    expect(did.slice(1)).toEqual(['closes Somebody wants to connect', 'requests.approve {"peerId":"12D3KooWAnna"}'])
  })

  it('that comes to nothing is told', async () => {
    const { did, made, node, notify } = setUp()
    node.problem = 'There is no request from this peer.'
    await notify(request)
    made[0]?.act(1)
    await settled()
    expect(did.at(-1)).toBe('shows That did not work')
  })
})

it('disposed, it shows nothing any more', async () => {
  const { did, unlocked, notifications, notify } = setUp()
  notifications[Symbol.dispose]()
  notifications[Symbol.dispose]()
  await notify(request)
  expect([did, unlocked.size]).toEqual([[], 0])
})

import { expect, it } from 'vitest'
import { createNotifications, type SystemNotification } from './notifications.ts'

function setup() {
  const did: string[] = []
  const made: Record<string, (() => void) | undefined>[] = []
  const looked = { at: false }
  const notify = createNotifications({
    create({ title }): SystemNotification {
      const listeners: Record<string, (() => void) | undefined> = {}
      made.push(listeners)
      return {
        on: (event, listener) => (listeners[event] = listener),
        show: () => did.push(`shows ${title}`),
        close: () => (did.push(`closes ${title}`), listeners['close']?.()),
      }
    },
    canShow: () => !looked.at,
    open: (tag) => did.push(`opens ${tag}`),
  })
  return { did, made, looked, notify: (title: string) => notify({ tag: 'requests', title, body: 'x', about: { kind: 'bans-held' } }) }
}

it('shows the latest of a kind, and a click leads there', () => {
  const { did, made, notify } = setup()
  notify('one')
  notify('two')
  made[1]?.['click']?.()
  made[1]?.['close']?.()
  notify('three')
  expect(did).toEqual(['shows one', 'closes one', 'shows two', 'opens requests', 'shows three'])
})

it('shows nothing to somebody who looks at the screens', () => {
  const { did, looked, notify } = setup()
  looked.at = true
  notify('one')
  expect(did).toEqual([])
})

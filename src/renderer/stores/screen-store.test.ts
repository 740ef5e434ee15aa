import { expect, test } from 'vitest'
import { peerIdOf } from '../../../tests/harness/fake-bridge.ts'
import { createScreenStore } from './screen-store.ts'

test('asking for a screen closes what is open and counts as a visit, also where one is already', () => {
  const { store, show, open } = createScreenStore()
  open({ kind: 'keys' })
  show('requests')
  show('requests')
  expect(store.getState()).toMatchObject({ screen: 'requests', peerId: null, dialog: null, visits: 2 })
})

test('showing a peer goes to the list of peers; closing it goes nowhere', () => {
  const { store, show, showPeer } = createScreenStore()
  show('requests')
  showPeer(peerIdOf(1))
  expect(store.getState()).toMatchObject({ screen: 'peers', peerId: peerIdOf(1) })
  show('requests')
  showPeer(null)
  expect(store.getState()).toMatchObject({ screen: 'requests', peerId: null })
})

test('the settings keep their group while one looks elsewhere, and forget the field that was asked for', () => {
  const { store, show, showSettings } = createScreenStore()
  showSettings('privacy', 'audit.maxAgeDays')
  expect(store.getState()).toMatchObject({
    screen: 'settings',
    settings: { group: 'privacy', path: 'audit.maxAgeDays' },
    visits: 1,
  })
  show('peers')
  show('settings')
  expect(store.getState().settings).toEqual({ group: 'privacy', path: null })
})

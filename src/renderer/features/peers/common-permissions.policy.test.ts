import { expect, test } from 'vitest'
import { peerView } from '../../../../tests/harness/fake-bridge.ts'
import { commonPermissions } from './common-permissions.policy.ts'

const a = peerView(1, { permissions: ['message', 'introduce'] })
const b = peerView(2, { permissions: ['message'] })
const none = peerView(3, { permissions: [] })

test.each([
  ['one', [a], { all: ['message', 'introduce'], mixed: false }],
  ['two that agree', [b, b], { all: ['message'], mixed: false }],
  ['two that do not', [a, b], { all: ['message'], mixed: true }],
  ['one that may nothing', [b, none], { all: [], mixed: true }],
  ['nobody', [], { all: [], mixed: false }],
])('%s', (_, peers, common) => expect(commonPermissions(peers)).toEqual(common))

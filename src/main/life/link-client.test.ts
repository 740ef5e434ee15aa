import { expect, it } from 'vitest'
import { ManualClock } from '../../../tests/harness/manual-clock.ts'
import { createLinkClient, type LinkClientParts } from './link-client.ts'

function setUp(ours: boolean, takes: boolean, inCheckout = false) {
  const clock = new ManualClock()
  const seen: string[] = []
  let registered = ours
  const app = {
    isDefaultProtocolClient: () => registered,
    setAsDefaultProtocolClient(scheme: string) {
      seen.push(scheme)
      registered = takes
      return true
    },
  } as unknown as LinkClientParts['app']
  const client = createLinkClient({ app, clock, inCheckout, changed: () => seen.push('changed') })
  client.register()
  return { client, clock, seen }
}

it.each([
  ['is registered already', true, true, true, ['changed']],
  ['can be', false, true, true, ['kith', 'changed']],
  ['cannot be', false, false, false, ['kith', 'changed']],
] as const)('opens links where it %s', async (_what, ours, takes, opens, then) => {
  const { client, clock, seen } = setUp(ours, takes)
  expect([client.opens, seen]).toEqual([null, []])
  await clock.advance(1_000)
  expect([client.opens, seen]).toEqual([opens, then])
})

it('a checkout is not registered', async () => {
  const { client, clock, seen } = setUp(false, true, true)
  await clock.advance(10_000)
  expect([client.opens, seen]).toEqual([null, []])
})

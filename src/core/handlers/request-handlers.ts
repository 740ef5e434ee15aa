/** Answers the calls about requests: who asked to connect, and what a person decides. */
import type { NodeHandlers } from '../../contract/contract.ts'
import { KithError } from '../../contract/errors.ts'
import type { RequestRecord } from '../trust/index.ts'
import type { Decisions } from './follow-decisions.ts'
import type { HandlerPorts } from './handler-ports.ts'

type Names = `requests.${'list' | 'approve' | 'ignore' | 'block' | 'forget'}`

export function requestHandlers(ports: HandlerPorts, decisions: Decisions): Pick<NodeHandlers, Names> {
  const { trust, book, announcer, requestView } = ports

  function asked(peerId: string): RequestRecord {
    const request = trust.request(peerId)
    if (request) return request
    throw new KithError('InvalidRequest', 'There is no request from this peer. It may have been decided already.')
  }

  return {
    'requests.list': () => Promise.resolve(trust.requests().map(requestView)),
    'requests.approve': async ({ peerId, level, name, permissions }) => {
      const request = asked(peerId)
      trust.decide(peerId, { level, permissions, ...(name === null ? {} : { name }) })
      decisions.note('approve', peerId, level, permissions === null ? undefined : { permissions })
      book.learn(peerId, request.addresses, 'peer')
      const view = await decisions.followed(peerId)
      // At once on both ends (spec §4): the refused peer was told to go away, so we go to it.
      decisions.dialSoon(peerId)
      return view
    },
    'requests.ignore': ({ peerId }) => {
      const ignored = requestView(trust.ignore(peerId))
      decisions.note('ignore', peerId, 'by hand')
      announcer.requestsChanged()
      return Promise.resolve(ignored)
    },
    'requests.block': async ({ peerId }) => {
      asked(peerId)
      trust.decide(peerId, { level: 'blocked' })
      decisions.note('block', peerId, 'blocked', { before: 'unknown' })
      return decisions.followed(peerId)
    },
    'requests.forget': ({ peerId }) => {
      asked(peerId)
      trust.forgetRequest(peerId)
      decisions.note('forget', peerId, 'request')
      announcer.requestsChanged()
      return Promise.resolve(undefined)
    },
  }
}

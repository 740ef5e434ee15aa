/** Answers the calls about invites, introductions and making sure who somebody is. */
import type { NodeHandlers } from '../../contract/contract.ts'
import { KithError } from '../../contract/errors.ts'
import { safetyWords, verificationCode, whyNotVerified } from '../trust/index.ts'
import type { Decisions } from './follow-decisions.ts'
import type { HandlerPorts } from './handler-ports.ts'

type Names = `peers.${'words' | 'verify' | 'introduce'}` | `invites.${'list' | 'create' | 'revoke' | 'check' | 'join'}`

export function inviteHandlers(ports: HandlerPorts, decisions: Decisions): Pick<NodeHandlers, Names> {
  const { trust, network, invites, introductions, peerView } = ports
  const self = network.peerId

  function notMyself(peerId: string): void {
    if (peerId === self)
      throw new KithError('InvalidRequest', 'This is your own node. There is nobody to compare with.')
  }

  /** A stranger has no entry in which it could be written down. */
  function mustBeListed(peerId: string): void {
    notMyself(peerId)
    if (trust.level(peerId) !== 'unknown') return
    throw new KithError(
      'InvalidRequest',
      trust.request(peerId)
        ? 'This peer waits for your decision. Approve it first, then mark it as verified.'
        : 'No such peer is on the list. Add it with its address first.',
    )
  }

  return {
    // Of strangers too: to compare the words before letting somebody in is what they are for.
    'peers.words': ({ peerId }) => {
      notMyself(peerId)
      const code = verificationCode(self, peerId)
      return Promise.resolve({ peerId, words: [...safetyWords(self, peerId)], code })
    },
    'peers.verify': async ({ peerId, how, code }) => {
      mustBeListed(peerId)
      if (how === 'code') {
        if (code === undefined)
          throw new KithError('InvalidRequest', 'The code is missing. Read it from the other screen.')
        const problem = whyNotVerified(self, peerId, code)
        if (problem) throw problem
      }
      trust.edit(peerId, { verified: how })
      decisions.note('verify', peerId, how ?? 'taken back')
      return decisions.followed(peerId)
    },
    'peers.introduce': async ({ peerId, to }) => {
      await introductions.introduce(peerId, to)
      decisions.note('introduce', peerId, 'told', { to })
    },

    'invites.list': () => Promise.resolve([...invites.list()]),
    'invites.create': ({ note, lifetimeMs }) => Promise.resolve(invites.create({ note, lifetimeMs })),
    'invites.revoke': ({ id }) => Promise.resolve(invites.revoke(id)),
    'invites.check': ({ link }) => Promise.resolve(invites.check(link)),
    'invites.join': async ({ link, name }) => peerView(await invites.join(link, name)),
  }
}

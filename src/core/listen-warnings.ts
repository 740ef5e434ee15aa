/** What a person should know when this node could not listen as asked. */
import { KithError } from '../contract/errors.ts'
import type { Warning } from '../contract/views.ts'
import { warning } from './bootstrap.ts'
import type { ListenReport } from './peers/index.ts'

export function listenWarnings({ problems }: ListenReport): Warning[] {
  return problems.map(({ address, kind, insteadOf }) => {
    const message =
      kind === 'invalid'
        ? `“${address}” is not an address that Kith can listen on, and is left out.`
        : insteadOf === null
          ? `Kith cannot listen on ${address}: ${kind === 'busy' ? 'another program uses it' : 'this machine does not have it'}.`
          : `${address} is used by another program, so Kith listens on a free port instead. Addresses that you gave to others may not work until it is free again.`
    return warning(new KithError(kind === 'invalid' ? 'InvalidAddress' : 'ConnectionFailed', message))
  })
}

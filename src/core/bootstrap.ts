/** Peers to keep connected from the settings: each line is a peer or a warning that names the line (spec §3). */
import { KithError } from '../contract/errors.ts'
import type { Warning } from '../contract/views.ts'
import { parsePeerAddress } from './net/index.ts'

export interface Bootstrap {
  readonly peers: readonly (readonly [peerId: string, address: string | null])[]
  readonly peerIds: ReadonlySet<string>
  readonly warnings: readonly Warning[]
}

export const warning = (error: KithError): Warning => ({ code: error.code, name: error.name, message: error.message })

/** A removal sticks (spec §4), also when the settings still name the peer; but nobody should have to wonder. */
export const removedWarning = (peerId: string): Warning =>
  warning(
    new KithError(
      'InvalidConfig',
      `Bootstrap peer ${peerId} is left out: you removed it from the list. Add it again to let it in, or take it out of the settings.`,
    ),
  )

export function readBootstrap(lines: readonly string[], self: string): Bootstrap {
  const peers: [string, string | null][] = []
  const warnings: Warning[] = []
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue
    const parsed = parsePeerAddress(line)
    if (parsed.ok && parsed.value.peerId !== self) {
      peers.push([parsed.value.peerId, parsed.value.address])
      continue
    }
    const why = parsed.ok ? 'It is this node’s own address.' : parsed.error.message
    warnings.push(warning(new KithError('InvalidAddress', `Bootstrap line ${index + 1} is left out: ${why}`)))
  }
  return { peers, peerIds: new Set(peers.map(([peerId]) => peerId)), warnings }
}

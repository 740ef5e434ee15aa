/** Answers every call of the contract that is the node's, by asking the domains. What a person does comes in here. */
import type { NodeHandlers } from '../../contract/contract.ts'
import { createAllowlistEdits } from './allowlist-edits.ts'
import { allowlistHandlers } from './allowlist-handlers.ts'
import { auditHandlers } from './audit-handlers.ts'
import { bandwidthHandlers } from './bandwidth-handlers.ts'
import { conductHandlers } from './conduct-handlers.ts'
import { createDecisions } from './follow-decisions.ts'
import type { HandlerPorts } from './handler-ports.ts'
import { inviteHandlers } from './invite-handlers.ts'
import { nodeHandlers } from './node-handlers.ts'
import { peerHandlers } from './peer-handlers.ts'
import { requestHandlers } from './request-handlers.ts'
import { settingsHandlers } from './settings-handlers.ts'

export function createHandlers(ports: HandlerPorts): NodeHandlers {
  const decisions = createDecisions(ports)
  const edits = createAllowlistEdits(ports, decisions)
  return {
    ...nodeHandlers(ports, decisions),
    ...peerHandlers(ports, decisions, edits),
    ...requestHandlers(ports, decisions),
    ...allowlistHandlers(ports, decisions, edits),
    ...inviteHandlers(ports, decisions),
    ...auditHandlers(ports),
    ...settingsHandlers(ports, decisions),
    ...conductHandlers(ports, decisions),
    ...bandwidthHandlers(ports),
  }
}

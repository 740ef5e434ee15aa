/** What `kith node` puts on standard output: JSON lines, or the same for a person. */
import type { HostEvent } from '../contract/host-events.ts'
import type { NodeView } from '../contract/views.ts'
import { isoTime } from '../kit/clock.ts'
import { paint } from './paint.ts'
import type { Terminal } from './terminal.ts'
import { facts, printable, shortId } from './text.ts'
import { reasonWords } from './words.ts'

export interface NodePrinter {
  ready(node: NodeView, uiUrl: string | null): void
  event(event: HostEvent): void
  /** A word to a person; never a JSON line. */
  note(text: string): void
}

export function createNodePrinter(terminal: Terminal, json: boolean): NodePrinter {
  return json ? jsonPrinter(terminal) : humanPrinter(terminal)
}

function jsonPrinter(terminal: Terminal): NodePrinter {
  const event = (line: HostEvent): void => terminal.out(JSON.stringify(line))
  return {
    event,
    ready({ peerId, addresses, pid, warnings, startedAt }, uiUrl) {
      event({ event: 'ready', peerId, addresses, uiUrl, pid })
      for (const warning of warnings) event({ event: 'warning', time: startedAt, ...warning })
    },
    note: (text) => terminal.err(text),
  }
}

function humanPrinter(terminal: Terminal): NodePrinter {
  const { bold, dim, warn } = paint(terminal.colours)
  return {
    ready(node, uiUrl) {
      terminal.out(bold('Kith is running.'))
      const lines = facts([
        ['Name', node.name],
        ['Peer ID', node.peerId],
        ['Addresses', node.addresses],
        ['Screens', uiUrl ?? 'off'],
      ])
      for (const line of lines) terminal.out(`  ${line}`)
      for (const { message } of node.warnings) terminal.out(warn(`  ! ${printable(message)}`))
      terminal.out(dim('Stop it with Ctrl-C. What happens appears below.'))
    },
    event(event) {
      if (event.event === 'stopped') {
        terminal.out('stopped')
        return
      }
      if (event.event === 'ready') return
      terminal.out(`${dim(clockTime(event.time))}  ${printable(sentence(event))}`)
    },
    note: (text) => terminal.out(text),
  }
}

/** Hours, minutes and seconds of this machine's own time zone. */
function clockTime(time: string): string {
  const at = new Date(time)
  const local = Date.parse(time) - at.getTimezoneOffset() * 60_000
  return isoTime(local).slice(11, 19)
}

function sentence(event: Exclude<HostEvent, { event: 'ready' | 'stopped' }>): string {
  switch (event.event) {
    case 'peer': {
      const who = event.name === null ? shortId(event.peerId) : `${event.name} (${shortId(event.peerId)})`
      const how = [event.transport, event.direction, event.reason && reasonWords[event.reason]].filter(Boolean)
      return `${who} is ${event.state}${how.length > 0 ? `: ${how.join(', ')}` : ''} [${event.trust}]`
    }
    case 'request': {
      const { peerId, name, count } = event.request
      const times = count > 1 ? ` (${count} times so far)` : ''
      return `${name ?? 'An unknown peer'} asks to connect${times}. Let it in with: kith requests approve ${peerId}`
    }
    case 'addresses':
      return `This node is now at ${event.addresses.join(' ') || 'no address'}`
    case 'warning':
      return `! ${event.message}`
  }
}

/** `kith introduce`: tell one connected peer about another. */
import { type Command, runCommand } from './run-command.ts'
import { shortId } from './text.ts'
import { whichPeer } from './which-peer.ts'

export const introduce: Command<{ to: string }> = runCommand(async ({ client, args, options, print }) => {
  const peerId = await whichPeer(client, args[0] ?? '', 'peers')
  const to = await whichPeer(client, options.to, 'peers')
  await client.call('peers.introduce', { peerId, to })
  if (options.json) {
    print.json({ peerId, to })
    return
  }
  print.lines([`${shortId(to)} was told about ${shortId(peerId)}. What becomes of it is decided there.`])
})

/** `kith words` and `kith verify`: make sure that a peer ID belongs to whom you think. */
import { KithError } from '../contract/errors.ts'
import { printPeer } from './peer-commands.ts'
import { type Command, runCommand } from './run-command.ts'
import { shortId } from './text.ts'
import { whichPeer } from './which-peer.ts'

export const words: Command = runCommand(async ({ client, options, args, print, paint }) => {
  const peerId = await whichPeer(client, args[0] ?? '', 'both')
  const shown = await client.call('peers.words', { peerId })
  if (options.json) {
    print.json(shown)
    return
  }
  print.lines([
    paint.bold(shown.words.join(' ')),
    '',
    `The screen of ${shortId(peerId)} must show the same words in the same order. Read them to each other by voice or side by side, then:`,
    `  kith verify ${shortId(peerId)} --words`,
    paint.dim('Or send this code over a way that you trust; there it is given to kith verify --code:'),
    paint.dim(`  ${shown.code}`),
  ])
})

export const verify: Command<{ words?: boolean; code?: string; undo?: boolean }> = runCommand(async (asked) => {
  const { client, args, options } = asked
  const { words: compared = false, code, undo = false } = options
  if ([compared, code !== undefined, undo].filter(Boolean).length !== 1)
    throw new KithError('InvalidRequest', 'Say how: --words after comparing them, --code CODE, or --undo.')
  const peerId = await whichPeer(client, args[0] ?? '', 'both')
  const how = undo ? null : compared ? 'words' : 'code'
  const peer = await client.call('peers.verify', { peerId, how, ...(code === undefined ? {} : { code }) })
  printPeer(asked, peer, undo ? 'is not marked as checked any more' : 'is marked as checked by you')
})

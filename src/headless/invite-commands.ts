/** `kith invite …` and `kith join`: let somebody in by a link, and come in by one. */
import { KithError } from '../contract/errors.ts'
import type { InviteView } from '../contract/trust-views.ts'
import { printPeer } from './peer-commands.ts'
import { type Asked, type Command, runCommand } from './run-command.ts'
import { duration, printable, relative, shortId, table } from './text.ts'

export const inviteCreate: Command<{ note?: string; for?: number }> = runCommand(async (asked) => {
  const { client, context, options, print, paint } = asked
  const { note = null, for: lifetimeMs } = options
  const invite = await client.call('invites.create', { note, ...(lifetimeMs === undefined ? {} : { lifetimeMs }) })
  if (options.json) {
    print.json(invite)
    return
  }
  // The link alone goes to standard output, so that it can be piped on; what a person should know goes beside it.
  print.lines([invite.link])
  const lifetime = duration(Date.parse(invite.expiresAt) - Date.parse(invite.createdAt))
  for (const line of [
    'Send it to one person, over something that only the two of you read: who opens it first is let in.',
    `It works once, within ${lifetime}. Take it back with: kith invite revoke ${invite.id}`,
  ])
    context.terminal.err(paint.dim(line))
})

export const inviteLs: Command = runCommand(async ({ client, context, options, print, paint }) => {
  const invites = await client.call('invites.list')
  if (options.json) {
    print.json(invites)
    return
  }
  if (invites.length === 0) {
    print.lines(['No invites. Make one with: kith invite'])
    return
  }
  const nowMs = context.clock.wallMs()
  const rows = invites.map((invite) => [
    invite.id,
    invite.note ?? '–',
    invite.state,
    relative(invite.createdAt, nowMs),
    outcome(invite, nowMs),
  ])
  const [heading = '', ...lines] = table(['ID', 'FOR', 'STATE', 'MADE', ''], rows)
  print.lines([paint.bold(heading), ...lines])
})

function outcome({ state, expiresAt, usedBy, usedAt }: InviteView, nowMs: number): string {
  if (state === 'open') return `expires ${relative(expiresAt, nowMs)}`
  if (usedBy === null) return ''
  return `by ${shortId(usedBy)} ${relative(usedAt, nowMs)}`
}

export const inviteRevoke: Command = runCommand(async (asked) => {
  const { client, options, print } = asked
  const invite = await client.call('invites.revoke', { id: await whichInvite(asked) })
  if (options.json) {
    print.json(invite)
    return
  }
  const what = invite.state === 'expired' ? 'had expired already' : 'is taken back: its link lets nobody in any more'
  print.lines([`Invite ${invite.id} ${what}.`])
})

/** A whole ID, or as much of its beginning as tells it apart. */
async function whichInvite({ client, args }: Pick<Asked<object>, 'client' | 'args'>): Promise<string> {
  const typed = (args[0] ?? '').trim().toLowerCase()
  const invites = await client.call('invites.list')
  const found = typed === '' ? [] : invites.filter(({ id }) => id.startsWith(typed))
  const [first] = found
  if (first && found.length === 1) return first.id
  throw new KithError(
    'InvalidRequest',
    first
      ? `“${printable(typed)}” fits more than one invite. Type more of the ID.`
      : `There is no invite “${printable(typed)}”. See which there are with: kith invite ls`,
  )
}

export const join: Command<{ name?: string }> = runCommand(async (asked) => {
  const { client, options, print } = asked
  // Pasted without quotes it may come in pieces; the node takes white space out.
  const typed = asked.args.join(' ').trim()
  const link = typed === '-' || typed === '' ? await readAll(process.stdin) : typed
  const { known, name, peerId } = await client.call('invites.check', { link })
  if (known !== null && !options.json)
    print.lines([`You know ${name === null ? shortId(peerId) : printable(name)} already. Connecting …`])
  const peer = await client.call('invites.join', { link, name: options.name ?? null })
  printPeer(asked, peer, known === null ? 'let you in, and is on your list' : 'is connected')
})

/** Far more than a link has. */
const MAX_INPUT_CHARACTERS = 8_192

/** The secret of a link that was typed as an argument stands in the list of processes; from standard input it does not. */
async function readAll(input: NodeJS.ReadStream): Promise<string> {
  if (input.isTTY) process.stderr.write('Paste the invite link, then press Enter: ')
  let text = ''
  for await (const chunk of input.setEncoding('utf8')) {
    text += String(chunk)
    if (text.length > MAX_INPUT_CHARACTERS || (input.isTTY && text.includes('\n'))) break
  }
  return text.slice(0, MAX_INPUT_CHARACTERS)
}

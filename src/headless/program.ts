/** The words of the command line: every command with its arguments, options and help. */
import { Command, InvalidArgumentError, Option } from 'commander'
import { AuditKind } from '../contract/audit-views.ts'
import { AdmissionMode, KeyStoreKind, Permission, TrustLevel } from '../contract/views.ts'
import * as allowlist from './allowlist-commands.ts'
import * as audit from './audit-commands.ts'
import * as bans from './ban-commands.ts'
import * as config from './config-commands.ts'
import type { Context, GlobalOptions } from './context.ts'
import { health } from './health-command.ts'
import { introduce } from './introduce-commands.ts'
import * as invites from './invite-commands.ts'
import type { NodeFlags } from './node-command.ts'
import { id, status } from './node-commands.ts'
import * as peers from './peer-commands.ts'
import { ping } from './ping-command.ts'
import { addLimits, addStats } from './program-bandwidth.ts'
import { addIdentity } from './program-identity.ts'
import * as reputation from './reputation-commands.ts'
import * as requests from './request-commands.ts'
import type { Command as Run } from './run-command.ts'
import { typedDurationMs } from './typed-duration.policy.ts'
import { typedPermissions } from './typed-values.policy.ts'
import * as verification from './verify-commands.ts'

export interface ProgramParts {
  readonly context: Context
  readonly runNode: (flags: NodeFlags) => Promise<void>
}

const PERMISSIONS = `what it may do: none, default (as its level), or some of ${Permission.options.join(',')}`
const PEER = 'a peer ID, at least 4 characters of its beginning or end, or a known name'

/** @throws CommanderError for wrong usage and for help, KithError and others from the command itself */
export function createProgram({ context, runNode }: ProgramParts): Command {
  const program = new Command('kith')
    .description('A peer node: approved peers are found, kept connected and watched; everybody else stays outside.')
    .version(context.version, '-V, --version', 'print the version')
    .option('--data-dir <dir>', "the folder of the node (default: the platform's application data folder)")
    .option('--json', 'print JSON: one value, or one per line where it streams')
    .helpOption('-h, --help', 'print this help')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => context.terminal.out(text.trimEnd()),
      writeErr: (text) => context.terminal.err(text.trimEnd()),
      // Printed where the exit code is decided, in the form that --json asks for.
      outputError: () => {},
    })
    .exitOverride()

  const runs =
    <O extends object>(run: Run<O>) =>
    async (...given: unknown[]): Promise<void> => {
      const command = given.at(-1) as Command
      await run(context, command.optsWithGlobals<O & GlobalOptions>(), command.args)
    }

  program
    .command('node')
    .description('run a node here until it is stopped')
    .option('--listen <multiaddr>', 'listen here instead of where the settings say (repeatable)', collected)
    .option('--name <name>', 'what this node calls itself')
    .addOption(new Option('--admission <mode>', 'what happens to unknown peers').choices(AdmissionMode.options))
    .option('--bootstrap <address>', 'keep connected to peer_id@multiaddr (repeatable)', collected)
    .option('--config <file>', 'settings in YAML, laid over those of the data folder')
    .addOption(new Option('--key-store <kind>', 'where the key is kept').choices(KeyStoreKind.options))
    .option('--passphrase-file <file>', 'its first line opens the sealed key (or set KITH_PASSPHRASE)')
    .option('--ui-port <port|off>', 'port of the screens on 127.0.0.1; 0 takes a free one', uiPort, 0)
    .option('--no-mdns', 'neither announce this node on the local network nor look for others')
    .option('--open', "open the screens in the system's browser")
    .action((_options: unknown, command: Command) => runNode(command.optsWithGlobals()))

  program.command('status').description('how the node is').action(runs(status))
  program
    .command('health')
    .description('how well it is and what to do; exits 0 healthy, 1 degraded, 2 unhealthy or not running')
    .action(runs(health))
  program.command('id').description('the peer ID of the node').action(runs(id))
  addPeers(program, runs)
  addRequests(program, runs)
  addInvites(program, runs)
  addVerification(program, runs)
  addReputation(program, runs)
  addAudit(program, runs)
  addAllowlist(program, runs)
  addLimits(program, runs, PEER)
  addStats(program, runs, PEER)
  addConfig(program, runs)
  addIdentity(program, runs)
  const trust = program
    .command('trust')
    .description(`decide how far you trust one peer or several; the level is one of ${TrustLevel.options.join(', ')}`)
    .argument('<peer...>', PEER)
    .usage('[options] <peer...> <level>')
  trust.action(async (...given: unknown[]) => {
    const words = trust.args
    if (words.length < 2 || !TrustLevel.safeParse(words.at(-1)).success)
      trust.error(`error: say whom and how far: kith trust PEER LEVEL, one of ${TrustLevel.options.join(', ')}`, {
        code: 'commander.invalidArgument',
      })
    await runs(peers.trust)(...given)
  })
  program
    .command('ban')
    .description('keep a peer out for a while, whatever its level')
    .argument('<peer>', PEER)
    .option('--for <duration>', 'how long, such as 30m, 24h or 7d (default: 1h)', duration)
    .action(runs(bans.ban))
  program.command('unban').description('lift a ban').argument('<peer>', PEER).action(runs(bans.unban))
  program
    .command('ping')
    .description('measure the way to a connected peer and back')
    .argument('<peer>', PEER)
    .option('-c, --count <n>', 'how often', count, 1)
    .option('-i, --interval <seconds>', 'how long to wait in between', seconds, 1)
    .action(runs(ping))
  return program
}

export type Runs = <O extends object>(run: Run<O>) => (...given: unknown[]) => Promise<void>

function addPeers(program: Command, runs: Runs): void {
  const group = program.command('peers').description('the peers that this node knows')
  group
    .command('ls', { isDefault: true })
    .description('list them (default)')
    .option('-w, --watch', 'keep showing them as they change, until ended')
    .action(runs(peers.peersLs))
  group
    .command('add')
    .description('put a peer on the list and dial it')
    .argument('<address...>', 'peer_id@multiaddr, or a multiaddr that ends in /p2p/<peer ID>')
    .option('--name <name>', 'what you call it')
    .addOption(
      new Option('--level <level>', 'how far you trust it (default: verified)').choices(['verified', 'trusted']),
    )
    .option('--keep', 'keep it connected')
    .option('--no-keep', 'connect only on request')
    .option('--note <text>', 'what you write down about it')
    .option('--permissions <list>', PERMISSIONS, permissions)
    .action(runs(peers.peersAdd))
  group.command('connect').description('dial it now').argument('<peer>', PEER).action(runs(peers.peersConnect))
  group.command('disconnect').description('hang up').argument('<peer>', PEER).action(runs(peers.peersDisconnect))
  group
    .command('forget')
    .description('make it unknown again')
    .argument('<peer...>', PEER)
    .action(runs(peers.peersForget))
  group.command('show').description('everything about one').argument('<peer>', PEER).action(runs(peers.peersShow))
  group
    .command('edit')
    .description('change its name, note or permissions, or whether it is kept connected')
    .argument('<peer>', PEER)
    .option('--name <name>', 'what you call it; an empty one removes the name')
    .option('--keep', 'keep it connected')
    .option('--no-keep', 'connect only on request')
    .option('--note <text>', 'what you write down about it; an empty one removes the note')
    .option('--permissions <list>', PERMISSIONS, permissions)
    .action(runs(peers.peersEdit))
}

function addRequests(program: Command, runs: Runs): void {
  const group = program.command('requests').description('unknown peers that asked to connect')
  group.command('ls', { isDefault: true }).description('list them (default)').action(runs(requests.requestsLs))
  group
    .command('approve')
    .description('let it in')
    .argument('<peer>', PEER)
    .addOption(
      new Option('--level <level>', 'how far you trust it').choices(['verified', 'trusted']).default('verified'),
    )
    .option('--name <name>', 'what you call it')
    .option('--permissions <list>', PERMISSIONS, permissions)
    .action(runs(requests.requestsApprove))
  group.command('ignore').description('stay silent').argument('<peer>', PEER).action(runs(requests.requestsIgnore))
  group.command('block').description('never again').argument('<peer>', PEER).action(runs(requests.requestsBlock))
  group
    .command('forget')
    .description('as if it had never asked')
    .argument('<peer>', PEER)
    .action(runs(requests.requestsForget))
}

function addAllowlist(program: Command, runs: Runs): void {
  const group = program.command('allowlist').description('whom you let in')
  group
    .command('ls', { isDefault: true })
    .description('list them (default)')
    .addOption(new Option('--level <level>', 'only these').choices(['trusted', 'verified', 'blocked']))
    .option('--search <text>', 'with this in name, note, peer ID or address')
    .addOption(new Option('--sort <by>', 'in this order').choices(['name', 'level', 'seen', 'added']).default('name'))
    .action(runs(allowlist.allowlistLs))
  group
    .command('export')
    .description('write them, and whom you block, into a file that people or programs can read')
    .argument('[file]', 'default: print it')
    .addOption(
      new Option('--format <format>', 'default: by the end of the file name, else text').choices(['text', 'json']),
    )
    .action(runs(allowlist.allowlistExport))
  group
    .command('import')
    .description('take over what a file says, after showing what that changes')
    .argument('<file>', 'text or JSON, as export writes it; - reads standard input')
    .option('--dry-run', 'only show what it would change')
    .option('--remove-missing', 'also remove who is on the list and not in the file')
    .option('--yes', 'do not ask')
    .action(runs(allowlist.allowlistImport))
  group
    .command('remove')
    .description('take peers off the list')
    .argument('<peer...>', PEER)
    .action(runs(allowlist.allowlistRemove))
  group
    .command('undo')
    .description('take a change back, within ten minutes')
    .argument('<token>', 'as the change printed it')
    .action(runs(allowlist.allowlistUndo))
}

function addConfig(program: Command, runs: Runs): void {
  const group = program.command('config').description('the settings of the running node')
  group.command('ls', { isDefault: true }).description('all of them (default)').action(runs(config.configLs))
  group
    .command('get')
    .description('one of them, or a section')
    .argument('<path>', 'such as limits.perPeer')
    .action(runs(config.configGet))
  group
    .command('set')
    .description('change one, now and for every start')
    .argument('<path>', 'such as limits.perPeer')
    .argument('<value>', 'in YAML, such as 4, true or [message, offer-files]')
    .action(runs(config.configSet))
  group
    .command('unset')
    .description('put one, or a section, back to its default')
    .argument('<path>', 'such as limits.perPeer')
    .action(runs(config.configUnset))
  group.command('reload').description('read the settings file again').action(runs(config.configReload))
}

function addInvites(program: Command, runs: Runs): void {
  const group = program.command('invite').description('let somebody in by a link that works once')
  group
    .command('create', { isDefault: true })
    .description('make one and print its link (default)')
    .option('--note <name>', 'whom it is for; the peer is called so when it comes')
    .option('--for <duration>', 'how long it can be used, such as 30m, 24h or 7d', duration)
    .action(runs(invites.inviteCreate))
  group.command('ls').description('list them').action(runs(invites.inviteLs))
  group
    .command('revoke')
    .description('take one back')
    .argument('<id>', 'its ID, as kith invite ls shows it')
    .action(runs(invites.inviteRevoke))
  program
    .command('join')
    .description(
      'come in by an invite link; best read from standard input, where no other user of this machine sees it',
    )
    .argument('[link...]', 'the link; - or nothing reads it from standard input')
    .option('--name <name>', 'what you call the peer')
    .action(runs(invites.join))
}

function addVerification(program: Command, runs: Runs): void {
  program
    .command('words')
    .description('the safety words that you and a peer both see')
    .argument('<peer>', PEER)
    .action(runs(verification.words))
  program
    .command('verify')
    .description('write down that you made sure who a peer is')
    .argument('<peer>', PEER)
    .option('--words', 'you compared the safety words')
    .option('--code <code>', 'what the other screen shows about you (kith words there)')
    .option('--undo', 'take it back')
    .action(runs(verification.verify))
  program
    .command('introduce')
    .description('tell one connected peer about another; there it becomes a request')
    .argument('<peer>', 'whom you introduce: ' + PEER)
    .requiredOption('--to <peer>', 'who is told')
    .action(runs(introduce))
}

function addReputation(program: Command, runs: Runs): void {
  const group = program.command('reputation').description("what is thought of the peers' conduct")
  const show = group
    .command('show', { isDefault: true })
    .description('all of them, the best first, or what moved the score of one (default)')
    .argument('[peer]', PEER)
    .option('--reset', 'put the score of this one back to the start, and lift an automatic ban')
  show.action(async (...given: unknown[]) => {
    if (show.opts<{ reset?: boolean }>().reset && show.args.length === 0)
      show.error('error: say whose score to reset: kith reputation PEER --reset', {
        code: 'commander.missingArgument',
      })
    await runs(reputation.reputationShow)(...given)
  })
  group
    .command('release')
    .description('let automatic bans go on that were held back because there were too many')
    .action(runs(reputation.reputationRelease))
}

function addAudit(program: Command, runs: Runs): void {
  const group = program.command('audit').description('the log of everything that was decided')
  group
    .command('ls', { isDefault: true })
    .description('the newest entries, the latest last (default)')
    .option('--peer <peer>', 'about ' + PEER)
    .addOption(new Option('--kind <kind...>', 'of these kinds').choices(AuditKind.options))
    .option('--text <text>', 'with this in peer ID, name, reason or details')
    .option('--since <time>', 'from then on: 2h, 3d, 2026-01-31, 2026-01-31T18:00')
    .option('--until <time>', 'up to then')
    .option('--limit <n>', 'so many at most', count, 50)
    .option('--follow', 'go on with what comes, until ended')
    .action(runs(audit.auditLs))
  group
    .command('verify')
    .description('check that nothing was changed, removed or put in from outside')
    .action(runs(audit.auditVerify))
  group
    .command('export')
    .description('all of it as JSON lines, oldest first')
    .option('--output <file>', 'write it there instead of printing it')
    .action(runs(audit.auditExport))
}

const collected = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

function uiPort(text: string): number | 'off' {
  if (text === 'off') return 'off'
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new InvalidArgumentError('It is a port from 0 to 65535, or off.')
}

function count(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a whole number from 1.')
}

function seconds(text: string): number {
  if (/^\d{1,4}(\.\d{1,3})?$/.test(text) && Number(text) >= 0.1) return Number(text)
  throw new InvalidArgumentError('It is a number of seconds from 0.1.')
}

function permissions(text: string): Permission[] | null {
  const list = typedPermissions(text)
  if (list !== undefined) return list
  throw new InvalidArgumentError(`It is none, default, or some of ${Permission.options.join(',')}.`)
}

function duration(text: string): number {
  const ms = typedDurationMs(text)
  if (ms !== null) return ms
  throw new InvalidArgumentError('It is a number with s, m, h or d, such as 24h.')
}

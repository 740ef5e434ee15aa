/** Every call and every event between a screen (or an operator) and the node. The one list; every wire carries it unchanged. */
import { z } from 'zod'
import { AuditPage, AuditQuery, AuditVerdict, AuditView } from './audit-views.ts'
import { BandwidthView, HistoryRange, TrafficHistoryView, TrafficTick, TrafficView } from './bandwidth-views.ts'
import { DesktopView, OpenedFile } from './desktop-views.ts'
import { BackupView, IdentityView, MAX_BACKUP_CHARACTERS, RestoredView } from './identity-views.ts'
import {
  HealthView,
  LinkHistoryView,
  ReputationListView,
  ReputationSummary,
  ReputationView,
  ServiceView,
} from './link-views.ts'
import { SettingsView } from './settings-view.ts'
import {
  CounterView,
  ImportPreview,
  InviteLinkView,
  InviteView,
  MAX_ALLOWLIST_CHARACTERS,
  MAX_ALLOWLIST_ENTRIES,
  SafetyWordsView,
  UndoToken,
} from './trust-views.ts'
import {
  AddressView,
  HostView,
  Name,
  NearbyView,
  NodeView,
  Note,
  PeerId,
  PeerLimits,
  PeerView,
  Permission,
  Rates,
  RequestView,
  Time,
  TrustLevel,
  VerifiedHow,
} from './views.ts'

interface Call {
  readonly input: z.ZodType
  readonly output: z.ZodType
}

const nothing = z.undefined()
const ofPeer = z.object({ peerId: PeerId })
const ofPeers = z.object({ peerIds: z.array(PeerId).min(1).max(MAX_ALLOWLIST_ENTRIES) })
/** `null` follows the level's defaults. */
const OwnPermissions = z.array(Permission).max(16).nullable()
const Undoable = z.object({ changed: z.int().nonnegative(), undo: UndoToken })
const AllowlistText = z.string().max(MAX_ALLOWLIST_CHARACTERS)
/** An invite link as it was pasted, stray white space allowed. */
const TypedLink = z.string().max(8192)
/** A level that admits. */
const AdmittedLevel = z.enum(['verified', 'trusted'])
/** What a person types or pastes: one address in any of the forms that the node understands, stray white space allowed. */
const TypedAddress = z.string().max(4096)
/** Long enough for a sentence in any language; scrypt hashes it, so more costs nothing but typing. */
const Passphrase = z.string().min(8, 'a passphrase has at least 8 characters').max(1024)
const OldPassphrase = z.string().min(1).max(1024)
const TypedBackup = z.object({ text: z.string().max(MAX_BACKUP_CHARACTERS), passphrase: OldPassphrase })

export const calls = {
  'host.status': { input: nothing, output: HostView },
  /** Answers the host's problem with one of its `choices`. */
  'host.resolve': {
    input: z.discriminatedUnion('choice', [
      z.object({ choice: z.literal('retry') }),
      z.object({ choice: z.literal('passphrase'), passphrase: z.string().min(1).max(1024) }),
      z.object({ choice: z.literal('new-passphrase'), passphrase: Passphrase }),
    ]),
    output: HostView,
  },

  /** How the identity is kept. */
  'identity.status': { input: nothing, output: IdentityView },
  /** Identity, allowlist and settings as text, sealed with a passphrase of its own. */
  'identity.backup': {
    input: z.object({ passphrase: Passphrase }),
    output: z.object({ fileName: z.string(), text: z.string().max(MAX_BACKUP_CHARACTERS) }),
  },
  /** Says what a backup holds. Changes nothing. */
  'identity.check': { input: TypedBackup, output: BackupView },
  /** Puts its identity, allowlist and settings in the place of those that are here, and starts the node anew. */
  'identity.restore': {
    input: TypedBackup.extend({
      /** Seals the restored key where it is kept; needed where there is no keychain. */
      newPassphrase: Passphrase.nullable().default(null),
    }),
    output: RestoredView,
  },
  /** `from` is `null` when it is not sealed now; `to: null` leaves it unsealed, which only the keychain may keep. */
  'identity.passphrase': {
    input: z.object({ from: OldPassphrase.nullable(), to: Passphrase.nullable() }),
    output: IdentityView,
  },

  'desktop.status': { input: nothing, output: DesktopView },
  /** Shows the folder of the log in the system's own file manager. */
  'desktop.openLogs': { input: nothing, output: nothing },
  /** Opens an https address of the project in the browser, once the person has agreed. */
  'desktop.openExternal': { input: z.object({ url: z.url().max(2048) }), output: z.object({ opened: z.boolean() }) },
  /** The file that the app was last opened with; `null` when there is none. It is handed out once. */
  'desktop.takeFile': { input: nothing, output: OpenedFile.nullable() },
  /** Ends the app and starts it anew. */
  'desktop.restart': { input: nothing, output: nothing },
  'updates.check': { input: nothing, output: DesktopView },
  'updates.download': { input: nothing, output: DesktopView },
  /** Ends the app and installs the staged version. */
  'updates.install': { input: nothing, output: nothing },

  'node.status': { input: nothing, output: NodeView },
  'node.rates': { input: nothing, output: Rates },
  'node.rename': { input: z.object({ name: Name }), output: NodeView },

  /** Says what a typed address means or, as an error, what is wrong with it. Changes nothing. */
  'address.check': { input: z.object({ text: TypedAddress }), output: AddressView },

  'peers.list': { input: nothing, output: z.array(PeerView) },
  'peers.show': { input: ofPeer, output: PeerView },
  /** Puts the peer on the allowlist and dials it. A known peer gets the new address, and the name and level if given. */
  'peers.add': {
    input: z.object({
      address: TypedAddress,
      name: Name.nullable().default(null),
      level: AdmittedLevel.nullable().default(null),
      kept: z.boolean().nullable().default(null),
      note: Note.nullable().default(null),
      permissions: OwnPermissions.optional(),
    }),
    output: PeerView,
  },
  /** Dials now and answers when the peer is connected or the try has failed (as an error). */
  'peers.connect': { input: ofPeer, output: PeerView },
  'peers.disconnect': { input: ofPeer, output: PeerView },
  /** Back to unknown: decisions, names, notes and addresses go; nobody but the peer itself or a person brings it back. */
  'peers.forget': { input: ofPeers, output: Undoable },
  'peers.trust': { input: z.object({ peerId: PeerId, level: TrustLevel }), output: PeerView },
  'peers.edit': {
    input: z.object({
      peerId: PeerId,
      name: Name.nullable().optional(),
      note: Note.nullable().optional(),
      kept: z.boolean().optional(),
      permissions: OwnPermissions.optional(),
      /** Only what is to change; 0 takes a limit away. */
      limits: z
        .object({
          uploadBytesPerSecond: PeerLimits.shape.uploadBytesPerSecond.unwrap().optional(),
          downloadBytesPerSecond: PeerLimits.shape.downloadBytesPerSecond.unwrap().optional(),
          monthlyBytes: PeerLimits.shape.monthlyBytes.unwrap().optional(),
        })
        .optional(),
    }),
    output: PeerView,
  },
  /** The same change for many peers at once. */
  'peers.change': {
    input: ofPeers.extend({
      level: TrustLevel.exclude(['unknown']).optional(),
      kept: z.boolean().optional(),
      permissions: OwnPermissions.optional(),
    }),
    output: Undoable,
  },
  /** Takes a `forget`, a `change` or an import back: those peers are as they were before it. */
  'peers.undo': { input: z.object({ undo: UndoToken }), output: z.object({ restored: z.int().nonnegative() }) },
  'peers.words': { input: ofPeer, output: SafetyWordsView },
  /** A person made sure who this is. With `code`, what the other screen shows must fit. `how: null` takes it back. */
  'peers.verify': {
    input: z.object({
      peerId: PeerId,
      how: VerifiedHow.exclude(['invite']).nullable(),
      code: z.string().max(1024).optional(),
    }),
    output: PeerView,
  },
  /** Keeps a peer out for a while, in both directions, whatever its level. */
  'peers.ban': {
    input: z.object({
      peerId: PeerId,
      durationMs: z
        .int()
        .min(1_000)
        .max(366 * 86_400_000)
        .default(3_600_000),
    }),
    output: PeerView,
  },
  'peers.unban': { input: ofPeer, output: PeerView },
  /** Tells one connected peer about another: there it becomes a request. */
  'peers.introduce': { input: z.object({ peerId: PeerId, to: PeerId }), output: nothing },
  'peers.ping': { input: ofPeer, output: z.object({ peerId: PeerId, rttMs: z.number().nonnegative() }) },

  /** How the link to this peer fared: round trips, when it was up and why not. */
  'peers.history': { input: ofPeer, output: LinkHistoryView },
  /** What is thought of its conduct, and what moved that. */
  'peers.reputation': { input: ofPeer, output: ReputationView },
  /** A person thinks better of it: the score is back at the start, and an automatic ban is lifted. */
  'peers.resetReputation': { input: ofPeer, output: ReputationView },
  /** The connected peers that are the best to transfer with, best first. */
  'peers.candidates': {
    input: z.object({ limit: z.int().min(1).max(1_000).default(10) }),
    output: z.array(ReputationView),
  },
  /** What is thought of every peer on the list, the best first; who was never here is left out. */
  'reputation.list': {
    input: z.object({ limit: z.int().min(1).max(MAX_ALLOWLIST_ENTRIES).default(1_000) }),
    output: z.array(ReputationListView),
  },
  'reputation.summary': { input: nothing, output: ReputationSummary },
  /** Automatic bans were held back because there were too many; a person has looked into it and lets them go on. */
  'reputation.release': { input: nothing, output: ReputationSummary },

  'requests.list': { input: nothing, output: z.array(RequestView) },
  'requests.approve': {
    input: z.object({
      peerId: PeerId,
      level: AdmittedLevel.default('verified'),
      name: Name.nullable().default(null),
      permissions: OwnPermissions.default(null),
    }),
    output: PeerView,
  },
  'requests.ignore': { input: ofPeer, output: RequestView },
  'requests.block': { input: ofPeer, output: PeerView },
  /** As if it had never knocked; it may knock again. */
  'requests.forget': { input: ofPeer, output: nothing },

  'allowlist.export': {
    input: z.object({ format: z.enum(['text', 'json']).default('text') }),
    output: z.object({ text: z.string(), fileName: z.string(), entries: z.int().nonnegative() }),
  },
  /** Says what an import would do. Changes nothing. */
  'allowlist.preview': { input: z.object({ text: AllowlistText }), output: ImportPreview },
  /** Does what the preview said: valid lines count, invalid ones are left out. */
  'allowlist.import': {
    input: z.object({ text: AllowlistText, removeMissing: z.boolean().default(false) }),
    output: Undoable.extend({ added: z.int(), removed: z.int(), invalid: z.int() }),
  },

  'invites.list': { input: nothing, output: z.array(InviteView) },
  /** The only time that the link is told: the node keeps no more than a digest of its secret. */
  'invites.create': {
    input: z.object({
      note: Name.nullable().default(null),
      lifetimeMs: z
        .int()
        .min(60_000)
        .max(30 * 86_400_000)
        .optional(),
    }),
    output: InviteView.extend({ link: z.string() }),
  },
  'invites.revoke': { input: z.object({ id: z.string().max(64) }), output: InviteView },
  /** Says what a link means or, as an error, what is wrong with it. Changes nothing. */
  'invites.check': { input: z.object({ link: TypedLink }), output: InviteLinkView },
  /** Redeems it: answers when both sides know each other, or with why not. */
  'invites.join': { input: z.object({ link: TypedLink, name: Name.nullable().default(null) }), output: PeerView },

  'audit.query': { input: AuditQuery, output: AuditPage },
  'audit.verify': { input: nothing, output: AuditVerdict },

  'settings.get': { input: nothing, output: SettingsView },
  /** Only what is to change; `null` puts a value back to its default. Nothing changes when any of it is invalid. */
  'settings.set': { input: z.object({ change: z.record(z.string(), z.unknown()) }), output: SettingsView },
  /** Reads the settings file again. An invalid file changes nothing and is an error that names the place. */
  'settings.reload': { input: nothing, output: SettingsView },

  /** Runs the checks and answers what they found. */
  'node.health': { input: nothing, output: HealthView },
  /** What the node leans on, and whether it works. */
  'node.services': { input: nothing, output: z.array(ServiceView) },
  'node.counters': { input: nothing, output: z.array(CounterView) },

  /** Which caps hold, why, and until when. */
  'bandwidth.status': { input: nothing, output: BandwidthView },
  /**
   * Switches to a profile until the schedule's next boundary, or until another time within eight days (`until: null`: until it is
   * ended); `profile: null` goes back to what the schedule says.
   */
  'bandwidth.override': {
    input: z.object({ profile: z.string().max(24).nullable(), until: Time.nullable().optional() }),
    output: BandwidthView,
  },
  /** What passed, in all and by peer. */
  'bandwidth.traffic': { input: nothing, output: TrafficView },
  'bandwidth.history': {
    input: z.object({ range: HistoryRange.default('minutes'), peerId: PeerId.optional() }),
    output: TrafficHistoryView,
  },

  'nearby.list': { input: nothing, output: z.array(NearbyView) },
} as const satisfies Record<string, Call>

/** Every fact that the node announces. */
export const events = {
  'host.changed': HostView,
  'desktop.changed': DesktopView,
  'node.changed': NodeView,
  'rates.changed': Rates,
  /** What changed since the last one; a screen keeps the rest. */
  'peers.changed': z.object({ upserted: z.array(PeerView), removed: z.array(PeerId) }),
  'requests.changed': z.array(RequestView),
  'nearby.changed': z.array(NearbyView),
  'invites.changed': z.array(InviteView),
  /** New entries, oldest first; a flood tells the last ones only. */
  'audit.appended': z.array(AuditView),
  'settings.changed': SettingsView,
  'health.changed': HealthView,
  'services.changed': z.array(ServiceView),
  'reputation.changed': ReputationSummary,
  'bandwidth.changed': BandwidthView,
  'traffic.ticked': TrafficTick,
} as const satisfies Record<string, z.ZodType>

export type CallName = keyof typeof calls
export type EventName = keyof typeof events
/** What a caller passes. */
export type Input<K extends CallName> = z.input<(typeof calls)[K]['input']>
/** What a handler gets: parsed, defaults filled in. */
export type Parsed<K extends CallName> = z.output<(typeof calls)[K]['input']>
export type Output<K extends CallName> = z.output<(typeof calls)[K]['output']>
export type Payload<K extends EventName> = z.output<(typeof events)[K]>

export type Handlers = { readonly [K in CallName]: (input: Parsed<K>) => Promise<Output<K>> }
/** One announced fact, name and payload agreeing. */
export type Announcement = { [K in EventName]: { readonly name: K; readonly payload: Payload<K> } }[EventName]

/** What a host answers; everything else is the node's. */
export type HostCallName = Extract<CallName, `host.${string}` | `identity.${string}` | DesktopCallName>
export type HostHandlers = Pick<Handlers, HostCallName>
export type IdentityHandlers = Pick<Handlers, Extract<CallName, `identity.${string}`>>
export type NodeHandlers = Omit<Handlers, HostCallName>
/** What the desktop app answers, and a server refuses. */
export type DesktopCallName = Extract<CallName, `desktop.${string}` | `updates.${string}`>
export type DesktopHandlers = Pick<Handlers, DesktopCallName>

/** What can be done from every screen: go somewhere, open something, undo. */
import type { Command } from '../../commands/command.ts'
import { copyText } from '../../commands/copy-text.ts'
import { byUsefulness } from '../../format/address.ts'
import { attempt } from '../../stores/attempt.ts'
import { screens } from '../../stores/screen-store.ts'
import type { Stores } from '../../stores/stores.ts'
import { strings } from '../../strings.ts'

const { do: does, also } = strings.palette

export function shellCommands(stores: Stores): readonly Command[] {
  const { screen, toasts, node, client, reputation } = stores
  const myself = () => node.getState().value
  return [
    ...screens.map(
      (name): Command => ({
        id: `go.${name}`,
        group: 'go',
        label: strings[name].title,
        also: Object.hasOwn(also, name) ? also[name as keyof typeof also] : '',
        keys: [['g', name.charAt(0)]],
        run: () => screen.show(name),
      }),
    ),
    {
      id: 'palette',
      group: 'do',
      label: does.palette,
      keys: [['Mod+k']],
      everywhere: true,
      run: () => screen.open({ kind: 'palette' }),
    },
    {
      id: 'add',
      group: 'do',
      label: does.add,
      also: also.add,
      keys: [['a']],
      run: () => screen.open({ kind: 'add', text: '' }),
    },
    { id: 'join', group: 'do', label: does.join, also: also.join, run: () => screen.open({ kind: 'add', text: '' }) },
    {
      id: 'invite',
      group: 'do',
      label: does.invite,
      also: also.invite,
      keys: [['n']],
      run: () => screen.open({ kind: 'invite' }),
    },
    { id: 'import', group: 'do', label: does.import, also: also.import, run: () => screen.open({ kind: 'import' }) },
    { id: 'export', group: 'do', label: does.export, also: also.export, run: () => screen.open({ kind: 'export' }) },
    { id: 'search', group: 'do', label: does.search, keys: [['/']], run: focusSearch },
    { id: 'undo', group: 'do', label: does.undo, keys: [['u'], ['Mod+z']], run: () => toasts.undoLast() },
    {
      id: 'keys',
      group: 'do',
      label: does.keys,
      also: also.keys,
      keys: [['?']],
      run: () => screen.open({ kind: 'keys' }),
    },
    { id: 'node', group: 'node', label: does.node, also: also.node, run: () => screen.open({ kind: 'node' }) },
    {
      id: 'copy-id',
      group: 'node',
      label: does.copyId,
      also: also.copyId,
      available: () => myself() !== null,
      run: () => copyText(toasts, myself()?.peerId ?? '', strings.node.peerIdShort),
    },
    {
      id: 'copy-address',
      group: 'node',
      label: does.copyAddress,
      also: also.copyAddress,
      available: () => (myself()?.addresses.length ?? 0) > 0,
      run: () => copyText(toasts, byUsefulness(myself()?.addresses ?? [])[0] ?? '', strings.node.address),
    },
    { id: 'backup', group: 'node', label: does.backup, also: also.backup, run: () => screen.open({ kind: 'backup' }) },
    {
      id: 'restore',
      group: 'node',
      label: does.restore,
      also: also.restore,
      run: () => screen.open({ kind: 'restore' }),
    },
    {
      id: 'passphrase',
      group: 'node',
      label: does.passphrase,
      also: also.passphrase,
      run: () => screen.open({ kind: 'passphrase' }),
    },
    {
      id: 'conduct',
      group: 'node',
      label: does.conduct,
      also: also.conduct,
      run: () => screen.open({ kind: 'conduct' }),
    },
    {
      id: 'release-bans',
      group: 'node',
      label: does.release,
      also: also.release,
      available: () => reputation.getState().value?.bansHeldUntil != null,
      run: () =>
        attempt(toasts, async () => {
          reputation.setState({ value: await client.call('reputation.release'), error: null })
          toasts.done(strings.health.brake.released)
        }),
    },
    {
      id: 'counters',
      group: 'node',
      label: does.counters,
      also: also.counters,
      run: () => screen.open({ kind: 'counters' }),
    },
    ...(['verify-log', 'export-log'] as const).map(
      (kind): Command => ({
        id: kind,
        group: 'log',
        label: kind === 'verify-log' ? does.verifyLog : does.exportLog,
        also: kind === 'verify-log' ? also.verifyLog : also.exportLog,
        run() {
          screen.show('activity')
          screen.open({ kind })
        },
      }),
    ),
  ]
}

/** The field that searches what is on the screen now. */
function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>('main input[type=search]')
  field?.focus()
  field?.select()
}

/** The words of `kith backup`, `kith restore` and `kith passphrase`. */
import { type Command, Option } from 'commander'
import { KeyStoreKind } from '../contract/views.ts'
import * as backups from './backup-commands.ts'
import * as passphrases from './passphrase-commands.ts'
import type { Runs } from './program.ts'

export function addIdentity(program: Command, runs: Runs): void {
  program
    .command('backup')
    .description('write identity, allowlist and settings into one file that a passphrase seals')
    .argument('[file]', 'default: a name with the node and the date, here; - prints it')
    .option('--passphrase-file <file>', 'its first line seals the backup (or set KITH_PASSPHRASE)')
    .option('--force', 'replace a file that is there')
    .action(runs(backups.backup))
  program
    .command('restore')
    .description('put a backup into the place of what is here; what is here is put aside, not deleted')
    .argument('<file>', 'as kith backup wrote it')
    .option('--check', 'only say what is in it')
    .option('--passphrase-file <file>', 'its first line opens the backup (or set KITH_PASSPHRASE)')
    .option('--new-passphrase-file <file>', 'its first line seals the key on this machine (or set KITH_NEW_PASSPHRASE)')
    .addOption(
      new Option('--key-store <kind>', 'where the key is kept from now on; only while no node runs here').choices(
        KeyStoreKind.options,
      ),
    )
    .option('--yes', 'do not ask')
    .action(runs(backups.restore))
  const group = program.command('passphrase').description('the passphrase that seals the key of this node')
  group
    .command('show', { isDefault: true })
    .description('where the key is kept, and whether it is sealed (default)')
    .action(runs(passphrases.passphraseShow))
  const old = [
    '--passphrase-file <file>',
    'its first line is the passphrase until now (or set KITH_PASSPHRASE)',
  ] as const
  const fresh = ['--new-passphrase-file <file>', 'its first line is the new one (or set KITH_NEW_PASSPHRASE)'] as const
  group
    .command('set')
    .description('seal the key: every start asks for the passphrase from then on')
    .option(...fresh)
    .action(runs(passphrases.passphraseSet))
  group
    .command('change')
    .description('seal the key with another passphrase')
    .option(...old)
    .option(...fresh)
    .action(runs(passphrases.passphraseChange))
  group
    .command('remove')
    .description('seal it no longer; only where the keychain keeps it')
    .option(...old)
    .action(runs(passphrases.passphraseRemove))
}

/** Which settings go into a backup, and what of them a restore changes. */
import { Settings, type SettingsChange } from '../contract/settings.ts'
import { atPath, leaves, merged, treeWith } from '../kit/tree.ts'

type Tree = Readonly<Record<string, unknown>>

/**
 * What belongs to a machine and not to a person: where its key is kept, on which of its addresses it listens, how its app
 * starts, and what was switched by hand for an hour.
 */
const MACHINE = ['identity', 'network.listen', 'desktop', 'bandwidth.override']

const ofMachine = (path: string): boolean => MACHINE.some((one) => path === one || path.startsWith(`${one}.`))

/** Only what differs from the defaults. */
export function settingsToKeep(settings: Settings): Tree {
  const defaults = Settings.parse({})
  return [...leaves(settings)].reduce<Tree>((tree, [way, value]) => {
    const path = way.join('.')
    const same = JSON.stringify(atPath(defaults, path)) === JSON.stringify(value)
    return same || value === undefined || ofMachine(path) ? tree : merged(tree, treeWith(path, value))
  }, {})
}

/** Puts those of a backup in the place of those that are here. What belongs to this machine stays as it is. */
export function settingsChangeFor(here: Settings, restored: Tree): SettingsChange {
  const known = Settings.parse({}).bandwidth.profiles
  // A profile of bandwidth goes as a whole: without its caps it would still be one.
  const profiles = Object.keys(here.bandwidth.profiles).filter((name) => !Object.hasOwn(known, name))
  const gone = [
    ...[...leaves(settingsToKeep(here))].map(([way]) => way.join('.')),
    ...profiles.map((name) => `bandwidth.profiles.${name}`),
  ]
  const cleared = gone.reduce<Tree>((tree, path) => merged(tree, treeWith(path, null)), {})
  return [...leaves(restored)].reduce<Tree>((tree, [way, value]) => {
    const path = way.join('.')
    return ofMachine(path) ? tree : merged(tree, treeWith(path, value))
  }, cleared)
}

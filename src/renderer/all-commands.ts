/** Joins what every feature lets a person do into the one list that the palette and the shortcuts share. */
import type { Commands } from './commands/command.ts'
import { bandwidthCommands } from './features/bandwidth/bandwidth-commands.ts'
import { peerCommands } from './features/peers/peer-commands.ts'
import { settingCommands } from './features/settings/setting-commands.ts'
import { shellCommands } from './features/shell/shell-commands.ts'
import type { Stores } from './stores/stores.ts'

/** Built anew when the profiles of the bandwidth change; everything else asks when it is needed. */
export const allCommands = (stores: Stores): Commands => ({
  all: [...shellCommands(stores), ...bandwidthCommands(stores), ...settingCommands(stores)],
  ofPeer: (peer) => peerCommands(stores, peer),
})

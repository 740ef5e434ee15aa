/** What a person can do, as data: one list for the palette, the shortcuts and the page that tells the keys. */
import type { PeerView } from '../../contract/views.ts'

export type CommandGroup = 'go' | 'do' | 'node' | 'bandwidth' | 'log' | 'look' | 'app' | 'setting'

export interface Command {
  /** Unique; what is remembered of it. */
  readonly id: string
  readonly group: CommandGroup
  readonly label: string
  /** Other words that find it. */
  readonly also?: string
  /** Each is another way: keys that are pressed one after the other. `Mod` is Control, or Command on a Mac. */
  readonly keys?: readonly (readonly string[])[]
  /** Works while somebody types. */
  readonly everywhere?: boolean
  /** Left out: always. */
  readonly available?: () => boolean
  readonly run: () => unknown
}

export interface Commands {
  /** In the order in which they are shown. */
  readonly all: readonly Command[]
  /** What can be done with one peer, as it is now. */
  readonly ofPeer: (peer: PeerView) => readonly Command[]
}

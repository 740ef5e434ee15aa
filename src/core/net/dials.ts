/** Which peers this node is dialling now, and what it has already said of each: libp2p asks the gater once per address. */

export interface Dials {
  /** A dial of this peer, through these relays. It is over when the answer is disposed. */
  begin(peerIds: readonly string[]): Disposable
  readonly has: (peerId: string) => boolean
  /** Whether this is the first refusal of the peer in the dials that run now. */
  isFirstRefusal(peerId: string): boolean
  /** No place was left for the peer of a dial that runs now. */
  noteFull(peerId: string): void
  readonly wasFull: (peerId: string) => boolean
  clear(): void
}

interface Dialled {
  running: number
  refused: boolean
  full: boolean
}

export function createDials(): Dials {
  const dialled = new Map<string, Dialled>()
  return {
    begin(peerIds) {
      for (const peerId of peerIds) {
        const known = dialled.get(peerId)
        if (known) known.running += 1
        else dialled.set(peerId, { running: 1, refused: false, full: false })
      }
      let isOver = false
      return {
        [Symbol.dispose]: () => {
          if (isOver) return
          isOver = true
          for (const peerId of peerIds) {
            const known = dialled.get(peerId)
            if (!known) continue
            known.running -= 1
            if (known.running === 0) dialled.delete(peerId)
          }
        },
      }
    },
    has: (peerId) => dialled.has(peerId),
    isFirstRefusal(peerId) {
      const known = dialled.get(peerId)
      const first = known?.refused !== true
      if (known) known.refused = true
      return first
    },
    noteFull(peerId) {
      const known = dialled.get(peerId)
      if (known) known.full = true
    },
    wasFull: (peerId) => dialled.get(peerId)?.full === true,
    clear: () => dialled.clear(),
  }
}

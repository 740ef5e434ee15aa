/** Holds what nodes said of each other against what was done to them: a peer that was left alone must not be called unresponsive. */
import type { LabNode } from './lab-node.ts'

/** How long after something ended a verdict may still be about it: a link is given up after 20 s of silence at the latest. */
const AFTERMATH_MS = 25_000

export interface Deeds {
  /** Something was done to this node, as all others see it, from now until the answer is called. */
  to(node: LabNode): () => void
  /** Something was done between these two. */
  between(a: LabNode, b: LabNode): () => void
  /** Verdicts without a deed that explains them. */
  wrongVerdicts(nodes: readonly LabNode[]): string[]
}

interface Deed {
  readonly concerns: (a: string, b: string) => boolean
  readonly fromMs: number
  untilMs: number
}

export function createDeeds(): Deeds {
  const deeds: Deed[] = []

  function begin(concerns: Deed['concerns']): () => void {
    const deed: Deed = { concerns, fromMs: performance.now(), untilMs: Number.POSITIVE_INFINITY }
    deeds.push(deed)
    return () => {
      deed.untilMs = performance.now()
    }
  }

  return {
    to: ({ peerId }) => begin((a, b) => a === peerId || b === peerId),
    between: (one, other) =>
      begin((a, b) => [one.peerId, other.peerId].includes(a) && [one.peerId, other.peerId].includes(b)),
    wrongVerdicts: (nodes) =>
      nodes.flatMap((node) =>
        node.lines
          .filter(({ state, reason }) => state === 'failed' && reason === 'unresponsive')
          .filter(
            ({ peerId, atMs }) =>
              !deeds.some(
                ({ concerns, fromMs, untilMs }) =>
                  concerns(node.peerId, peerId) && fromMs <= atMs && atMs <= untilMs + AFTERMATH_MS,
              ),
          )
          .map(({ time, name, peerId }) => `${time} ${node.name} about ${name ?? peerId}`),
      ),
  }
}

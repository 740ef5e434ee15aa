/** So many requests wait: a number or a mark on the app's icon, where the desktop has such a thing. */
import type { NodeWatcher } from './watched-node.ts'

/** @param set told only when the number is another; 0 takes the badge away */
export function createBadge(watcher: NodeWatcher, set: (waiting: number) => void): Disposable {
  let told = 0
  function follow(): void {
    const waiting = watcher.now.node?.requests ?? 0
    if (waiting === told) return
    told = waiting
    set(waiting)
  }
  follow()
  const listening = watcher.changed.on(follow)
  return { [Symbol.dispose]: () => listening[Symbol.dispose]() }
}

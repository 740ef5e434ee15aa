/** Which request comes next once one is decided. */
import type { RequestView } from '../../../contract/views.ts'

/** The waiting one below it, else the one above; `null` when it was the last. */
export function nextRequest(requests: readonly RequestView[], decided: string): string | null {
  const waiting = requests.filter((request) => !request.ignored || request.peerId === decided)
  const at = waiting.findIndex((request) => request.peerId === decided)
  if (at === -1) return waiting[0]?.peerId ?? null
  return (waiting[at + 1] ?? waiting[at - 1])?.peerId ?? null
}

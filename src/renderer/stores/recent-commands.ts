/** Which commands were used lately, the last one first. Only what they are called is kept, never whom they were about. */
import type { AppearancePlace } from './appearance.ts'

const KEY = 'kith.recent'
const MOST = 8
/** Longer than any of ours. */
const MAX_ID = 100

export interface RecentCommands {
  readonly ids: () => readonly string[]
  readonly used: (id: string) => void
}

export function createRecentCommands(storage: AppearancePlace['storage']): RecentCommands {
  let ids = read(storage.getItem(KEY))
  return {
    ids: () => ids,
    used(id) {
      ids = [id, ...ids.filter((one) => one !== id)].slice(0, MOST)
      storage.setItem(KEY, JSON.stringify(ids))
    },
  }
}

function read(text: string | null): readonly string[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]')
    const fits = (one: unknown): one is string => typeof one === 'string' && one.length <= MAX_ID
    return Array.isArray(value) ? value.filter(fits).slice(0, MOST) : []
  } catch {
    return []
  }
}

/** A log that can be written to before there is one: the node's, which is opened with the data folder. */
import type { Log, LogFields } from '../../kit/log.ts'

/** What happens before a node has its log is little; a fault that repeats must not fill the memory. */
const MAX_KEPT = 100

type Level = keyof Log

/** @param find the log, once there is one */
export function createLateLog(find: () => Log | null): Log {
  let kept: { readonly level: Level; readonly message: string; readonly fields: LogFields | undefined }[] = []

  const write = (level: Level) => (message: string, fields?: LogFields) => {
    const log = find()
    if (!log) {
      if (kept.length < MAX_KEPT) kept.push({ level, message, fields })
      return
    }
    const before = kept
    kept = []
    for (const line of before) log[line.level](line.message, line.fields)
    log[level](message, fields)
  }
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}

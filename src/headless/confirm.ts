/** Asks a person at the terminal before something large is done. */
import { createInterface } from 'node:readline/promises'
import type { Context } from './context.ts'

/** Whether they said yes. Nobody at the terminal has nobody to ask, and goes on: a script says what it wants. */
export async function confirmed({ terminal }: Context, question: string): Promise<boolean> {
  if (!terminal.interactive) return true
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^\s*(y|yes)\s*$/i.test(await lines.question(`${question} [y/N] `))
  } finally {
    lines.close()
  }
}

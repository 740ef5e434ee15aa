/** What every command that asks a running node has in common: reach it, ask, print, and how that ends. */
import type { NodeClient } from '../contract/client.ts'
import type { Context, GlobalOptions } from './context.ts'
import { type Paint, paint } from './paint.ts'
import { withNode } from './reach-node.ts'

interface Print {
  /** One JSON value on one line. */
  json(value: unknown): void
  lines(lines: readonly string[]): void
}

export interface Asked<O> {
  readonly client: NodeClient
  readonly context: Context
  readonly options: O & GlobalOptions
  /** What was typed after the command, in order; missing ones are empty. */
  readonly args: readonly string[]
  readonly print: Print
  readonly paint: Paint
}

/** Prints what the node answered. @throws KithError what the node refused */
export type Command<O = object> = (
  context: Context,
  options: O & GlobalOptions,
  args: readonly string[],
) => Promise<void>

export function runCommand<O = object>(work: (asked: Asked<O>) => Promise<void>): Command<O> {
  return (context, options, args) =>
    withNode(options, context, (client) => {
      const { terminal } = context
      const print: Print = {
        json: (value) => terminal.out(JSON.stringify(value)),
        lines: (lines) => {
          for (const line of lines) terminal.out(line)
        },
      }
      return work({ client, context, options, args, print, paint: paint(terminal.colours) })
    })
}

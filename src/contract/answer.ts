/** The one door into the node: Electron's IPC and the local socket both answer through it. It never throws. */
import type { z } from 'zod'
import type { Reply } from './bridge.ts'
import { type CallName, calls, type Handlers } from './contract.ts'
import { type ErrorName, KithError } from './errors.ts'

const refuse = (name: ErrorName, message: string): Reply => ({
  ok: false,
  error: new KithError(name, message).toJSON(),
})

/** The first complaint of a schema, as `path: what is wrong`. */
export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0]
  if (!issue) return 'invalid'
  const path = issue.path.map(String).join('.')
  return path ? `${path}: ${issue.message}` : issue.message
}

/**
 * Checks the name and the input, runs the handler, checks what it answers.
 *
 * @param onBug told of every error that is not a `KithError`; the caller only ever sees `Internal`
 */
export async function answer(
  handlers: Handlers,
  name: unknown,
  input: unknown,
  onBug: (error: unknown) => void,
): Promise<Reply> {
  if (typeof name !== 'string' || !Object.hasOwn(calls, name)) return refuse('InvalidRequest', 'There is no such call.')
  const call = calls[name as CallName]
  try {
    const parsed = call.input.safeParse(input)
    if (!parsed.success) return refuse('InvalidRequest', `${name}: ${firstIssue(parsed.error)}`)
    const handle = handlers[name as CallName] as (input: unknown) => Promise<unknown>
    return { ok: true, value: call.output.parse(await handle(parsed.data)) }
  } catch (error) {
    if (error instanceof KithError) return { ok: false, error: error.toJSON() }
    onBug(error)
    return refuse('Internal', 'The node failed to answer. Its log says why.')
  }
}

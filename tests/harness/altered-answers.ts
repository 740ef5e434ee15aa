/** Answers of a real node that are changed on their way to the page: for what would take a storm, a broken disk or an hour to happen. */
import type { Page } from 'playwright-core'
import type { CallName } from '../../src/contract/contract.ts'
import type { ErrorJson } from '../../src/contract/errors.ts'

/** `never` does not come; an error is what the node refuses with; everything else is answered. */
export type Altered = 'never' | { readonly error: ErrorJson } | { readonly value: unknown }

/** Before the page is opened. What is not named passes as it is. */
export async function alterAnswers(page: Page, answers: Partial<Record<CallName, Altered>>): Promise<void> {
  await page.routeWebSocket(/\/bridge$/, (socket) => {
    const server = socket.connectToServer()
    const altered = new Map<number, Altered>()
    socket.onMessage((text) => {
      const frame = JSON.parse(String(text)) as { type: string; id: number; name: CallName }
      const answer = frame.type === 'call' ? answers[frame.name] : undefined
      if (answer !== undefined) altered.set(frame.id, answer)
      server.send(text)
    })
    server.onMessage((text) => {
      const frame = JSON.parse(String(text)) as { readonly type: string; readonly id: number }
      const answer = frame.type === 'reply' ? altered.get(frame.id) : undefined
      if (answer === 'never') return
      if (answer === undefined) socket.send(text)
      else
        socket.send(
          JSON.stringify({
            ...frame,
            reply: 'error' in answer ? { ok: false, error: answer.error } : { ok: true, value: answer.value },
          }),
        )
    })
  })
}

/** Questions that the app itself asks, in the system's own dialogs: a page can neither draw nor answer them. */
import type { BrowserWindow, Dialog } from 'electron'
import type { LifeWords } from './life-words.ts'
import type { FileProblem } from './opened-things.ts'

export interface DialogParts {
  readonly dialog: Pick<Dialog, 'showMessageBox'>
  /** What a dialog belongs to; `null` while no window is to be seen. */
  readonly window: () => BrowserWindow | null
  readonly words: () => LifeWords
}

export interface Dialogs {
  /** Shows the whole address. */
  agreesToOpen(address: string): Promise<boolean>
  pageIsGone(): Promise<'again' | 'logs' | 'quit'>
  /** @param signal takes the question back: the page answers again */
  pageHangs(signal: AbortSignal): Promise<'wait' | 'reload'>
  fileProblem(name: string, problem: FileProblem): Promise<void>
}

interface Question<Answer> {
  readonly type: 'question' | 'warning' | 'error'
  readonly message: string
  readonly detail: string
  /** The first is what Enter does. */
  readonly answers: readonly (readonly [answer: Answer, label: string])[]
  /** What closing the dialog means. */
  readonly otherwise: Answer
  readonly signal?: AbortSignal
}

export function createDialogs({ dialog, window, words }: DialogParts): Dialogs {
  async function ask<Answer>(question: Question<Answer>): Promise<Answer> {
    const { type, message, detail, answers, otherwise, signal } = question
    const options = {
      type,
      title: 'Kith',
      message,
      detail,
      buttons: answers.map(([, label]) => label),
      defaultId: 0,
      cancelId: answers.findIndex(([answer]) => answer === otherwise),
      // Windows would make large links of them.
      noLink: true,
      ...(signal ? { signal } : {}),
    }
    const parent = window()
    const { response } = await (parent ? dialog.showMessageBox(parent, options) : dialog.showMessageBox(options))
    return answers[response]?.[0] ?? otherwise
  }

  return {
    agreesToOpen(address) {
      const { open, cancel } = words()
      return ask({
        type: 'question',
        message: open.question,
        detail: open.detail(address),
        // Enter, pressed by somebody who was typing something else, opens nothing.
        answers: [
          [false, cancel],
          [true, open.agree],
        ],
        otherwise: false,
      })
    },
    pageIsGone() {
      const { gone } = words()
      return ask({
        type: 'error',
        message: gone.title,
        detail: gone.detail,
        answers: [
          ['again', gone.again],
          ['logs', gone.logs],
          ['quit', gone.quit],
        ],
        otherwise: 'again',
      })
    },
    pageHangs(signal) {
      const { hangs } = words()
      return ask({
        type: 'warning',
        message: hangs.title,
        detail: hangs.detail,
        answers: [
          ['wait', hangs.wait],
          ['reload', hangs.reload],
        ],
        otherwise: 'wait',
        signal,
      })
    },
    fileProblem(name, problem) {
      const { file, ok } = words()
      return ask({
        type: 'warning',
        message: file.title(name),
        detail: file.why[problem],
        answers: [[undefined, ok]],
        otherwise: undefined,
      })
    },
  }
}

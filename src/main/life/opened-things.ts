/** Links and files that the app is opened with: a link is shown on the page, a file waits in one slot until it is taken. */
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { OpenedFile } from '../../contract/desktop-views.ts'
import type { Asked } from '../page/app-page.policy.ts'
import { type Opened, openedBy } from './opened.policy.ts'

/** As many characters as the contract lets a file have; text in UTF-8 is at least as many bytes. */
const MAX_BYTES = 16_000_000
const MAX_NAME = 256

export type FileProblem = 'missing' | 'no-file' | 'too-large' | 'no-text'

export interface OpenedParts {
  /** Brings the window to the front and shows that. */
  readonly show: (asked: Asked) => void
  /** Says that a file could not be opened. */
  readonly complain: (name: string, problem: FileProblem) => void
}

export interface OpenedThings {
  /**
   * The last link and the first file count; a person sees one thing at a time.
   *
   * @param folder what a relative path is relative to
   */
  open(words: readonly string[], folder: string): Promise<void>
  /** Hands the file out once. */
  takeFile(): OpenedFile | null
}

export function createOpenedThings({ show, complain }: OpenedParts): OpenedThings {
  let slot: OpenedFile | null = null

  async function openFile(typed: string, folder: string): Promise<void> {
    const path = pathOf(typed, folder)
    const name = basename(path ?? typed).slice(0, MAX_NAME)
    const text = path === null ? 'missing' : await readText(path)
    if (typeof text === 'string') {
      complain(name, text)
      return
    }
    slot = { name, text: text.text }
    show({ is: 'file' })
  }

  return {
    async open(words, folder) {
      const opened = openedBy(words)
      const file = opened.find((one): one is Extract<Opened, { is: 'file' }> => one.is === 'file')
      const link = opened.findLast((one): one is Extract<Opened, { is: 'link' }> => one.is === 'link')
      if (link) show(link)
      else if (file) await openFile(file.path, folder)
    },
    takeFile() {
      const file = slot
      slot = null
      return file
    },
  }
}

function pathOf(typed: string, folder: string): string | null {
  try {
    return /^file:/i.test(typed) ? fileURLToPath(typed) : resolve(folder, typed)
  } catch {
    // A `file:` address of another machine, or no address at all.
    return null
  }
}

/** Never waits for a pipe, never reads more than may be shown. */
async function readText(path: string): Promise<{ readonly text: string } | FileProblem> {
  let file: FileHandle | null = null
  try {
    // Windows has no such flag, and no such pipes.
    file = await open(path, constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0))
    const stat = await file.stat()
    if (!stat.isFile()) return 'no-file'
    if (stat.size > MAX_BYTES) return 'too-large'
    const bytes = Buffer.alloc(stat.size)
    const { bytesRead } = await file.read(bytes, 0, stat.size, 0)
    return textOf(bytes.subarray(0, bytesRead))
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EISDIR' ? 'no-file' : 'missing'
  } finally {
    await file?.close().catch(() => {})
  }
}

function textOf(bytes: Uint8Array): { readonly text: string } | FileProblem {
  // An image or a program is told apart by what no text has.
  if (bytes.includes(0)) return 'no-text'
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return 'no-text'
  }
}

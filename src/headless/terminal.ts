/** Where the command line writes: lines, colours only where a person looks, and never a broken pipe as a crash. */
export interface Terminal {
  /** One line on standard output. */
  out(line: string): void
  /** One line on standard error. */
  err(line: string): void
  /** Resolves when everything that was written has left the process. */
  flush(): Promise<void>
  readonly colours: boolean
  /** A person sits at both ends. */
  readonly interactive: boolean
  /** What a person looks at and can be drawn on; absent where output goes to a file or another program. */
  readonly screen?: Screen | undefined
}

export interface Screen {
  size(): { readonly columns: number; readonly rows: number }
  /** As it is, with sequences that move the cursor. */
  write(text: string): void
}

function write(stream: NodeJS.WriteStream, line: string): void {
  if (stream.writable) stream.write(`${line}\n`)
}

export function createTerminal(
  stdin: NodeJS.ReadStream,
  stdout: NodeJS.WriteStream,
  stderr: NodeJS.WriteStream,
  env: Readonly<Record<string, string | undefined>>,
): Terminal {
  // Who piped us into `head` has read enough; that is no error, and a node goes on without an audience.
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
  const drained = (stream: NodeJS.WriteStream): Promise<void> =>
    new Promise((resolve) => {
      if (!stream.writable) resolve()
      else stream.write('', () => resolve())
    })
  return {
    out: (line) => write(stdout, line),
    err: (line) => write(stderr, line),
    flush: async () => {
      await Promise.all([drained(stdout), drained(stderr)])
    },
    // no-color.org: present and not empty.
    colours: stdout.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
    interactive: stdin.isTTY && stdout.isTTY,
    screen:
      stdout.isTTY && env['TERM'] !== 'dumb'
        ? {
            size: () => ({ columns: stdout.columns, rows: stdout.rows }),
            write: (text) => {
              if (stdout.writable) stdout.write(text)
            },
          }
        : undefined,
  }
}

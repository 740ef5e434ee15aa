/** Whoever looks at a command that goes on and on: it ends well when they have seen enough. */

export interface Audience extends Disposable {
  /** Resolves on Ctrl-C, on a request to end, and when nobody reads the output any more (`| head`). */
  readonly leaves: Promise<void>
}

/** Takes the signals over: until disposed they do not end the process by themselves. */
export function audience(stdout: NodeJS.WriteStream = process.stdout): Audience {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const leave = (): void => resolve(undefined)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, leave)
  stdout.on('error', leave).on('close', leave)
  return {
    leaves: promise,
    [Symbol.dispose]() {
      for (const signal of signals) process.off(signal, leave)
      stdout.off('error', leave).off('close', leave)
    },
  }
}

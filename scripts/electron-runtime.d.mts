export function whyNoWindow(seen: {
  readonly platform: string
  readonly uid: number | undefined
  readonly env: Readonly<Record<string, string | undefined>>
}): string | null

/** The program of the runtime that is installed, or given by `ELECTRON_OVERRIDE_DIST_PATH`; `null` when there is none. */
export function installedRuntime(): string | null

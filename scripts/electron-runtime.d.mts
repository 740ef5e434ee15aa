export function whyNoWindow(seen: {
  readonly platform: string
  readonly uid: number | undefined
  readonly env: Readonly<Record<string, string | undefined>>
}): string | null

import type { Target } from './package-files.mjs'

export const BUDGET_BYTES: Readonly<Record<string, number>>
export function stage(
  folder: string,
  target: Target,
): {
  readonly files: readonly string[]
  readonly packages: readonly { readonly name: string; readonly version: string; readonly licence: string }[]
}
export function weigh(resources: string): { readonly lines: readonly string[]; readonly above: readonly string[] }
export function whyNotFetched(output: string, unpacked: boolean): string | null

export interface Need {
  readonly name: string
  readonly programs?: readonly string[]
  readonly library?: string
  readonly why: string
}
export const needs: Readonly<Record<'start' | 'test' | 'desktop', readonly Need[]>>

export type PackagePlan =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'tell'; readonly lines: readonly string[] }
  | {
      readonly kind: 'install'
      readonly names: readonly string[]
      readonly update: readonly string[]
      readonly install: readonly string[]
    }
export function planPackages(seen: {
  readonly missing: readonly Pick<Need, 'name' | 'why'>[]
  readonly apt: boolean
  readonly root: boolean
  readonly sudo: boolean
}): PackagePlan
export function missingHere(wanted: readonly Need[]): readonly Need[]

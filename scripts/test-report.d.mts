export interface SuiteReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
}
export function judgeSuite(
  code: number,
  report: SuiteReport | null,
): { readonly passed: number; readonly failed: number; readonly problem: string | null }
export function chooseStages(
  names: readonly string[],
  all: readonly string[],
  needBuild: readonly string[],
): { readonly stages?: readonly string[]; readonly unknown?: readonly string[] }

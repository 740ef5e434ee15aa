export interface SuiteReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults?: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages: readonly string[] | null
    }[]
  }[]
}
export function unsteadyTests(report: Pick<SuiteReport, 'testResults'> | null): readonly string[]
export function judgeSuite(
  code: number,
  report: SuiteReport | null,
): { readonly passed: number; readonly failed: number; readonly problem: string | null }
export function chooseStages(
  names: readonly string[],
  all: readonly string[],
  needBuild: readonly string[],
): { readonly stages?: readonly string[]; readonly unknown?: readonly string[] }

export interface SuiteReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults?: readonly {
    readonly name?: string
    readonly status?: string
    readonly message?: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages: readonly string[] | null
    }[]
  }[]
}
export function troubles(report: Pick<SuiteReport, 'testResults'> | null): {
  readonly failed: readonly string[]
  readonly unsteady: readonly string[]
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

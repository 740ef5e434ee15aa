/** Reads what a suite says it did. Pure: the rules by which `npm test` believes a green run. */

/**
 * @param {number} code the runner's exit code
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number } | null} report
 *   of vitest's JSON reporter; `null` if it wrote none
 * @returns {{ passed: number, failed: number, problem: string | null }} `failed` is at least 1 when there is a problem
 */
export function judgeSuite(code, report) {
  const passed = report?.numPassedTests ?? 0
  const failed = report?.numFailedTests ?? 0
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0)
  const problem = whatIsWrong()
  return { passed, failed: problem && failed === 0 ? 1 : failed, problem }

  function whatIsWrong() {
    if (failed > 0) return `${failed} failed`
    // A switched-off test looks exactly like a passing one to whoever reads the last line.
    if (skipped > 0) return `${skipped} skipped, which counts as a failure`
    if (passed === 0) return 'it ran no test'
    return code === 0 ? null : `the runner ended with ${code}: an error outside a test, or too little coverage`
  }
}

/**
 * @param {{ testResults?: { assertionResults: { fullName: string, status: string, failureMessages: string[] | null }[] }[] } | null} report
 * @returns {string[]} the tests that passed at the second try only
 */
export function unsteadyTests(report) {
  return (report?.testResults ?? []).flatMap(({ assertionResults }) =>
    assertionResults
      .filter(({ status, failureMessages }) => status === 'passed' && (failureMessages ?? []).length > 0)
      .map(({ fullName, failureMessages }) => `${fullName.trim()}: ${failureMessages[0].split('\n')[0]}`),
  )
}

/** Which stages `npm test -- NAMES` runs; the build comes along where processes are started. Pure. */
export function chooseStages(names, all, needBuild) {
  const unknown = names.filter((name) => !all.includes(name))
  if (unknown.length > 0) return { unknown }
  const chosen = names.length === 0 ? all : all.filter((name) => names.includes(name))
  return {
    stages: all.filter(
      (name) => chosen.includes(name) || (name === 'build' && chosen.some((other) => needBuild.includes(other))),
    ),
  }
}

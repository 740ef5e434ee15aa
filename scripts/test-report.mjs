/** Reads what a suite says it did. Pure: the rules by which `npm test` believes a green run. */

/** Characters of one error. */
const LONGEST = 1_000

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
 * @typedef {{ name?: string, status?: string, message?: string,
 *   assertionResults: { fullName: string, status: string, failureMessages: string[] | null }[] }} FileReport
 */

/**
 * What a person has to look at, in one line each: who sees only the end of a long run finds it there.
 *
 * @param {{ testResults?: FileReport[] } | null} report
 * @returns {{ failed: string[], unsteady: string[] }} the tests, and files, that failed; those that passed at the second try only
 */
export function troubles(report) {
  const failed = []
  const unsteady = []
  for (const { name = '', status, message, assertionResults } of report?.testResults ?? []) {
    for (const { fullName, status, failureMessages } of assertionResults) {
      const line = `${fullName.trim()}: ${firstLines(failureMessages?.[0] ?? '')}`
      if (status === 'failed') failed.push(line)
      else if (status === 'passed' && (failureMessages ?? []).length > 0) unsteady.push(line)
    }
    // A file that cannot be loaded, or a hook that failed, has no test to blame.
    const hasNone = assertionResults.every((test) => test.status !== 'failed')
    if (status === 'failed' && hasNone) failed.push(`${name}: ${firstLines(message ?? '')}`)
  }
  return { failed, unsteady }
}

/** What an error says, without its stack, and no more of a long one than fits a screen. */
function firstLines(text) {
  const said = text.split('\n    at ', 1)[0].trim()
  return said.length > LONGEST ? `${said.slice(0, LONGEST)}…` : said
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

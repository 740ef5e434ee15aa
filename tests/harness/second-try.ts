/**
 * With `KITH_SECOND_TRY=1` every test fails at its first try. What fails then at its second try too leans on what a test before
 * it, or its own first try, left behind: a retry would be no help there, and one hiccup of the machine would take a suite down.
 */
import { afterEach } from 'vitest'

const tried = new Set<string>()

afterEach(({ task }) => {
  if (tried.has(task.id)) return
  tried.add(task.id)
  throw new Error('the first try, which KITH_SECOND_TRY lets fail')
})

/** The node writes English. What of it stands on the screens is known to the German words: a sentence that was changed or added there is missed here. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { inGerman } from '../../src/renderer/words/de/from-node.ts'

const root = join(import.meta.dirname, '..', '..')

/** Where the sentences are that a person meets on a screen: checks, services, refusals of the handlers, addresses. */
const spoken = [
  'src/core/health/*.policy.ts',
  'src/host/keychain-health.policy.ts',
  'src/host/host-checks.ts',
  'src/core/peers/why-not-connected.policy.ts',
  'src/core/handlers/*.ts',
  'src/core/net/address.ts',
  'src/core/identity/*.ts',
  'src/core/trust/*.ts',
  'src/host/{host,host.policy,identity-keeper,keychain.policy,keychain-guard}.ts',
]

/** A whole sentence, not a word or the piece of one. */
const isSentence = (text: string): boolean => /^[\p{Lu}“].* .*[.…?]$/su.test(text)

/** Put together by the code from pieces; what comes out of them is known, and read in the health test's own words. */
const pieces = new Set([
  'Links stay up, and nothing else passes.',
  'You chose only to be warned, so traffic goes on.',
  'When it is, only the links stay up.',
  'You will be told when it is.',
  'Your identity is kept there and was not touched. Unlock the keychain, then try again.',
  'Unlock it and try again, or choose a passphrase: then a sealed file keeps your identity.',
  'Unlock it and try again, or start with --key-store sealed-file.',
])
/** Here a place is a clause, and not a name or a number. */
const composed =
  /^The (volume of this month is (nearly )?used up|bandwidth is paused7|clock .* just set)|^Traffic is held to the caps of “7”7|Restore it from a backup7/

function sentencesIn(path: string): readonly string[] {
  const file = ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) found.push(node.text)
    // Any name will do for what stands in the places.
    if (ts.isTemplateExpression(node))
      found.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('7'))
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found.filter((text) => isSentence(text) && !pieces.has(text) && !composed.test(text))
}

test('what the node says on the screens is known in German', () => {
  const paths = globSync([...spoken], { cwd: root }).filter((path) => !path.endsWith('.test.ts'))
  const sentences = paths.flatMap((path) => sentencesIn(path).map((text) => ({ path, text })))
  expect(sentences.length).toBeGreaterThan(80)
  expect(
    sentences.filter(({ text }) => inGerman(text) === null).map(({ path, text }) => `${path}: ${text}`),
    'Add them to src/renderer/words/de/node-findings.ts or node-errors.ts, with {places} for what changes',
  ).toEqual([])
})

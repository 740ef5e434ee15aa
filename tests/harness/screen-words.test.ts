/** Whoever writes a text right into a screen is told where texts live, before somebody sees it in the wrong language. */
import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const renderer = join(import.meta.dirname, '..', '..', 'src', 'renderer')
const sources = globSync('**/*.{ts,tsx}', { cwd: renderer }).filter((path) => !path.endsWith('.test.ts'))
const read = (path: string): string => readFileSync(join(renderer, path), 'utf8')

/** What a person reads or hears; the rest of the attributes are for the machine. */
const spoken =
  /^(aria-(label|description|roledescription|valuetext|placeholder)|title|placeholder|alt|label|hint|about)$/
/** Marks such as `·` and `×`, and names that no language changes. */
const hasWords = (text: string): boolean => /\p{L}{2}/u.test(text.replaceAll(/\b(Kith|QR|KiB|MiB|GiB|ms)\b/gu, ''))

/** The texts that an expression may come to, without looking into what it calls. */
function textsOf(node: ts.Expression | undefined): readonly string[] {
  if (node === undefined) return []
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isTemplateExpression(node))
    return [[node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(' ')]
  if (ts.isParenthesizedExpression(node)) return textsOf(node.expression)
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)]
  if (ts.isBinaryExpression(node)) return textsOf(node.right)
  return []
}

function literalTexts(path: string, source = read(path)): readonly string[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
  const found: string[] = []
  const note = (node: ts.Node, texts: readonly string[]): void => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file))
    for (const text of texts.filter(hasWords)) found.push(`src/renderer/${path}:${line + 1}: ${text.trim()}`)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) note(node, [node.text])
    if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) note(node, textsOf(node.expression))
    if (ts.isJsxAttribute(node) && spoken.test(node.name.getText(file))) {
      const { initializer } = node
      if (initializer !== undefined)
        note(node, textsOf(ts.isJsxExpression(initializer) ? initializer.expression : initializer))
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

test('every text on the screens comes from src/renderer/words, where it stands once for each language', () => {
  expect(
    sources.filter((path) => path.endsWith('.tsx')).flatMap((path) => literalTexts(path)),
    'Put the text into src/renderer/words/en/*.ts and, in German, into words/de/*.ts; read it here as strings.…',
  ).toEqual([])
})

test('such a text is found wherever it hides, and a mark is none', () => {
  const found = literalTexts(
    'one.tsx',
    `<p title="Hello there" className="some-class" aria-label={open ? 'Close it' : words.open}>
      Some text {n} · × {many ? 'peers' : words.peer} {call('not this')} {words.kith}
    </p>`,
  )
  expect(found.map((text) => text.replace(/.*:\d+: /, ''))).toEqual(['Hello there', 'Close it', 'Some text', 'peers'])
})

test('numbers, moments and order are written as the language of the page has them', () => {
  const own = /^format\/(locale|numbers\.policy)\.ts$|^words\/(en|de)\/counting\.ts$/
  const elsewhere = sources.filter(
    (path) => !own.test(path.replaceAll('\\', '/')) && /\.toLocale\w+\(|new Intl\./.test(read(path)),
  )
  expect(
    elsewhere.map((path) => relative('.', join('src/renderer', path))),
    'Use src/renderer/format/locale.ts (formatNumber, fixed, momentFormat, byText) instead of a locale of its own',
  ).toEqual([])
})

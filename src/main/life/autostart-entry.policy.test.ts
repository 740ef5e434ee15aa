import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { autostartEntry, autostartFolder } from './autostart-entry.policy.ts'

const keyOf = (entry: string, key: string): string =>
  entry
    .split('\n')
    .find((line) => line.startsWith(`${key}=`))
    ?.slice(key.length + 1) ?? ''

/** What a desktop does with a value: first the escapes of a string, then the quoting of `Exec`. Written from the specification. */
function readString(text: string): string {
  const meaning: Record<string, string> = { s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\' }
  return text.replace(/\\(.)/gs, (_all, letter: string) => meaning[letter] ?? letter)
}
function readExec(exec: string): string[] {
  const text = readString(exec)
  const args: string[] = []
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === ' ') continue
    expect(text[at]).toBe('"')
    let argument = ''
    for (at += 1; text[at] !== '"'; at += 1) {
      if (text[at] === '\\') at += 1
      expect(at).toBeLessThan(text.length)
      argument += text[at] ?? ''
    }
    args.push(argument.replaceAll('%%', '%'))
  }
  return args
}

describe('the autostart entry', () => {
  it.each([
    [['/opt/Kith/kith'], '"/opt/Kith/kith"'],
    [['/opt/Kith/kith', '--data-dir', '/srv/my node'], '"/opt/Kith/kith" "--data-dir" "/srv/my node"'],
    [['/home/kim/100%/Kith.AppImage'], '"/home/kim/100%%/Kith.AppImage"'],
    [['/a"b`c$d'], '"/a\\\\"b\\\\`c\\\\$d"'],
    [['/a\\b'], '"/a\\\\\\\\b"'],
  ] as const)('starts %j by %s', (command, exec) => {
    expect(keyOf(autostartEntry([...command]), 'Exec')).toBe(exec)
  })

  it('starts exactly the program that was meant, and is one line for each key, whatever its name', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', ' ', '"', '`', '$', '\\', '%', '\n', '\t', '=', ';', 'ü', "'"),
    })
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 3 }), (program, args) => {
        const entry = autostartEntry([`/${program}`, ...args])
        expect(readExec(keyOf(entry, 'Exec'))).toEqual([`/${program}`, ...args])
        expect(readString(keyOf(entry, 'TryExec'))).toBe(`/${program}`)
        expect(entry.split('\n')).toHaveLength(12)
      }),
    )
  })

  it.each([
    [{}, '/home/kim/.config/autostart'],
    [{ XDG_CONFIG_HOME: '/x/' }, '/x/autostart'],
    [{ XDG_CONFIG_HOME: 'relative' }, '/home/kim/.config/autostart'],
  ])('%j: in %s', (env, folder) => expect(autostartFolder(env, '/home/kim')).toBe(folder))
})

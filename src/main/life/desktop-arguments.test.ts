import { describe, expect, it } from 'vitest'
import { readDesktopArguments, refusal } from './desktop-arguments.ts'

const surroundings = { platform: 'linux', env: {}, home: '/home/kim' }
const usual = {
  dataFolder: '/home/kim/.local/share/kith',
  ownFolder: false,
  configFile: undefined,
  minimised: false,
  words: [],
}

it.each([
  [[], {}],
  [['--data-dir', '/srv/kith'], { dataFolder: '/srv/kith', ownFolder: true }],
  [['--data-dir=/srv/kith', '--config', 'k.yaml'], { dataFolder: '/srv/kith', ownFolder: true, configFile: 'k.yaml' }],
  [['--enable-logging', '--ozone-platform=wayland', 'kith://join'], { words: ['kith://join'] }],
  [['--minimised', 'list.txt', '--', '--odd name'], { minimised: true, words: ['list.txt', '--odd name'] }],
  [['--minimized'], { minimised: true }],
  [['--data-dir'], {}],
])('reads %j', (args, expected) => {
  expect(readDesktopArguments(args, surroundings, null)).toEqual({ ...usual, ...expected })
})

it('in a checkout does not open the folder that Electron runs', () => {
  for (const args of [
    ['.', 'a.txt'],
    ['--inspect=0', process.cwd(), 'a.txt'],
  ])
    expect(readDesktopArguments(args, surroundings, process.cwd()).words).toEqual(['a.txt'])
})

describe('a command line that takes the sandbox away', () => {
  it.each(['no-sandbox', 'disable-web-security', 'allow-running-insecure-content'])('--%s is refused', (name) => {
    expect(refusal((asked) => asked === name)).toContain(`--${name}`)
  })

  it('any other starts', () => expect(refusal(() => false)).toBeNull())
})

import { expect, it } from 'vitest'
import { readDesktopArguments } from './desktop-arguments.ts'

const surroundings = { platform: 'linux', env: {}, home: '/home/kim' }
const usual = '/home/kim/.local/share/kith'

it.each([
  [[], { dataFolder: usual, configFile: undefined }],
  [['--data-dir', '/srv/kith'], { dataFolder: '/srv/kith', configFile: undefined }],
  [['--data-dir=/srv/kith', '--config', 'kith.yaml'], { dataFolder: '/srv/kith', configFile: 'kith.yaml' }],
  [['--enable-logging', '--ozone-platform=wayland', 'kith://join'], { dataFolder: usual, configFile: undefined }],
  [['--data-dir'], { dataFolder: usual, configFile: undefined }],
])('reads %j', (args, expected) => {
  expect(readDesktopArguments(args, surroundings)).toEqual(expected)
})

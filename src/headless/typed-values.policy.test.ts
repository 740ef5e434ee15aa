import { expect, it } from 'vitest'
import { typedPermissions } from './typed-values.policy.ts'

it.each([
  ['message', ['message']],
  ['message, offer-files,message', ['message', 'offer-files']],
  ['none', []],
  ['', []],
  ['default', null],
  ['message,fly', undefined],
  ['Message', undefined],
])('takes %j for %j', (text, expected) => expect(typedPermissions(text)).toEqual(expected))

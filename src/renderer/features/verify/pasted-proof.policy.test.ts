import { expect, test } from 'vitest'
import { readProof } from './pasted-proof.policy.ts'

const words = ['surround', 'bar', 'hospital', 'wreck', 'buffalo', 'welcome']

test.each([
  ['surround bar hospital wreck buffalo welcome', 'same-words'],
  ['  1. Surround, 2. bar\n3. HOSPITAL, 4. wreck\n5. buffalo, 6. welcome ', 'same-words'],
  ['bar surround hospital wreck buffalo welcome', 'other-words'],
  ['surround bar hospital wreck buffalo welcome welcome', 'other-words'],
  ['surround bar', 'few-words'],
  ['123', 'few-words'],
  ['kith:verify?v=1&by=x&pair=y', 'code'],
  [' KITH:verify?', 'code'],
  ['https://example.org', 'code'],
])('%s', (text, is) => expect(readProof(text, words).is).toBe(is))

test('how many words there were', () => expect(readProof('surround bar', words)).toEqual({ is: 'few-words', n: 2 }))

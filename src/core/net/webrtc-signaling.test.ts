import type { Stream } from '@libp2p/interface'
import { describe, expect, it } from 'vitest'
import { settled } from '../../../tests/harness/manual-clock.ts'
import { holdCandidates } from './webrtc-signaling.ts'

/** As much of a stream as is looked at. */
class FakeStream extends EventTarget {
  readonly sent: string[] = []
  writeStatus = 'writable'

  send(data: Uint8Array): boolean {
    this.sent.push(new TextDecoder().decode(data))
    return true
  }
}

function setup() {
  const stream = new FakeStream()
  holdCandidates(stream as unknown as Stream)
  return { stream, say: (text: string) => stream.send(new TextEncoder().encode(text)) }
}

describe('the signalling of a WebRTC dial', () => {
  it('sends the offer at once, and the candidates in their order when the answer has been taken in', async () => {
    const { stream, say } = setup()
    expect([say('offer'), say('one'), say('two')]).toEqual([true, true, true])
    await settled()
    expect(stream.sent).toEqual(['offer'])
    let takenIn = false
    stream.addEventListener(
      'message',
      () => {
        void (async () => {
          for (let turn = 0; turn < 20; turn++) await Promise.resolve()
          expect(stream.sent).toEqual(['offer'])
          takenIn = true
        })()
      },
      { once: true },
    )
    stream.dispatchEvent(new Event('message'))
    await settled()
    expect(takenIn).toBe(true)
    expect(stream.sent).toEqual(['offer', 'one', 'two'])
    say('three')
    stream.dispatchEvent(new Event('message'))
    await settled()
    expect(stream.sent).toEqual(['offer', 'one', 'two', 'three'])
  })

  it('sends them when the other end is done without an answer', async () => {
    const { stream, say } = setup()
    say('offer')
    say('one')
    stream.dispatchEvent(new Event('remoteCloseWrite'))
    await settled()
    expect(stream.sent).toEqual(['offer', 'one'])
  })

  it('lets them go when the stream was closed meanwhile', async () => {
    const { stream, say } = setup()
    say('offer')
    say('one')
    stream.writeStatus = 'closed'
    stream.dispatchEvent(new Event('message'))
    await settled()
    expect(stream.sent).toEqual(['offer'])
  })
})

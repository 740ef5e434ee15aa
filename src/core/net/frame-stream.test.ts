/** Frames come out as they went in, however the network cuts them; what is no frame breaks the stream. */
import type { Stream } from '@libp2p/interface'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settled } from '../../../tests/harness/manual-clock.ts'
import { frameStream } from './frame-stream.ts'

const MAX_FRAME_BYTES = 300

/** As much of a libp2p stream as frames need. */
class FakeStream extends EventTarget {
  status = 'open'
  remoteWriteStatus = 'writable'
  readBufferLength = 0
  readonly sent: Uint8Array[] = []
  room = true

  send(bytes: Uint8Array): boolean {
    if (this.status !== 'open') throw new Error('closed')
    this.sent.push(bytes)
    return this.room
  }

  abort(): void {
    this.status = 'aborted'
    this.dispatchEvent(new Event('close'))
  }

  async close(): Promise<void> {
    this.status = 'closed'
  }

  comes(bytes: Uint8Array): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data: bytes }))
  }

  remoteIsDone(): void {
    this.remoteWriteStatus = 'closed'
    this.dispatchEvent(new Event('remoteCloseWrite'))
  }
}

function opened() {
  const fake = new FakeStream()
  return { fake, frames: frameStream(fake as unknown as Stream, { maxFrameBytes: MAX_FRAME_BYTES }) }
}

const frame = fc.uint8Array({ maxLength: MAX_FRAME_BYTES })

describe('frames over a stream', () => {
  it('are the same at the other end, however they are cut on the way', async () => {
    const scenario = fc.record({
      sent: fc.array(frame, { maxLength: 8 }),
      cuts: fc.array(fc.nat(50), { minLength: 1 }),
    })
    await fc.assert(
      fc.asyncProperty(scenario, async ({ sent, cuts }) => {
        const writer = opened()
        for (const one of sent) await writer.frames.write(one)
        const bytes = Uint8Array.from(writer.fake.sent.flatMap((part) => [...part]))
        const { fake, frames } = opened()
        for (let at = 0, n = 0; at < bytes.length; n++) {
          const end = at + 1 + (cuts[n % cuts.length] ?? 0)
          fake.comes(bytes.subarray(at, end))
          at = end
        }
        fake.remoteIsDone()
        const read: Uint8Array[] = []
        for (let one = await frames.read(); one; one = await frames.read()) read.push(one)
        expect(read.map((one) => [...one])).toEqual(sent.map((one) => [...one]))
        expect([fake.status, frames.violation]).toEqual(['open', null])
      }),
    )
  })

  it.each([0, 1, 127, 128, 129, 255, 256, MAX_FRAME_BYTES])('may have %d bytes', async (size) => {
    const writer = opened()
    await writer.frames.write(new Uint8Array(size).fill(9))
    const { fake, frames } = opened()
    for (const part of writer.fake.sent) fake.comes(part)
    expect(await frames.read()).toEqual(new Uint8Array(size).fill(9))
  })

  it('go to who waits for them, one each, in order', async () => {
    const { fake, frames } = opened()
    const waiting = [frames.read(), frames.read(), frames.read()]
    fake.comes(Uint8Array.of(1, 7, 1, 8))
    fake.remoteIsDone()
    expect(await Promise.all(waiting)).toEqual([Uint8Array.of(7), Uint8Array.of(8), null])
    expect(await frames.read()).toBeNull()
  })

  it.each([
    ['a frame is too long', [0xad, 0x02]],
    ['the length of a frame does not end', [0xff, 0xff, 0xff, 0xff]],
  ])('end with what is none: %s', async (violation, bytes) => {
    const { fake, frames } = opened()
    fake.comes(Uint8Array.of(1, 7, ...bytes, 1, 8))
    expect([await frames.read(), await frames.read()]).toEqual([Uint8Array.of(7), null])
    expect([fake.status, frames.violation]).toEqual(['aborted', violation])
  })

  it('are not gathered without bound when nobody reads them, which is no violation', async () => {
    const { fake, frames } = opened()
    for (let n = 0; n < 100; n++) fake.comes(Uint8Array.of(200, 1, ...new Uint8Array(200)))
    await settled()
    expect([fake.status, frames.violation, await frames.read()]).toEqual(['aborted', null, null])
  })

  it('are not gathered without bound when they have no bytes either', async () => {
    const { fake } = opened()
    for (let n = 0; n < 100; n++) fake.comes(new Uint8Array(100))
    await settled()
    expect(fake.status).toBe('aborted')
  })

  it('wait for room before the next, and fail when there will be none', async () => {
    const { fake, frames } = opened()
    fake.room = false
    const first = frames.write(Uint8Array.of(1))
    fake.dispatchEvent(new Event('drain'))
    await first
    const second = frames.write(Uint8Array.of(2))
    frames.abort()
    await expect(second).rejects.toMatchObject({ name: 'ConnectionFailed' })
    await expect(frames.write(Uint8Array.of(3))).rejects.toMatchObject({ name: 'ConnectionFailed' })
    expect(await frames.read()).toBeNull()
  })

  it('end when the stream was closed over there before anybody listened', async () => {
    const fake = new FakeStream()
    fake.remoteWriteStatus = 'closed'
    expect(await frameStream(fake as unknown as Stream, { maxFrameBytes: 1 }).read()).toBeNull()
  })
})

import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { answer } from './answer.ts'
import type { NodeBridge } from './bridge.ts'
import { createNodeClient } from './client.ts'
import { type CallName, calls, type Handlers, type Output } from './contract.ts'
import { errorCodes, KithError } from './errors.ts'
import { ServerFrame } from './socket.ts'

const rates = { uploadBytesPerSecond: 1, downloadBytesPerSecond: 2, uploadedBytes: 3, downloadedBytes: 4 }

/** Every handler refuses, but for those that the test gives. */
function handlersWith(given: Partial<Handlers> = {}): Handlers {
  const refuse = () =>
    Promise.reject(new KithError('Unreachable', 'The node is starting.', { details: { phase: 'starting' } }))
  return {
    ...(Object.fromEntries(Object.keys(calls).map((name) => [name, refuse])) as unknown as Handlers),
    ...given,
  }
}

const noBug = (error: unknown): never => {
  throw error
}

describe('the door', () => {
  it('answers a call, checked on both sides', async () => {
    const handlers = handlersWith({ 'node.rates': () => Promise.resolve(rates) })
    expect(await answer(handlers, 'node.rates', undefined, noBug)).toEqual({ ok: true, value: rates })
  })

  it.each([
    ['a name from the prototype', 'toString', undefined],
    ['a name that is none', 42, undefined],
    ['a name that nobody has', 'node.explode', undefined],
    ['an input where none belongs', 'node.status', {}],
    ['a wrong input', 'peers.show', { peerId: 'me' }],
    ['an input from the prototype', 'peers.show', JSON.parse('{"__proto__":{"peerId":"x"}}')],
  ])('refuses %s', async (_why, name, input) => {
    expect(await answer(handlersWith(), name, input, noBug)).toMatchObject({
      ok: false,
      error: { code: 8003, name: 'InvalidRequest' },
    })
  })

  it('passes a KithError on whole', async () => {
    expect(await answer(handlersWith(), 'node.status', undefined, noBug)).toEqual({
      ok: false,
      error: {
        code: 1004,
        name: 'Unreachable',
        message: 'The node is starting.',
        retryable: true,
        details: { phase: 'starting' },
      },
    })
  })

  it.each([
    ['throws', () => Promise.reject(new Error('secret path /home/x'))],
    [
      'throws before it answers',
      () => {
        throw new Error('secret path /home/x')
      },
    ],
    ['answers what it must not', () => Promise.resolve({ secret: '/home/x' } as unknown as Output<'node.rates'>)],
  ])('tells the host, and nobody else, of a handler that %s', async (_what, handler) => {
    const bugs: unknown[] = []
    const reply = await answer(handlersWith({ 'node.rates': handler }), 'node.rates', undefined, (bug) =>
      bugs.push(bug),
    )
    expect(reply).toMatchObject({ ok: false, error: { code: 9001, name: 'Internal' } })
    expect(JSON.stringify(reply)).not.toContain('/home/x')
    expect(bugs).toHaveLength(1)
  })

  it('never throws and always answers in the frame’s shape, whatever comes (10,000 cases)', {
    timeout: 60_000,
  }, async () => {
    const value = fc.anything({ maxDepth: 1, maxKeys: 2 })
    const name = fc.oneof(fc.constantFrom(...Object.keys(calls)), fc.string(), value)
    const field = fc.constantFrom(
      'peerId',
      'address',
      'level',
      'choice',
      'passphrase',
      'name',
      'kept',
      'text',
      '__proto__',
    )
    const input = fc.oneof(value, fc.dictionary(field, value), fc.constant(undefined))
    await fc.assert(
      fc.asyncProperty(name, input, async (called, given) => {
        const reply = await answer(handlersWith(), called, given, noBug)
        expect(ServerFrame.safeParse({ type: 'reply', id: 1, reply }).success).toBe(true)
        if (reply.ok) throw new Error('nothing here answers')
        expect(['InvalidRequest', 'Unreachable']).toContain(reply.error.name)
        expect(reply.error.message).not.toBe('')
      }),
      { numRuns: 10_000 },
    )
  })
})

describe('the client', () => {
  /** The whole stack with the wire replaced by what JSON leaves of a value. */
  function loopback(handlers: Handlers) {
    const listeners = new Set<(name: string, payload: unknown) => void>()
    const wire = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)))
    const bridge: NodeBridge = {
      call: async (name, input) => wire(await answer(handlers, name, wire(input), noBug)) as never,
      on: (listener) => {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
      onLink: () => () => {},
    }
    return { client: createNodeClient(bridge), listeners }
  }

  it('carries typed answers, and errors as KithError', async () => {
    const { client } = loopback(
      handlersWith({ 'node.rates': () => Promise.resolve(rates), 'requests.forget': () => Promise.resolve(undefined) }),
    )
    const answered = await client.call('node.rates')
    expectTypeOf(answered).toEqualTypeOf<Output<'node.rates'>>()
    expect(answered).toEqual(rates)
    const peerId = `12D3KooW${'A'.repeat(44)}`
    await expect(client.call('requests.forget', { peerId })).resolves.toBeUndefined()
    await expect(client.call('peers.show', { peerId })).rejects.toMatchObject({
      name: 'Unreachable',
      code: 1004,
      details: { phase: 'starting' },
    })
  })

  it('hears only what it asked for, until it stops listening', () => {
    const { client, listeners } = loopback(handlersWith())
    const heard: unknown[] = []
    const stop = client.on('rates.changed', (payload) => heard.push(payload))
    for (const tell of listeners) {
      tell('rates.changed', rates)
      tell('nearby.changed', [])
    }
    stop()
    expect(heard).toEqual([rates])
    expect(listeners.size).toBe(0)
  })
})

describe('errors', () => {
  it('survive the way there and back', () => {
    for (const name of Object.keys(errorCodes) as (keyof typeof errorCodes)[]) {
      const error = new KithError(name, 'why', { details: { a: 1 } })
      expect(KithError.fromJson(JSON.parse(JSON.stringify(error)) as never).toJSON()).toEqual(error.toJSON())
    }
  })

  it('of a newer node are Internal, with their message', () => {
    expect(KithError.fromJson({ name: 'BrandNew', message: 'why' })).toMatchObject({ name: 'Internal', message: 'why' })
    expect(KithError.fromJson({ name: 'toString', message: 'why' })).toMatchObject({ name: 'Internal' })
  })

  it('have codes of their own', () => {
    const codes = Object.values(errorCodes)
    expect(new Set(codes).size).toBe(codes.length)
  })
})

it('has a handler name for every call', () => {
  expectTypeOf<keyof Handlers>().toEqualTypeOf<CallName>()
})

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { settled } from '../../tests/harness/manual-clock.ts'
import { meansMetered } from './network-cost.policy.ts'
import { askNetworkManager, askNobody, createNetworkCost } from './network-cost.ts'

test.each<[string, number, boolean | null]>([
  ['unknown', 0, null],
  ['yes', 1, true],
  ['no', 2, false],
  ['yes, it guesses', 3, true],
  ['no, it guesses', 4, false],
  ['a number of later days', 9, null],
])('%s', (_what, said, expected) => expect(meansMetered(said)).toBe(expected))

function setUp() {
  const questions: { answer: (said: number) => void; fail: () => void; signal: AbortSignal }[] = []
  const minutes = new Set<() => void>()
  const cost = createNetworkCost(
    (_ms, task) => {
      minutes.add(task)
      return { [Symbol.dispose]: () => void minutes.delete(task) }
    },
    (signal) =>
      new Promise((resolve, reject) => {
        questions.push({ answer: resolve, fail: () => reject(new Error('ENOENT')), signal })
      }),
  )
  const heard: (boolean | null)[] = []
  cost.changed.on(() => heard.push(cost.onMetered()))
  const minute = () => {
    for (const task of minutes) task()
  }
  const answer = async (data: number | null) => {
    const question = questions.shift()
    if (data === null) question?.fail()
    else question?.answer(data)
    await settled()
  }
  return { cost, questions, minutes, heard, minute, answer }
}

describe('what the network costs', () => {
  test('is asked at once and every minute, and only a difference is told', async () => {
    const { cost, questions, heard, minute, answer } = setUp()
    expect(cost.onMetered()).toBeNull()
    await answer(2)
    minute()
    await answer(4)
    minute()
    await answer(3)
    minute()
    await answer(0)
    expect(heard).toEqual([false, true, null])
    expect(questions).toEqual([])
  })

  test('where nobody answers, it is asked again only after the network changed', async () => {
    const { cost, questions, heard, minute, answer } = setUp()
    await answer(null)
    minute()
    minute()
    expect(questions).toEqual([])
    cost.networkChanged()
    await answer(1)
    expect(heard).toEqual([true])
    minute()
    await answer(null)
    expect(heard).toEqual([true, null])
  })

  test('an unknown cost is an answer, and the minutes go on', async () => {
    const { questions, minute, answer } = setUp()
    await answer(0)
    minute()
    expect(questions).toHaveLength(1)
  })

  test('never asks twice at a time; a network that changes meanwhile is asked about afterwards, once', async () => {
    const { cost, questions, heard, minute, answer } = setUp()
    minute()
    cost.networkChanged()
    cost.networkChanged()
    expect(questions).toHaveLength(1)
    await answer(2)
    expect(questions).toHaveLength(1)
    await answer(1)
    expect(heard).toEqual([false, true])
    expect(questions).toEqual([])
  })

  test('disposed twice, also while it asks, nothing is asked or told any more', async () => {
    const { cost, questions, minutes, heard, answer } = setUp()
    cost[Symbol.dispose]()
    cost[Symbol.dispose]()
    expect([minutes.size, questions[0]?.signal.aborted]).toEqual([0, true])
    await answer(1)
    cost.networkChanged()
    expect([heard, questions, cost.onMetered()]).toEqual([[], [], null])
  })
})

/** A busctl of our own, first in the PATH. */
async function withBusctl(script: string | null, then: () => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kith-busctl-'))
  try {
    if (script !== null) {
      writeFileSync(join(folder, 'busctl'), `#!/bin/sh\n${script}\n`)
      chmodSync(join(folder, 'busctl'), 0o755)
    }
    vi.stubEnv('PATH', script === null ? folder : `${folder}${delimiter}${process.env['PATH'] ?? ''}`)
    await then()
  } finally {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true, force: true })
  }
}

describe('NetworkManager', () => {
  const never = new AbortController().signal

  test('is asked for one property of the system’s bus', () =>
    withBusctl('test "$1 $3 $7" = "--system get-property Metered" && echo \'{"type":"u","data":1}\'', async () => {
      expect(await askNetworkManager(never)).toBe(1)
    }))

  test.each(['', 'u 1', '{"type":"s","data":"1"}', '[]'])('that says %j has not answered', (printed) =>
    withBusctl(`printf '%s' '${printed}'`, () => expect(askNetworkManager(never)).rejects.toThrow()),
  )

  test('that is not there, or has no bus, is a failure', async () => {
    await withBusctl(null, () => expect(askNetworkManager(never)).rejects.toThrow('ENOENT'))
    await withBusctl('echo "Call failed: no such service" >&2; exit 1', () =>
      expect(askNetworkManager(never)).rejects.toThrow('Call failed'),
    )
    await expect(askNobody(never)).rejects.toThrow('does not say')
  })

  test('that talks without end, or is asked by a host that stops, is ended', async () => {
    await withBusctl('exec yes', () => expect(askNetworkManager(never)).rejects.toThrow('maxBuffer'))
    await withBusctl('exec sleep 60', async () => {
      const stopping = new AbortController()
      const asked = askNetworkManager(stopping.signal)
      stopping.abort()
      await expect(asked).rejects.toThrow('aborted')
    })
  })
})

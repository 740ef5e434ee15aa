/** What the bench was asked to do: `npm run bench -- bandwidth --parts=accuracy,fairness --transports=tcp --quick`. */
import { type LoopbackTransport, loopback } from '../../tests/harness/bulk-node.ts'
import { type CappedWay, type Holder } from '../../tests/harness/bulk-pair.ts'

export interface BenchOptions {
  readonly parts: readonly string[]
  /** Less of everything: for a machine that is shared. */
  readonly quick: boolean
  readonly transports: readonly LoopbackTransport[]
  readonly ways: readonly CappedWay[]
  readonly holders: readonly Holder[]
  /** Bytes per second; none: all of the bench's own. */
  readonly caps: readonly number[]
  /** How long links are watched under a saturated cap. */
  readonly seconds: number
}

/** @throws when an option is unknown or makes no sense, in words for a person */
export function benchOptions(args: readonly string[], allParts: readonly string[]): BenchOptions {
  const given = new Map(
    args.map((arg): [string, string] => {
      const [name = '', value = ''] = arg.replace(/^--/, '').split('=', 2)
      return [name, value]
    }),
  )
  const known = ['parts', 'quick', 'transports', 'ways', 'holders', 'caps', 'seconds']
  for (const name of given.keys())
    if (!known.includes(name)) throw new Error(`There is no option ${name}. There are: ${known.join(', ')}.`)
  function some<T extends string>(name: string, all: readonly T[]): readonly T[] {
    const asked = given.get(name)?.split(',')
    const chosen = all.filter((one) => !asked || asked.includes(one))
    if (chosen.length < (asked?.length ?? 0)) throw new Error(`${name} are some of ${all.join(', ')}.`)
    return chosen
  }
  return {
    parts: some('parts', allParts),
    quick: given.has('quick'),
    transports: some('transports', Object.keys(loopback) as LoopbackTransport[]),
    ways: some('ways', ['up', 'down']),
    holders: some('holders', given.has('quick') ? ['node'] : ['node', 'peer']),
    caps: (given.get('caps')?.split(',') ?? []).map(Number),
    seconds: Number(given.get('seconds') ?? 60),
  }
}

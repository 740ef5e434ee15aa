/** Some of the peers of `bench/idle`, in a process of their own. */
import { type Stack, startMember } from './idle-stacks.ts'

const [stack, first, count] = process.argv.slice(2)
const members = await Promise.all(
  Array.from({ length: Number(count) }, (_, n) => startMember(stack as Stack, Number(first) + n)),
)
process.on('message', ({ address }: { address: string }) => {
  void (async () => {
    for (const member of members) await member.connect(address)
    process.send?.({ connected: members.length })
  })()
})
process.on('disconnect', () => process.exit())
process.send?.({ ready: true })

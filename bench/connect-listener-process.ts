/** The listening side of `bench/connect`, in a process of its own. */
import { bareMeeter, kithMeeter } from './connect-stacks.ts'

const [stack, listen = ''] = process.argv.slice(2)
const meeter = stack === 'kith' ? await kithMeeter(listen) : await bareMeeter(listen)
meeter.onConnected((connectedAt) => process.send?.({ connectedAt }))
process.on('message', ({ peerId }: { peerId: string }) => {
  void meeter.admit(peerId).then(() => process.send?.({ admitted: true }))
})
process.on('disconnect', () => process.exit())
process.send?.({ address: meeter.address })

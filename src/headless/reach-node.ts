/** Finds the node that runs on a data folder and speaks with it for the length of one command. */
import { createNodeClient, type NodeClient } from '../contract/client.ts'
import { KithError } from '../contract/errors.ts'
import { readControl } from '../host/control-file.ts'
import { type Context, dataFolderOf, type GlobalOptions } from './context.ts'
import { connectBridge } from './socket-bridge.ts'

/**
 * @throws KithError `Unreachable` when no node runs on the folder; also when one ran there, was killed, and left its
 * `control.json` behind
 */
export async function withNode<T>(
  options: GlobalOptions,
  context: Context,
  work: (client: NodeClient) => Promise<T>,
): Promise<T> {
  const folder = dataFolderOf(options, context.env)
  const control = readControl(folder)
  if (!control) throw noNode(folder)
  const bridge = await connectBridge(control.url, control.token, context.clock).catch((error: unknown) => {
    throw error instanceof KithError && error.name === 'Unreachable' ? noNode(folder) : error
  })
  try {
    return await work(createNodeClient(bridge))
  } finally {
    bridge.close()
  }
}

const noNode = (folder: string): KithError =>
  new KithError('Unreachable', `No node is running on ${folder}. Start one with: kith node`)

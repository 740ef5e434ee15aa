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
  const done = await withNodeIfAny(options, context, work)
  if (!done) throw noNode(dataFolderOf(options, context.env))
  return done.value
}

/** @returns `null` when no node runs on the folder, and the work was not begun */
export async function withNodeIfAny<T>(
  options: GlobalOptions,
  context: Context,
  work: (client: NodeClient) => Promise<T>,
): Promise<{ readonly value: T } | null> {
  const control = readControl(dataFolderOf(options, context.env))
  if (!control) return null
  const bridge = await connectBridge(control.url, control.token, context.clock).catch((error: unknown) => {
    if (error instanceof KithError && error.name === 'Unreachable') return null
    throw error
  })
  if (!bridge) return null
  try {
    return { value: await work(createNodeClient(bridge)) }
  } finally {
    bridge.close()
  }
}

const noNode = (folder: string): KithError =>
  new KithError('Unreachable', `No node is running on ${folder}. Start one with: kith node`)

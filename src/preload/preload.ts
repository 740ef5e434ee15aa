/** The one thing of the desktop app that a page can see: `window.kith`, the bridge to the node. Runs sandboxed. */
import { contextBridge, ipcRenderer } from 'electron'
import { CALL, EVENT, type NodeBridge, type Reply } from '../contract/bridge.ts'

const bridge: NodeBridge = {
  call: (name, input) => ipcRenderer.invoke(CALL, name, input) as Promise<Reply>,
  on(listener) {
    // Electron's event object stays here: it carries the raw sender.
    const relay = (_: unknown, name: string, payload: unknown): void => listener(name, payload)
    ipcRenderer.on(EVENT, relay)
    return () => void ipcRenderer.off(EVENT, relay)
  },
  // The node lives in the process that owns this page: as long as there is a page there is a line.
  onLink(listener) {
    listener(true)
    return () => undefined
  },
}

contextBridge.exposeInMainWorld('kith', bridge)

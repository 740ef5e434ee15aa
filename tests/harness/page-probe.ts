/** A few lines that run inside a page before its own scripts: they note frames, and tell the page news as if they came from its node. */

/**
 * Text, not a function: what is compiled for Node knows no page. In the page it is `kithProbe`:
 * - `watchFrames()` begins to note when frames are drawn, and whether the list of peers showed a gap in one;
 * - `frames()` ends that and answers `{ times, gaps }`, times in milliseconds;
 * - `tell(name, payload)` lets the page hear an event of the node;
 * - `painted()` is kept when what was changed until now is on the screen.
 */
export const pageProbe = `(() => {
  const sockets = []
  const Native = window.WebSocket
  window.WebSocket = class WebSocket extends Native {
    constructor(...given) {
      super(...given)
      sockets.push(this)
    }
  }

  let watching = false
  let times = []
  let gaps = 0
  // As in peers.css.
  const ROW = 42
  const HEAD = 34
  const { port1: drawn, port2: afterDrawing } = new MessageChannel()
  // Looked at when the frame is done: before it, the question itself would cost a layout.
  drawn.onmessage = () => {
    const grid = document.querySelector('.peer-grid')
    if (grid === null) return
    const tops = [...grid.querySelectorAll('.peer-row')].map((row) => Number(/-?[\\d.]+/.exec(row.style.transform)))
    const from = grid.scrollTop
    const to = Math.min(from + grid.clientHeight, grid.scrollHeight)
    if (Math.min(...tops) > from || Math.max(...tops) + ROW + HEAD < to) gaps += 1
  }
  function note(at) {
    if (!watching) return
    times.push(at)
    afterDrawing.postMessage(null)
    requestAnimationFrame(note)
  }

  window.kithProbe = {
    watchFrames() {
      watching = true
      times = []
      gaps = 0
      requestAnimationFrame(note)
    },
    frames() {
      watching = false
      return { times, gaps }
    },
    tell(name, payload) {
      const data = JSON.stringify({ type: 'event', name, payload })
      sockets.at(-1).dispatchEvent(new MessageEvent('message', { data }))
    },
    painted: () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => resolve()
          port2.postMessage(null)
        })
      }),
  }
})()`

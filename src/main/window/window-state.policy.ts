/** Where the window opens: where it was, if that can still be seen. Pure. */

export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What is kept of the window between two starts. */
export interface WindowState {
  /** Of the window when it is neither maximised nor minimised. */
  readonly bounds: Bounds
  readonly maximised: boolean
}

export interface Placement {
  /** Without x and y the system chooses, as for a window that opens for the first time. */
  readonly bounds: Partial<Pick<Bounds, 'x' | 'y'>> & Pick<Bounds, 'width' | 'height'>
  readonly maximised: boolean
}

/** The smallest window on which every screen has been looked at. */
export const MIN_SIZE = { width: 900, height: 600 }
export const FIRST_SIZE = { width: 1180, height: 760 }
/** So much of the title bar must be on a display, or nobody could drag the window back. */
const GRIP = { width: 120, height: 40 }

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most))

/** Width and height of what two rectangles share. */
function shared(a: Bounds, b: Bounds): { readonly width: number; readonly height: number } {
  return {
    width: Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)),
    height: Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)),
  }
}

/**
 * @param saved `null`: the first start
 * @param displays the area of each display that windows may use, the primary one first
 */
export function placement(saved: WindowState | null, displays: readonly Bounds[]): Placement {
  const [primary] = displays
  if (!saved) return { bounds: primary ? fitted(FIRST_SIZE, primary) : FIRST_SIZE, maximised: false }
  const { maximised } = saved
  const bounds = { ...saved.bounds, ...least(saved.bounds) }
  const home = displayOf(bounds, displays)
  // Its display is gone, or it was pushed off: in the middle of what is there, as large as it was.
  if (!home) return { bounds: primary ? fitted(bounds, primary) : least(bounds), maximised }
  const size = fitted(bounds, home)
  return {
    bounds: {
      ...size,
      x: Math.round(clamp(bounds.x, home.x, home.x + Math.max(0, home.width - size.width))),
      y: Math.round(clamp(bounds.y, home.y, home.y + Math.max(0, home.height - size.height))),
    },
    maximised,
  }
}

/** The display on which most of the window was, if its title bar can be reached there. */
function displayOf(bounds: Bounds, displays: readonly Bounds[]): Bounds | null {
  let best: { readonly display: Bounds; readonly area: number } | null = null
  for (const display of displays) {
    const bar = shared({ ...bounds, height: GRIP.height }, display)
    if (bar.width < GRIP.width || bar.height < GRIP.height / 2) continue
    const { width, height } = shared(bounds, display)
    if (!best || width * height > best.area) best = { display, area: width * height }
  }
  return best?.display ?? null
}

type Size = Pick<Bounds, 'width' | 'height'>

const least = ({ width, height }: Size): Size => ({
  width: Math.max(MIN_SIZE.width, Math.round(width)),
  height: Math.max(MIN_SIZE.height, Math.round(height)),
})

/** No larger than the display, and never smaller than the screens can be. */
const fitted = (size: Size, display: Size): Size =>
  least({ width: Math.min(size.width, display.width), height: Math.min(size.height, display.height) })

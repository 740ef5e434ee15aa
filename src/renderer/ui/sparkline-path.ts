/** The line of a sparkline as SVG path data: one piece per run of values, the newest at the right end. Pure. */

export interface SparklineShape {
  /** Path data of the line. A value alone between two gaps is a dot. */
  readonly line: string
  /** Where a value is missing, from the left. */
  readonly gaps: readonly number[]
}

/**
 * @param slots how many places there are from left to right
 * @param top the value at the upper edge; 0 lies at the lower one
 */
export function sparklineShape(
  values: readonly (number | null)[],
  {
    slots,
    top,
    width,
    height,
  }: { readonly slots: number; readonly top: number; readonly width: number; readonly height: number },
): SparklineShape {
  const step = slots > 1 ? width / (slots - 1) : 0
  const gaps: number[] = []
  let line = ''
  let drawing = false
  values.forEach((value, index) => {
    const x = round(width - (values.length - 1 - index) * step)
    if (value === null) {
      gaps.push(x)
      drawing = false
      return
    }
    const y = round(height * (1 - Math.min(1, value / top)))
    // With round ends, a line of nearly no length is a dot; one of none is not drawn at all.
    line += drawing ? `L${x} ${y}` : `M${x} ${y}h-.1`
    drawing = true
  })
  return { line, gaps }
}

const round = (value: number): number => Math.round(value * 100) / 100

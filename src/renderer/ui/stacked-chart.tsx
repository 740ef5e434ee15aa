/**
 * Layers one upon the other over time, with a line at a value. It draws and knows nothing of what it draws: values come
 * in as they are to be seen. Colours are read from the page's own tokens, so that both themes hold inside the canvas too.
 * Nothing in it moves but the data, so there is no motion to reduce.
 */
import { useEffect, useLayoutEffect, useRef } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import './stacked-chart.css'

export interface StackedChartProps {
  readonly kind: 'areas' | 'bars'
  /** Seconds since the epoch, rising. */
  readonly times: readonly number[]
  /** Cumulative heights from the bottom up, each with the name of its colour (`--series-…`). */
  readonly layers: readonly { readonly ink: string; readonly heights: readonly number[] }[]
  /** Where the scale ends. */
  readonly top: number
  readonly mark: number | null
  /** Steps of the scale are these, times a power of ten. */
  readonly formatValue: (value: number) => string
  readonly formatTime: (seconds: number) => string
  /** Which slot somebody points at; `null`: none. */
  readonly onPoint: (index: number | null) => void
}

const AXIS_PX = 46
const TIME_PX = 22
const STEPS_OF_TIME = [60, 120, 300, 600, 86_400, 2 * 86_400, 5 * 86_400, 7 * 86_400]
const STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500].concat([
  1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000,
])

/** A colour of the page as a canvas understands it. */
function inkReader(root: HTMLElement): (name: string) => string {
  const probe = document.createElement('span')
  probe.hidden = true
  root.append(probe)
  return (name) => {
    probe.style.color = `var(--${name})`
    return getComputedStyle(probe).color
  }
}

export function StackedChart(props: StackedChartProps) {
  const { kind, times, layers } = props
  const root = useRef<HTMLDivElement>(null)
  const plot = useRef<UPlot | null>(null)
  const latest = useRef(props)
  useLayoutEffect(() => {
    latest.current = props
  })
  const inks = layers.map(({ ink }) => ink).join(' ')

  // Built anew only when there are other layers: new values are put in.
  useEffect(() => {
    const element = root.current
    if (element === null) return
    const made = build(element, latest)
    plot.current = made
    const fit = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: element.clientHeight }))
    fit.observe(element)
    const repaint = (): void => made.redraw(false, true)
    const scheme = matchMedia('(prefers-color-scheme: dark)')
    scheme.addEventListener('change', repaint)
    const theme = new MutationObserver(repaint)
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => {
      fit.disconnect()
      theme.disconnect()
      scheme.removeEventListener('change', repaint)
      made.destroy()
      plot.current = null
      element.replaceChildren()
    }
  }, [kind, inks])

  useEffect(() => {
    plot.current?.setData(dataOf(latest.current))
  }, [times, layers, props.top, props.mark, props.formatValue])

  return <div ref={root} className="stacked" aria-hidden="true" />
}

/** The highest first: what lies below is painted over it. */
const dataOf = ({ times, layers }: StackedChartProps): UPlot.AlignedData => [
  [...times],
  ...layers.map(({ heights }) => [...heights]).reverse(),
]

function build(element: HTMLElement, latest: { readonly current: StackedChartProps }): UPlot {
  const ink = inkReader(element)
  const { kind, layers } = latest.current
  const font = `11px ${getComputedStyle(element).fontFamily}`
  const grid = { stroke: () => ink('line'), width: 1, dash: [] as number[] }
  const bars = kind === 'bars' ? UPlot.paths.bars?.({ size: [0.72, 28] }) : undefined
  return new UPlot(
    {
      width: Math.max(80, element.clientWidth),
      height: Math.max(60, element.clientHeight),
      padding: [8, 16, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false, setScale: false } },
      scales: {
        x: { time: true, range: (_, min, max) => (kind === 'bars' ? [min - 43_200, max + 43_200] : [min, max]) },
        y: { range: () => [0, latest.current.top] },
      },
      axes: [
        {
          size: TIME_PX,
          gap: 3,
          font,
          stroke: () => ink('text-faint'),
          grid: { show: false },
          ticks: { show: false },
          incrs: STEPS_OF_TIME,
          space: 70,
          values: (_, splits) => splits.map((seconds) => latest.current.formatTime(seconds)),
        },
        {
          size: AXIS_PX,
          gap: 6,
          font,
          stroke: () => ink('text-faint'),
          grid,
          ticks: { show: false },
          incrs: STEPS,
          space: 28,
          values: (_, splits) => splits.map((value) => latest.current.formatValue(value)),
        },
      ],
      series: [
        {},
        ...layers
          .map(({ ink: name }) => ({
            fill: () => ink(name),
            stroke: () => ink(name),
            width: kind === 'bars' ? 0 : 1,
            points: { show: false },
            ...(bars === undefined ? {} : { paths: bars }),
          }))
          .reverse(),
      ],
      hooks: {
        draw: [
          (made) => {
            const { mark } = latest.current
            if (mark !== null) drawMark(made, mark, ink('text'), ink('canvas'))
          },
        ],
        setCursor: [(made) => latest.current.onPoint(made.cursor.idx ?? null)],
      },
    },
    dataOf(latest.current),
    element,
  )
}

/** With a seam around it, so that it is seen on every layer. */
function drawMark(plot: UPlot, value: number, colour: string, seam: string): void {
  const { ctx, bbox } = plot
  const y = Math.round(plot.valToPos(value, 'y', true)) + 0.5
  if (y < bbox.top) return
  ctx.save()
  ctx.beginPath()
  ctx.moveTo(bbox.left, y)
  ctx.lineTo(bbox.left + bbox.width, y)
  ctx.strokeStyle = seam
  ctx.lineWidth = 3 * devicePixelRatio
  ctx.stroke()
  ctx.strokeStyle = colour
  ctx.lineWidth = devicePixelRatio
  ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio])
  ctx.stroke()
  ctx.restore()
}

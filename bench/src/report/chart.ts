/** A bar of a chart. */
export interface Bar {
  readonly label: string
  readonly value: number
  /** Whether it stands out: the library whose page it is. */
  readonly own: boolean
}

const ROW = 24
const LABEL = 210
const WIDTH = 720
const TOP = 52

/**
 * A bar chart as SVG that follows the reader's choice of light or dark; a line marks 1, the raw
 * driver. It has a title and a description for those who do not see it.
 */
export function barChart(title: string, bars: readonly Bar[]): string {
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const scale = (WIDTH - LABEL - 70) / most
  const height = TOP + bars.length * ROW + 16
  const text = bars.map(({ label, value }) => `${label} ${shown(value)}`).join(', ')
  const rows = bars.map(({ label, value, own }, at) => {
    const y = TOP + at * ROW
    const width = Math.max(1, value * scale)
    return [
      `<text x="${LABEL - 8}" y="${y + 15}" text-anchor="end">${escaped(label)}</text>`,
      `<rect class="${own ? 'own' : 'bar'}" x="${LABEL}" y="${y + 3}" `,
      `width="${width.toFixed(1)}" height="${ROW - 8}" rx="2"/>`,
      `<text x="${(LABEL + width + 6).toFixed(1)}" y="${y + 15}">${shown(value)}</text>`
    ].join('')
  })
  const line = (LABEL + scale).toFixed(1)
  const box = `viewBox="0 0 ${WIDTH} ${height}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${box} role="img" aria-labelledby="t d">
<title id="t">${escaped(title)}</title>
<desc id="d">How many times as fast as the fastest raw driver: ${escaped(text)}.</desc>
<style>
text { font: 13px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600; font-size: 15px }
.bar { fill: #8c959f } .own { fill: #bf5b04 } .one { stroke: #57606a; stroke-dasharray: 3 3 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 } .bar { fill: #6e7681 } .own { fill: #f0883e } .one { stroke: #8b949e }
}
</style>
<text class="title" x="8" y="20">${escaped(title)}</text>
<text x="${line}" y="40" text-anchor="middle">raw driver</text>
<line class="one" x1="${line}" x2="${line}" y1="46" y2="${height - 10}"/>
${rows.join('\n')}
</svg>
`
}

function shown(value: number): string {
  return `${value >= 10 ? value.toFixed(0) : value.toFixed(2)}×`
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

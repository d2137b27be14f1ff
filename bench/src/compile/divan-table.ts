/** What divan measured of a benchmark with one of its arguments. */
export interface Measured {
  /** The name of the function. */
  readonly benchmark: string
  readonly argument: string
  readonly median_ns: number
}

const nanoseconds: Readonly<Record<string, number>> = {
  ps: 0.001,
  ns: 1,
  µs: 1_000,
  ms: 1_000_000,
  s: 1_000_000_000
}

/** A line of the tree: an indentation, its name, and its first column behind two spaces. */
const branch = /^((?:[│ ] {2})?)[├╰]─ (\S+)\s*(.*)$/

/**
 * Reads the table that divan prints; it has no other output. Its first level are functions, the
 * second one are their arguments, and the third column is the median.
 */
export function readDivanTable(text: string): Measured[] {
  const measured: Measured[] = []
  let benchmark = ''
  for (const line of text.split('\n')) {
    const [, indentation, name = '', figures = ''] = branch.exec(line) ?? []
    if (indentation === undefined) continue
    if (indentation === '') {
      benchmark = name
      continue
    }
    const median = figures.split('│')[2]?.trim() ?? ''
    measured.push({ benchmark, argument: name, median_ns: durationOf(median) })
  }
  return measured
}

function durationOf(text: string): number {
  const [figure, unit = ''] = text.split(' ')
  const duration = Number(figure) * (nanoseconds[unit] ?? Number.NaN)
  if (Number.isNaN(duration)) throw new Error(`divan's table has no duration in ${text}`)
  return duration
}

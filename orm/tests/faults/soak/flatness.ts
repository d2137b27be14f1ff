import { readdirSync } from 'node:fs'
import { collectGarbage } from '../support/memory.js'

const megabyte = 1024 * 1024

/** What a process holds at one moment. */
export interface Sample {
  /** Since the start, in seconds. */
  readonly at: number
  /** In megabytes. */
  readonly rss: number
  /** In megabytes, after a collection of garbage. */
  readonly heap: number
  /** Files and sockets that are open. */
  readonly descriptors: number
  /** What databases have open of us. */
  readonly connections: number
}

/** Measures, after everything that can go has gone. */
export async function takeSample(start: number, connections: number): Promise<Sample> {
  const { rss, heapUsed } = await collectGarbage()
  return {
    at: (Date.now() - start) / 1_000,
    rss: rss / megabyte,
    heap: heapUsed / megabyte,
    descriptors: countDescriptors(),
    connections
  }
}

function countDescriptors(): number {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    // Only Linux has it; the connections are counted by the databases.
    return 0
  }
}

/**
 * By how much something may be more in the last third of the time than in the middle one: pools
 * are full at one moment and empty at the next, and a connection through the proxy has three ends.
 */
const allowances = { rss: 16, heap: 4, descriptors: 40, connections: 12 } as const

type Measure = keyof typeof allowances

/** How a measure went after the first third, which is for warming up. */
export interface Trend {
  readonly measure: Measure
  /** The middle of the values in the second and in the last third. */
  readonly middle: number
  readonly last: number
  /** What it grows by in a minute, by least squares. */
  readonly perMinute: number
  readonly isFlat: boolean
}

/**
 * Says of each measure whether it is flat: not higher in the last third than in the second, but
 * for what a process may vary. That does not depend on the time, so a longer run finds less.
 */
export function trends(samples: readonly Sample[]): Trend[] {
  const third = Math.floor(samples.length / 3)
  const steady = samples.slice(third)
  return (Object.keys(allowances) as Measure[]).map(measure => {
    const middle = median(samples.slice(third, third * 2).map(sample => sample[measure]))
    const last = median(samples.slice(-third).map(sample => sample[measure]))
    const perMinute = slope(steady.map(sample => [sample.at / 60, sample[measure]]))
    return { measure, middle, last, perMinute, isFlat: last - middle <= allowances[measure] }
  })
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const count = Math.max(points.length, 1)
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count
  const above = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0)
  const below = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  return below === 0 ? 0 : above / below
}

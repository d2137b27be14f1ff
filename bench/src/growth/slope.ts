/** How often something was done, and how long that took. */
export interface Point {
  readonly size: number
  readonly time: number
}

/**
 * By which power of the size the time grows: the slope of the line through the logarithms of both,
 * by least squares. 1 is linear, 2 is quadratic; below 1 there is a part that does not grow.
 */
export function slopeOf(points: readonly Point[]): number {
  const logs = points.map(({ size, time }) => [Math.log(size), Math.log(time)] as const)
  const meanX = mean(logs.map(([x]) => x))
  const meanY = mean(logs.map(([, y]) => y))
  const over = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0)
  const under = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  return over / under
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

import Table from 'cli-table3'
import type { Growth } from '../growth/growth-suite.js'

/** Prints how costs grow. */
export function printGrowth(growths: readonly Growth[]): void {
  if (growths.length === 0) return
  const table = new Table({
    head: ['growth', 'from', 'to', 'slope'],
    style: { head: [], border: [] }
  })
  for (const { what, points, slope } of growths) {
    table.push([what, points[0]?.size ?? '', points.at(-1)?.size ?? '', slope.toFixed(2)])
  }
  console.log(table.toString())
  console.log(
    'The time grows by that power of the size: at 1 it doubles where the size doubles, at 2 it\n' +
      'quadruples; below 1 a part of it does not grow.'
  )
}

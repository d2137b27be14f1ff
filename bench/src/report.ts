import Table from 'cli-table3'
import type { Result } from './measure.js'

/** Prints the results: ratios to the raw driver of the same run, not times. */
export function printTable(results: readonly Result[]): void {
  const table = new Table({
    head: ['database', 'workload', 'contender', '× raw driver', 'middle half']
  })
  for (const result of results) {
    table.push([
      result.database,
      result.workload,
      `${result.contender} ${result.version}`,
      result.ratio_raw.toFixed(2),
      result.spread.map(ratio => ratio.toFixed(2)).join(' – ')
    ])
  }
  console.log(table.toString())
  console.log('× raw driver: above 1 is faster than the raw driver in the same run.')
}

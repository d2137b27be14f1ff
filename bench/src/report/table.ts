import Table from 'cli-table3'
import type { Failure, Result } from '../result.js'

/** Prints the results: ratios of one run, not times. */
export function printTable(results: readonly Result[]): void {
  for (const database of new Set(results.map(result => result.database))) {
    const table = new Table({
      head: [database, 'contender', '× raw driver', 'middle half', '× best ORM'],
      style: { head: [], border: [] }
    })
    let before = ''
    for (const result of results.filter(other => other.database === database)) {
      table.push([
        result.workload === before ? '' : result.workload,
        `${result.contender} ${result.version}`,
        ratio(result.ratio_raw),
        result.spread.map(ratio).join(' – '),
        ratio(result.ratio_best_orm)
      ])
      before = result.workload
    }
    console.log(table.toString())
  }
  console.log(
    '× raw driver, × best ORM: above 1 is faster than the fastest raw driver, or the fastest of\n' +
      'the other ORMs, in the same run. Ratios can be compared, times of different runs cannot.'
  )
}

/** Prints what could not be measured. */
export function printFailures(failures: readonly Failure[]): void {
  for (const { database, workload, contender, message } of failures) {
    console.error(`✗ ${database}, ${workload}: ${contender} ${message}`)
  }
}

function ratio(value: number | null): string {
  if (value === null) return '–'
  return value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

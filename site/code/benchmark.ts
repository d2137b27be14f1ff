// What the landing page shows of the benchmark: a few workloads, and ratios instead of times.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Result } from '../../bench/src/result.js'
import { made, site } from './paths.js'

/** A workload on a database, and how fast each contender does it. */
export interface ShownWorkload {
  readonly database: string
  readonly workload: string
  readonly bars: readonly ShownBar[]
}

/** How many times as fast as the fastest raw driver a contender is. */
export interface ShownBar {
  readonly contender: string
  readonly version: string
  readonly ratio: number
  readonly spread: readonly [number, number]
  readonly kind: Result['kind']
}

const workloads = [
  'point read',
  '10,000 rows',
  'eager load, 2 levels',
  'insert 1,000 in one call',
  'transaction of 5 statements'
]

/** Of our own library only its usual way is shown; of others every way, as some are much faster. */
const aside = /^versa-orm, /

const source = path.join(site, 'src/data/generated/benchmark.json')

/**
 * Chooses what is shown of what `npm run bench -- --page` measured.
 *
 * @throws {Error} Where none of the workloads was measured.
 */
export function writeBenchmark(): void {
  const results: Result[] = JSON.parse(readFileSync(source, 'utf8'))
  const databases = [...new Set(results.map(({ database }) => database))]
  const shown = databases.flatMap(database =>
    workloads.flatMap(workload => {
      const bars = results
        .filter(result => result.database === database && result.workload === workload)
        .flatMap(barOf)
        .sort((one, other) => other.ratio - one.ratio)
      return bars.length === 0 ? [] : [{ database, workload, bars }]
    })
  )
  if (shown.length === 0) {
    throw new Error(
      'site/src/data/generated/benchmark.json has none of the workloads that the landing page ' +
        'shows: npm run bench -- --page'
    )
  }
  writeFileSync(path.join(made, 'benchmark.json'), JSON.stringify(shown))
}

function barOf({ contender, version, ratio_raw: ratio, spread, kind }: Result): ShownBar[] {
  return ratio === null || aside.test(contender)
    ? []
    : [{ contender, version, ratio, spread, kind }]
}

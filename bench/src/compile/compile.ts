import Table from 'cli-table3'
import type { Choice } from '../database-suite.js'
import type { DatabaseName } from '../peer.js'
import { benchCompiling } from './cargo.js'
import { type Measured, readDivanTable } from './divan-table.js'

/** How long compiling a query takes. */
export interface Compiling {
  readonly query: string
  readonly database: string
  readonly median_ns: number
  /** How many times as long as {@link reference} for the same database. */
  readonly ratio_reference: number
}

/** The query that the others are compared with: no two machines have the same times. */
const reference = 'select by key'

const databases: readonly DatabaseName[] = ['SQLite', 'PostgreSQL', 'MariaDB']

/** Measures how long the engine compiles queries, from JSON to SQL, and prints it. */
export async function runCompile(
  choice: Pick<Choice, 'quick' | 'workload' | 'progress'>
): Promise<Compiling[]> {
  const table = await benchCompiling(choice.quick ? 0.05 : 0.5, choice.progress)
  const { workload = '' } = choice
  const compiled = compilingOf(readDivanTable(table)).filter(({ query }) =>
    query.includes(workload)
  )
  if (compiled.length > 0) printCompiling(compiled)
  return compiled
}

/** What was measured, beside the reference. */
export function compilingOf(measured: readonly Measured[]): Compiling[] {
  const all = measured.map(({ benchmark, argument, median_ns }) => ({
    query: benchmark.replaceAll('_', ' '),
    database: argument,
    median_ns
  }))
  return all.map(one => {
    const base = all.find(other => other.query === reference && other.database === one.database)
    if (base === undefined) throw new Error(`${reference} was not measured for ${one.database}`)
    return { ...one, ratio_reference: one.median_ns / base.median_ns }
  })
}

function printCompiling(compiled: readonly Compiling[]): void {
  const table = new Table({
    head: [`compile, × ${reference}`, ...databases],
    style: { head: [], border: [] }
  })
  for (const query of new Set(compiled.map(one => one.query))) {
    const ratios = databases.map(database => {
      const found = compiled.find(one => one.query === query && one.database === database)
      return found?.ratio_reference.toFixed(2) ?? '–'
    })
    table.push([query, ...ratios])
  }
  console.log(`\n${table.toString()}`)
  console.log(
    `Compiling: from a query's JSON to its SQL, nothing is run. How many times as long as\n` +
      `"${reference}" takes for the same database (medians): smaller is faster. The times\n` +
      'themselves mean something on one machine only.'
  )
}

import type { Param } from '../../engine/engine.js'
import type { Executor } from '../plan/executor.js'
import { keyIdentity } from '../relations/identity.js'
import { type Load, loadRelations } from '../relations/load.js'
import { roundsOf } from './rounds.js'

/** The most rows whose relations one statement loads. */
const MERGED_MAX = 1_000

type Loads = ReadonlyMap<string, Load>

/** Somebody who waits for the relations of a row. */
interface Waiting {
  readonly row: Readonly<Record<string, unknown>>
  readonly resolve: (done: Promise<void> | undefined) => void
}

/** Loads relations of one row: with the same relations of the tick's other rows where it can be. */
export function loadRelationsOfOne(
  executor: Executor,
  row: object,
  loads: Loads,
  as: 'models' | 'rows'
): Promise<void> {
  const { merger } = executor
  const key = merger && keyOfLoads(loads, as)
  if (merger === undefined || key === undefined) return loadRelations([row], loads, as)
  return new Promise(resolve => {
    merger.add<Waiting>(key, { row: row as Waiting['row'], resolve }, all => {
      runMerged(all, loads, as)
    })
  })
}

function runMerged(all: readonly Waiting[], loads: Loads, as: 'models' | 'rows'): void {
  const keys = [...loads.values()].map(({ relation }) => relation.ownColumns)
  // What two rows with one key share would be one object of two callers.
  const keysOf = ({ row }: Waiting): string[] =>
    keys.map(
      (columns, at) => `${at} ${String(keyIdentity(columns.map(({ property }) => row[property])))}`
    )
  for (const round of roundsOf(all, keysOf, MERGED_MAX)) void runRound(round, loads, as)
}

async function runRound(
  round: readonly Waiting[],
  loads: Loads,
  as: 'models' | 'rows'
): Promise<void> {
  const rows = round.map(({ row }) => row)
  try {
    await loadRelations(rows, loads, as, rows.length > 1 ? rows.length : undefined)
    for (const { resolve } of round) resolve(undefined)
  } catch {
    // One of them may be to blame, and what it failed of is its caller's own.
    for (const { row, resolve } of round) resolve(loadRelations([row], loads, as))
  }
}

/**
 * What tells equal loads; undefined where they are not merged: below the first level, rows of two
 * callers would share what they refer to.
 */
function keyOfLoads(loads: Loads, as: 'models' | 'rows'): string | undefined {
  const keys: unknown[] = [as]
  for (const load of loads.values()) {
    if ('queries' in load) return undefined
    const { relation, query } = load
    const { loads: nested, options, shown } = query.extras
    const params = query.params.map(keyOfParam)
    const special = nested !== undefined || options !== undefined || shown !== undefined
    if (special || params.includes(undefined)) return undefined
    const own = relation.ownColumns.map(({ id }) => id)
    keys.push(own, relation.name, query.node.id, params)
  }
  return JSON.stringify(keys)
}

function keyOfParam(param: Param): string | undefined {
  switch (typeof param) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return `${typeof param} ${param}`
    default:
      return param === null ? 'null' : undefined
  }
}

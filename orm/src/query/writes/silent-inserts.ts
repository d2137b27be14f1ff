import type { ExecuteResult } from '../../engine/engine.js'
import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { isPlainObject } from '../build/conditions.js'
import type { Executor } from '../plan/executor.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { Source } from '../shape/source.js'
import type { ConflictStep, Terminal } from '../shape/steps.js'
import { appendLooseRow, appendModelRow, rowList } from './given.js'
import { insertGroups, runGroups } from './groups.js'

const nothing: ConflictStep = { on: [], update: [] }
const insertRow: Terminal = { kind: 'insertRow', returning: 'nothing' }
const insertRows: Terminal = { kind: 'insertRows', returning: 'nothing' }
const addRow: Terminal = { ...insertRow, conflict: nothing }
const addRows: Terminal = { ...insertRows, conflict: nothing }

/** The shapes of inserts that return nothing. */
export const silentShapes = {
  row: (node: ShapeNode) => node.next(insertRow),
  rows: (node: ShapeNode) => node.next(insertRows)
}

const shapesOfNew = {
  row: (node: ShapeNode) => node.next(addRow),
  rows: (node: ShapeNode) => node.next(addRows)
}

/** How many rows go into one statement unless the caller says it. */
const BATCH = 1_000

/** Adds the rows of a list that no unique key stands against, all at once; how many. */
export async function insertOrIgnore(
  executor: Executor,
  source: Source,
  list: unknown
): Promise<number> {
  return added(await insertAll(executor, source, rowList(source, list), shapesOfNew))
}

/**
 * Adds rows as they come, batch after batch and all or none, without holding them; how many.
 *
 * @throws VersaError `INVALID_QUERY` for what is no list of rows.
 */
export async function insertMany(
  executor: Executor,
  source: Source,
  rows: unknown,
  options: unknown
): Promise<number> {
  const size = batchOf(source, options)
  const all = rowsOf(source, rows)
  if (Array.isArray(all) && all.length <= size) {
    return added(await insertAll(executor, source, all, silentShapes))
  }
  return executor.transaction(async () => {
    let count = 0
    let batch: unknown[] = []
    const write = async (): Promise<void> => {
      count += added(await insertAll(executor, source, batch, silentShapes))
      batch = []
      // SQLite answers at once: without a pause nothing else would run before the last row.
      await new Promise(resolve => setImmediate(resolve))
    }
    for await (const row of all) {
      batch.push(row)
      if (batch.length >= size) await write()
    }
    if (batch.length > 0) await write()
    return count
  })
}

function insertAll(
  executor: Executor,
  source: Source,
  list: readonly unknown[],
  shapes: Parameters<typeof runGroups>[3]
): ExecuteResult<unknown>[] | Promise<ExecuteResult<unknown>[]> {
  const append = source.definition === undefined ? appendLooseRow : appendModelRow
  return runGroups<unknown>(executor, source, insertGroups(source, list, append), shapes)
}

function added(results: readonly ExecuteResult<unknown>[]): number {
  return results.reduce((sum, { affected }) => sum + affected, 0)
}

function batchOf(source: Source, options: unknown): number {
  const { batch = BATCH } = isPlainObject(options) ? options : {}
  if (typeof batch === 'number' && Number.isSafeInteger(batch) && batch > 0) return batch
  throw new VersaError(
    'INVALID_QUERY',
    `the batches of ${source.name} cannot have ${kindOf(batch)} rows`,
    {
      table: source.name,
      hint: `pass a whole number of rows from 1; the default is ${BATCH}`
    }
  )
}

function rowsOf(source: Source, rows: unknown): Iterable<unknown> | AsyncIterable<unknown> {
  if (typeof rows === 'object' && rows !== null) {
    if (Symbol.iterator in rows || Symbol.asyncIterator in rows) {
      return rows as Iterable<unknown> | AsyncIterable<unknown>
    }
  }
  throw new VersaError('INVALID_QUERY', `rows of ${source.name} cannot be ${kindOf(rows)}`, {
    table: source.name,
    hint: 'pass an array, or what can be gone through with for await: a generator, a stream'
  })
}

import type { ExecuteResult } from '../../engine/engine.js'
import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { nextTurn } from '../../platform/next-turn.js'
import { isPlainObject } from '../build/conditions.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { Source } from '../shape/source.js'
import type { ConflictStep, Terminal } from '../shape/steps.js'
import { checkAllFillable } from './fillable.js'
import { appendRow, rowList } from './given.js'
import { insertGroups, runGroups } from './groups.js'
import { inOrder } from './in-order.js'
import type { WriteTarget } from './write-target.js'

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
export async function insertOrIgnore(target: WriteTarget, list: unknown): Promise<number> {
  return added(await insertAll(target, rowList(target.source, list), shapesOfNew))
}

/**
 * Adds rows as they come, batch after batch and all or none, without holding them; how many.
 *
 * @throws VersaError `INVALID_QUERY` for what is no list of rows.
 */
export async function insertMany(
  target: WriteTarget,
  rows: unknown,
  options: unknown
): Promise<number> {
  const { executor, source } = target
  const size = batchOf(source, options)
  const all = rowsOf(source, rows)
  if (Array.isArray(all) && all.length <= size) {
    return added(await insertAll(target, all, silentShapes))
  }
  return executor.transaction(async () => {
    let count = 0
    let batch: unknown[] = []
    const write = async (): Promise<void> => {
      count += added(await insertAll(target, batch, silentShapes))
      batch = []
      // SQLite answers at once: without a pause nothing else would run before the last row.
      await nextTurn()
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
  target: WriteTarget,
  list: readonly unknown[],
  shapes: Parameters<typeof runGroups>[3]
): ExecuteResult<unknown>[] | Promise<ExecuteResult<unknown>[]> {
  const { executor, source } = target
  checkAllFillable(target, list)
  const groups = inOrder(executor, source, insertGroups(source, list, appendRow(source)))
  return runGroups<unknown>(executor, source, groups, shapes)
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

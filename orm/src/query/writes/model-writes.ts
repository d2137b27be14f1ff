import type { ExecuteResult, Param } from '../../engine/engine.js'
import { VersaError } from '../../errors/versa-error.js'
import { stateOf } from '../../hydrate/row-class.js'
import { changedColumns, type Snapshot, snapshotValue } from '../../hydrate/snapshot.js'
import type { EncodedValue } from '../../schema/encoders.js'
import { keyColumns } from '../build/keys.js'
import { QueryBuilder } from '../build/query-builder.js'
import type { ModelHandle } from '../model-handle.js'
import type { Executor } from '../plan/executor.js'
import { homeOf } from '../plan/homes.js'
import { planFor } from '../plan/plan-for.js'
import { settle } from '../plan/settle.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { ColumnRef, Source } from '../shape/source.js'
import type { Terminal } from '../shape/steps.js'
import { appendModelRow, conflictKey, conflictOf, rowList } from './given.js'
import { insertGroups, rowsInOrder, runGroups } from './groups.js'

const insertRow: Terminal = { kind: 'insertRow', returning: 'model' }
const insertRows: Terminal = { kind: 'insertRows', returning: 'model' }
const saveByKey: Terminal = { kind: 'saveByKey' }
const deleteByKey: Terminal = { kind: 'deleteByKey' }

/** The shapes of inserts that return models. */
export const modelShapes = {
  row: (node: ShapeNode) => node.next(insertRow),
  rows: (node: ShapeNode) => node.next(insertRows)
}

/** An instance as a bag of its columns. */
type Values = Record<string, unknown>

/** Adds a row; the model of it, with what the database filled in. */
export function createModel(handle: ModelHandle, values: unknown): Promise<object> {
  return insertModel(handle, handle.executor, values)
}

function insertModel(handle: ModelHandle, executor: Executor, values: unknown): Promise<object> {
  const { source } = handle
  let forget: Forget | undefined
  return settle(
    () => {
      const cells: EncodedValue[] = []
      const node = appendModelRow(source, values, cells)
      forget = forgetting(executor, source, [values])
      return executor.execute(planFor<object>(executor, source, modelShapes.row(node)), cells)
    },
    result => {
      const row = onlyRow(result, source.name)
      forget?.([row])
      return row
    }
  )
}

/** Adds rows, all or none; their models in the same order. */
export function createModels(handle: ModelHandle, list: unknown): Promise<object[]> {
  const { source } = handle
  let groups: ReturnType<typeof insertGroups> = []
  let forget: Forget | undefined
  return settle(
    () => {
      const { executor } = handle
      const rows = rowList(source, list)
      groups = insertGroups(source, rows, appendModelRow)
      forget = forgetting(executor, source, rows)
      return runGroups<object>(executor, source, groups, modelShapes)
    },
    results => {
      const rows = rowsInOrder(groups, results)
      forget?.(rows)
      return rows
    }
  )
}

/** Adds a row, or changes the one that exists; the model of it as it is then. */
export function upsertModel(
  handle: ModelHandle,
  values: unknown,
  options: unknown
): Promise<object> {
  const { source } = handle
  let forget: Forget | undefined
  return settle(
    () => {
      const { executor } = handle
      const conflict = conflictOf(source, values, options)
      const cells: EncodedValue[] = []
      const node = appendModelRow(source, values, cells)
      forget = forgetting(executor, source, [values])
      const terminal: Terminal = { kind: 'insertRow', returning: 'model', conflict }
      const write = node.nextKeyed(`upsert:${conflictKey(conflict)}`, () => terminal)
      return executor.execute(planFor<object>(executor, source, write), cells)
    },
    ({ rows: [row] }) => {
      if (row !== undefined) {
        forget?.([row])
        return row
      }
      // Nothing was to be updated, so nothing was written: the row there is, is wanted.
      const { on } = conflictOf(source, values, options)
      const given = values as Readonly<Values>
      return QueryBuilder.ofModel(handle)
        .where(Object.fromEntries(on.map(({ property }) => [property, given[property]])))
        .firstOrFail()
    }
  )
}

/** Makes new instances of rows again whose insert is taken back. */
type Forget = (rows: readonly object[]) => void

/**
 * What has to be done with inserted rows; undefined outside of a transaction, where nothing is
 * taken back. Rows lose what the database and the defaults filled in, so that `save` adds them
 * again.
 */
export function forgetting(
  executor: Executor,
  source: Source,
  list: readonly unknown[]
): Forget | undefined {
  if (!executor.inTransaction) return undefined
  // The caller's objects may be others by then.
  const filledIn = list.map(values =>
    source.columns.filter(column => !column.isGiven(values as Readonly<Values>))
  )
  return rows =>
    executor.undoOnRollback(() => {
      rows.forEach((row, at) => {
        for (const { property } of filledIn[at] ?? []) delete (row as Values)[property]
        stateOf(row).replace(row, null)
      })
    })
}

/** Writes what changed, or the whole row where there is none yet. */
export function saveModel(handle: ModelHandle, instance: object): Promise<void> {
  const snapshot = stateOf(instance).read(instance)
  return snapshot === null
    ? insertInstance(handle, instance as Values)
    : updateInstance(handle, instance as Values, snapshot)
}

/** Removes the row of an instance, which is then a new one. */
export function deleteModel(handle: ModelHandle, instance: object): Promise<void> {
  const { source } = handle
  const state = stateOf(instance)
  return settle(
    () => {
      const snapshot = state.read(instance)
      if (snapshot === null) throw noRow(handle, 'deleted')
      const executor = homeOf(instance, handle)
      const params = keyColumns(source).map(column => storedValue(column, snapshot))
      const node = source.writes.first.next(deleteByKey)
      return executor.execute(planFor<unknown>(executor, source, node), params)
    },
    () => {
      const snapshot = state.read(instance)
      homeOf(instance, handle).undoOnRollback(() => state.replace(instance, snapshot))
      state.replace(instance, null)
    }
  )
}

/** The failure of what needs a row, for an instance that has none. */
export function noRow({ model, source }: ModelHandle, what: string): VersaError {
  return new VersaError('INVALID_QUERY', `a new ${model.name} cannot be ${what}: it has no row`, {
    table: source.name,
    hint: 'save() it first'
  })
}

async function insertInstance(handle: ModelHandle, instance: Values): Promise<void> {
  const { source } = handle
  const given = source.columns.flatMap(({ property }) =>
    Object.hasOwn(instance, property) && instance[property] !== undefined
      ? [[property, instance[property]] as const]
      : []
  )
  const executor = homeOf(instance, handle)
  const created = (await insertModel(handle, executor, Object.fromEntries(given))) as Values
  const state = stateOf(instance)
  executor.undoOnRollback(() => {
    const names = new Set(given.map(([property]) => property))
    for (const { property } of source.columns) if (!names.has(property)) delete instance[property]
    state.replace(instance, null)
  })
  for (const { property } of source.columns) instance[property] = created[property]
  state.replace(instance, stateOf(created).read(created))
}

async function updateInstance(
  handle: ModelHandle,
  instance: Values,
  snapshot: Snapshot
): Promise<void> {
  const { source, definition } = handle
  const after = snapshot.slice()
  const written = await settle(
    (): ExecuteResult<unknown> | Promise<ExecuteResult<unknown>> | undefined => {
      const changed = changedColumns(definition.columns, instance, snapshot)
      if (changed.length === 0) return undefined
      const executor = homeOf(instance, handle)
      const params: Param[] = []
      let { first: node } = source.writes
      for (const { property, index, type } of changed) {
        const column = source.columnOrFail(property)
        const value = instance[property]
        node = node.next(column.give)
        params.push(column.encodeStored(value))
        after[index] = snapshotValue(type, value)
      }
      for (const column of keyColumns(source)) params.push(storedValue(column, snapshot))
      const cached = planFor<unknown>(executor, source, node.next(saveByKey))
      return executor.execute(cached, params)
    },
    result => {
      if (result === undefined) return false
      if (result.affected === 0) throw gone(handle)
      const state = stateOf(instance)
      homeOf(instance, handle).undoOnRollback(() => state.replace(instance, snapshot))
      state.replace(instance, after)
      return true
    }
  )
  if (written && definition.generated.length > 0) await readGenerated(handle, instance, after)
}

/** What the database computed of the values that were written. */
async function readGenerated(
  { source, definition }: ModelHandle,
  instance: Values,
  snapshot: Snapshot
): Promise<void> {
  const key = keyColumns(source).map(({ property }) => [property, instance[property]])
  const query = QueryBuilder.of(source).where(Object.fromEntries(key))
  const properties = definition.generated.map(({ property }) => property)
  const [row] = (await query.select(...properties).rows()) as Values[]
  if (row === undefined) return
  for (const { property, index, type } of definition.generated) {
    instance[property] = row[property]
    snapshot[index] = snapshotValue(type, row[property])
  }
}

/** The value of a column as it was stored, for a condition. */
export function storedValue(column: ColumnRef, snapshot: Snapshot): EncodedValue {
  const kept = snapshot[column.definition?.index ?? -1]
  return column.encode(column.type === 'timestamp' ? new Date(Number(kept)) : kept)
}

/** The failure of a write to a row that is not there any more. */
export function gone({ source }: ModelHandle): VersaError {
  return new VersaError('NOT_FOUND', `the row of ${source.name} is gone: nothing was saved`, {
    table: source.name,
    hint: 'somebody deleted it or changed its key; find it again'
  })
}

function onlyRow({ rows: [row] }: ExecuteResult<object>, table: string): object {
  if (row !== undefined) return row
  throw new VersaError('INTERNAL', `an insert into ${table} returned no row`, {
    table,
    hint: 'a trigger may have discarded it; otherwise please report this'
  })
}

import { stateOf } from '../../hydrate/row-class.js'
import { type Snapshot, snapshotValue } from '../../hydrate/snapshot.js'
import { DELETED_AT } from '../../schema/soft-delete.js'
import { keyColumns } from '../build/keys.js'
import { QueryBuilder } from '../build/query-builder.js'
import type { ModelHandle } from '../model-handle.js'
import type { Executor } from '../plan/executor.js'
import { homeOf } from '../plan/homes.js'
import type { ColumnRef } from '../shape/source.js'
import { cascadesOf, markBelow, restoreBelow } from './cascade.js'
import { deletionInstant } from './deletion-instant.js'
import { gone, noRow } from './model-writes.js'
import { instantGroups, mark, unmark } from './soft-deletes.js'

/** An instance as a bag of its columns. */
type Values = Record<string, unknown>

/** Marks the row of an instance as deleted, and what belongs to it. */
export async function softDeleteModel(handle: ModelHandle, instance: object): Promise<void> {
  const { executor, row } = rowOf(handle, instance, 'deleted')
  const at = deletionInstant()
  const cascades = cascadesOf(handle.source)
  const write = async (): Promise<boolean> => {
    const { affected } = await mark(row.trashed('without'), at)
    if (affected > 0 && cascades.length > 0) await markBelow(row, await parents(row), at)
    return affected > 0
  }
  const marked = await (cascades.length === 0 ? write() : executor.transaction(write))
  if (marked) return settleMark(handle, executor, instance, new Date(Math.trunc(at.getTime())))
  // Somebody else deleted it before: by a mark, which it has then, or without one.
  const [found] = (await row.rows()) as Values[]
  if (found !== undefined) settleMark(handle, executor, instance, found[DELETED_AT])
  else forgetRow(executor, instance)
}

/** Takes back that the row of an instance was deleted, and what was deleted together with it. */
export async function restoreModel(handle: ModelHandle, instance: object): Promise<void> {
  const { executor, row } = rowOf(handle, instance, 'restored')
  const write = async (): Promise<number> => {
    const found = await row.fetchKeyed('rows', [{ textOf: deletedAtOf(handle) }])
    const { affected } = await unmark(row)
    await restoreBelow(row, instantGroups(found.filter(({ key }) => key !== null)))
    return affected
  }
  const affected =
    cascadesOf(handle.source).length === 0
      ? (await unmark(row)).affected
      : await executor.transaction(write)
  if (affected === 0) throw gone(handle)
  settleMark(handle, executor, instance, null)
}

/** The query of an instance's row, whatever is hidden. */
function rowOf(handle: ModelHandle, instance: object, what: string) {
  const snapshot = stateOf(instance).read(instance)
  if (snapshot === null) throw noRow(handle, what)
  const executor = homeOf(instance, handle)
  const columns = keyColumns(handle.source)
  const key = columns.map(column => storedKey(column, snapshot))
  const all = QueryBuilder.in(handle.source, executor).withoutGlobalScopes()
  return { executor, row: all.whereKeys(columns, [key]) }
}

function storedKey({ definition, type }: ColumnRef, snapshot: Snapshot): unknown {
  const kept = snapshot[definition?.index ?? -1]
  return type === 'timestamp' ? new Date(Number(kept)) : kept
}

async function parents(row: QueryBuilder): Promise<Values[]> {
  return (await row.rows()) as Values[]
}

function deletedAtOf({ source }: ModelHandle): ColumnRef {
  return source.columnOrFail(DELETED_AT)
}

/** Lets an instance know its mark, until a transaction takes that back. */
function settleMark(
  handle: ModelHandle,
  executor: Executor,
  instance: object,
  value: unknown
): void {
  const state = stateOf(instance)
  const values = instance as Values
  const before = { snapshot: state.read(instance), value: values[DELETED_AT] }
  executor.undoOnRollback(() => {
    state.replace(instance, before.snapshot)
    values[DELETED_AT] = before.value
  })
  values[DELETED_AT] = value
  const after = before.snapshot?.slice() ?? []
  const { index, type } = handle.definition.byProperty.get(DELETED_AT) ?? { index: -1, type: 'int' }
  after[index] = snapshotValue(type, value)
  state.replace(instance, after)
}

function forgetRow(executor: Executor, instance: object): void {
  const state = stateOf(instance)
  const before = state.read(instance)
  executor.undoOnRollback(() => state.replace(instance, before))
  state.replace(instance, null)
}

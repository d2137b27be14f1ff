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
import { gone, managedValues, noRow, withOwners } from './model-writes.js'
import { instantGroups, mark, unmark } from './soft-deletes.js'
import { stampOf } from './stamps.js'
import { loadedVersion, stale, versionOf } from './version.js'

/** An instance as a bag of its columns. */
type Values = Record<string, unknown>

/** Marks the row of an instance as deleted, and what belongs to it. */
export async function softDeleteModel(handle: ModelHandle, instance: object): Promise<void> {
  await touching(handle, instance, 'deleted', () => markInstance(handle, instance))
}

/** Takes back that the row of an instance was deleted, and what was deleted together with it. */
export async function restoreModel(handle: ModelHandle, instance: object): Promise<void> {
  await touching(handle, instance, 'restored', () => unmarkInstance(handle, instance))
}

/** Changes the mark of an instance, and touches what it belongs to. */
async function touching(
  handle: ModelHandle,
  instance: object,
  what: string,
  write: () => Promise<boolean>
): Promise<void> {
  const snapshot = stateOf(instance).read(instance)
  if (snapshot === null) throw noRow(handle, what)
  if (handle.definition.behaviour.touches.length === 0) await write()
  else await withOwners(handle, instance, snapshot, write)
}

async function markInstance(handle: ModelHandle, instance: object): Promise<boolean> {
  const { executor, row, loaded } = rowOf(handle, instance, 'deleted')
  const at = deletionInstant()
  const now = stampOf(handle.definition)
  const cascades = cascadesOf(handle.source)
  const write = async (): Promise<boolean> => {
    const { affected } = await mark(loaded.trashed('without'), at, now)
    if (affected > 0 && cascades.length > 0) await markBelow(row, await parents(row), at)
    return affected > 0
  }
  const marked = await (cascades.length === 0 ? write() : executor.transaction(write))
  if (marked) {
    const mark = new Date(Math.trunc(at.getTime()))
    settleMark(handle, executor, instance, [[DELETED_AT, mark], ...managed(handle, instance, now)])
    return true
  }
  // Somebody else changed it, or deleted it before: by a mark, which it has then, or without one.
  const [found] = (await row.rows()) as Values[]
  if (found === undefined) forgetRow(executor, instance)
  else if (found[DELETED_AT] === null) throw stale(handle, 'deleted')
  else settleMark(handle, executor, instance, valuesOf(handle, found))
  return false
}

async function unmarkInstance(handle: ModelHandle, instance: object): Promise<boolean> {
  const { executor, row, loaded } = rowOf(handle, instance, 'restored')
  const now = stampOf(handle.definition)
  const write = async (): Promise<number> => {
    const found = await row.fetchKeyed('rows', [{ textOf: deletedAtOf(handle) }])
    const { affected } = await unmark(loaded, now)
    if (affected > 0) {
      await restoreBelow(row, instantGroups(found.filter(({ key }) => key !== null)))
    }
    return affected
  }
  const affected =
    cascadesOf(handle.source).length === 0
      ? (await unmark(loaded, now)).affected
      : await executor.transaction(write)
  if (affected === 0) throw (await row.exists()) ? stale(handle, 'restored') : gone(handle)
  settleMark(handle, executor, instance, [[DELETED_AT, null], ...managed(handle, instance, now)])
  return true
}

/** The query of an instance's row, whatever is hidden; and of it as it was loaded. */
function rowOf(handle: ModelHandle, instance: object, what: string) {
  const snapshot = stateOf(instance).read(instance)
  if (snapshot === null) throw noRow(handle, what)
  const executor = homeOf(instance, handle)
  const columns = keyColumns(handle.source)
  const key = columns.map(column => storedKey(column, snapshot))
  const all = QueryBuilder.in(handle.source, executor).withoutGlobalScopes()
  const row = all.whereKeys(columns, [key])
  const version = versionOf(handle.source)
  const loaded =
    version === undefined ? row : row.where(version.property, loadedVersion(version, snapshot))
  return { executor, row, loaded }
}

/** Properties with the values they get. */
type Settled = readonly (readonly [string, unknown])[]

/** What is kept up to date of an instance whose mark changed. */
function managed(handle: ModelHandle, instance: object, now: Date | undefined): Settled {
  const snapshot = stateOf(instance).read(instance)
  const values = snapshot === null ? [] : managedValues(handle, snapshot, now)
  return values.map(([{ property }, value]) => [property, value])
}

/** The same as they are in a row. */
function valuesOf({ definition }: ModelHandle, row: Values): Settled {
  const { updatedAt, version } = definition.behaviour
  const properties = [updatedAt, version].flatMap(column => column?.property ?? [])
  return [DELETED_AT, ...properties].map(property => [property, row[property]])
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

/** Lets an instance know its mark and what changed with it, until a transaction takes it back. */
function settleMark(
  handle: ModelHandle,
  executor: Executor,
  instance: object,
  settled: Settled
): void {
  const state = stateOf(instance)
  const values = instance as Values
  const snapshot = state.read(instance)
  const before = settled.map(([property]) => [property, values[property]] as const)
  executor.undoOnRollback(() => {
    state.replace(instance, snapshot)
    for (const [property, value] of before) values[property] = value
  })
  const after = snapshot?.slice() ?? []
  for (const [property, value] of settled) {
    values[property] = value
    const { index, type } = handle.source.columnOrFail(property).definition ?? noColumn
    after[index] = snapshotValue(type, value)
  }
  state.replace(instance, after)
}

const noColumn = { index: -1, type: 'int' } as const

function forgetRow(executor: Executor, instance: object): void {
  const state = stateOf(instance)
  const before = state.read(instance)
  executor.undoOnRollback(() => state.replace(instance, before))
  state.replace(instance, null)
}

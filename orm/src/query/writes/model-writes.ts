import type { ExecuteResult, Param } from '../../engine/engine.js'
import { VersaError } from '../../errors/versa-error.js'
import { originalValues } from '../../hydrate/originals.js'
import { stateOf } from '../../hydrate/row-class.js'
import { changedColumns, type Snapshot, snapshotValue } from '../../hydrate/snapshot.js'
import { lastWritten, noteWritten } from '../../hydrate/written.js'
import type { EncodedValue } from '../../schema/encoders.js'
import type { ColumnDefinition } from '../../schema/table-definition.js'
import { keyColumns } from '../build/keys.js'
import { QueryBuilder } from '../build/query-builder.js'
import { checkKindStays } from '../inheritance/kinds.js'
import { handleOf, isModel, type ModelHandle } from '../model-handle.js'
import type { Executor } from '../plan/executor.js'
import { homeOf, transactionOf } from '../plan/homes.js'
import { planFor } from '../plan/plan-for.js'
import { settle } from '../plan/settle.js'
import { noUpdatedAt, touchOwners } from '../relations/touches.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { ColumnRef, Source } from '../shape/source.js'
import type { Terminal } from '../shape/steps.js'
import { checkAllFillable, checkFillable } from './fillable.js'
import { type Forget, forgetting } from './forgetting.js'
import { appendModelRow, appendStampedRow, conflictKey, conflictOf, rowList } from './given.js'
import { type InsertGroup, insertGroups, rowsInOrder, runGroups } from './groups.js'
import { inOrder } from './in-order.js'
import { stampOf } from './stamps.js'
import { byKey, loadedVersion, stale, versionOf } from './version.js'

const insertRow: Terminal = { kind: 'insertRow', returning: 'model' }
const insertRows: Terminal = { kind: 'insertRows', returning: 'model' }

/** The shapes of inserts that return models. */
export const modelShapes = {
  row: (node: ShapeNode) => node.next(insertRow),
  rows: (node: ShapeNode) => node.next(insertRows)
}

/** An instance as a bag of its columns. */
type Values = Record<string, unknown>

/** Adds a row; the model of it, with what the database filled in. */
export function createModel(handle: ModelHandle, values: unknown): Promise<object> {
  if (handle.definition.behaviour.touches.length === 0) {
    return insertModel(handle, handle.executor, values)
  }
  return withParents(handle, async () => [await insertModel(handle, handle.executor, values)]).then(
    ([row]) => row as object
  )
}

function insertModel(
  handle: ModelHandle,
  executor: Executor,
  values: unknown,
  guarded = true
): Promise<object> {
  const { source } = handle
  let forget: Forget | undefined
  return settle(
    () => {
      if (guarded) checkFillable(handle, values)
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
  return addModels(handle, list, true)
}

/** The same of rows that may set every column, unless they are guarded. */
export function addModels(handle: ModelHandle, list: unknown, guarded = false): Promise<object[]> {
  if (handle.definition.behaviour.touches.length === 0) return insertModels(handle, list, guarded)
  return withParents(handle, () => insertModels(handle, list, guarded))
}

function insertModels(handle: ModelHandle, list: unknown, guarded: boolean): Promise<object[]> {
  const { source } = handle
  let groups: readonly InsertGroup[] = []
  let forget: Forget | undefined
  return settle(
    () => {
      const { executor } = handle
      const rows = rowList(source, list)
      if (guarded) checkAllFillable(handle, rows)
      // All rows get the same instant.
      const now = stampOf(source.definition)
      const alike = insertGroups(source, rows, (source, values, cells) =>
        appendStampedRow(source, values, cells, now)
      )
      groups = inOrder(executor, source, alike)
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
  if (handle.definition.behaviour.touches.length === 0) return upsertRow(handle, values, options)
  return withParents(handle, async () => [await upsertRow(handle, values, options)]).then(
    ([row]) => row as object
  )
}

function upsertRow(handle: ModelHandle, values: unknown, options: unknown): Promise<object> {
  const { source } = handle
  let forget: Forget | undefined
  return settle(
    () => {
      const { executor } = handle
      checkFillable(handle, values)
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
      const { softDelete } = source.definition ?? {}
      const all = QueryBuilder.ofModel(handle)
      return (softDelete === undefined || softDelete.livingUniques ? all : all.withTrashed())
        .where(Object.fromEntries(on.map(({ property }) => [property, given[property]])))
        .firstOrFail()
    }
  )
}

/** Adds rows and touches what they belong to, all or none. */
export function withParents(handle: ModelHandle, add: () => Promise<object[]>): Promise<object[]> {
  return settle(
    () =>
      handle.executor.transaction(async () => {
        const rows = await add()
        await touchOwners(handle, rows as Values[], handle.transaction)
        return rows
      }),
    rows => rows
  )
}

/** Writes what changed, or the whole row where there is none yet. */
export function saveModel(handle: ModelHandle, instance: object): Promise<unknown> {
  const snapshot = stateOf(instance).read(instance)
  if (handle.definition.behaviour.touches.length === 0) {
    return saveInstance(handle, instance as Values, snapshot)
  }
  const save = () => saveInstance(handle, instance as Values, snapshot)
  return withOwners(handle, instance, snapshot, save)
}

/** Whether there was anything to write. */
function saveInstance(
  handle: ModelHandle,
  instance: Values,
  snapshot: Snapshot | null
): Promise<boolean> {
  return snapshot === null
    ? insertInstance(handle, instance)
    : updateInstance(handle, instance, snapshot)
}

/** Sets `updatedAt` to now, and saves that alone. */
export async function touchModel(handle: ModelHandle, instance: object): Promise<void> {
  const snapshot = stateOf(instance).read(instance)
  if (snapshot === null) throw noRow(handle, 'touched')
  if (handle.definition.behaviour.updatedAt === undefined) throw noUpdatedAt(handle.source)
  const save = async (): Promise<boolean> => {
    // Asked for by name, it is set where timestamps are left alone, too.
    await writeInstance(handle, instance as Values, snapshot, [], new Date())
    return true
  }
  if (handle.definition.behaviour.touches.length === 0) await save()
  else await withOwners(handle, instance, snapshot, save)
}

/** Writes an instance, and touches what it belongs to and what it belonged to, all or none. */
export function withOwners(
  handle: ModelHandle,
  instance: object,
  snapshot: Snapshot | null,
  write: () => Promise<boolean>
): Promise<void> {
  const { definition } = handle
  const before = snapshot === null ? {} : originalValues(definition.columns, snapshot)
  const writeBoth = async (): Promise<void> => {
    if (!(await write())) return
    await touchOwners(handle, [before, instance as Values], transactionOf(instance, handle))
  }
  return settle(
    () => homeOf(instance, handle).transaction(writeBoth),
    () => {}
  )
}

/** Removes the row of an instance, which is then a new one. */
export async function deleteModel(handle: ModelHandle, instance: object): Promise<void> {
  const snapshot = stateOf(instance).read(instance)
  if (snapshot === null) throw noRow(handle, 'deleted')
  const remove = () => deleteInstance(handle, instance, snapshot)
  if (handle.definition.behaviour.touches.length === 0) await remove()
  else await withOwners(handle, instance, snapshot, remove)
}

async function deleteInstance(
  handle: ModelHandle,
  instance: object,
  snapshot: Snapshot
): Promise<boolean> {
  const { source } = handle
  const version = versionOf(source)
  const state = stateOf(instance)
  const { affected } = await settle(
    () => {
      const executor = homeOf(instance, handle)
      const node = byKey(source.writes.first, 'deleteByKey', version)
      const params = storedKey(source, snapshot, version)
      return executor.execute(planFor<unknown>(executor, source, node), params)
    },
    result => result
  )
  if (affected === 0 && version !== undefined && (await isThere(handle, instance, snapshot))) {
    throw stale(handle, 'deleted')
  }
  homeOf(instance, handle).undoOnRollback(() => state.replace(instance, snapshot))
  state.replace(instance, null)
  return true
}

/** The failure of what needs a row, for an instance that has none. */
export function noRow({ model, source }: ModelHandle, what: string): VersaError {
  return new VersaError('INVALID_QUERY', `a new ${model.name} cannot be ${what}: it has no row`, {
    table: source.name,
    hint: 'save() it first'
  })
}

async function insertInstance(of: ModelHandle, instance: Values): Promise<boolean> {
  const handle = handleOfKind(of, instance)
  const { source } = handle
  const given = source.columns.flatMap(({ property, definition }) =>
    Object.hasOwn(instance, property) &&
    instance[property] !== undefined &&
    // One whose row was deleted still has the version of that.
    definition?.role !== 'version'
      ? [[property, instance[property]] as const]
      : []
  )
  const executor = homeOf(instance, handle)
  const values = Object.fromEntries(given)
  const created = (await insertModel(handle, executor, values, false)) as Values
  const state = stateOf(instance)
  executor.undoOnRollback(() => {
    const names = new Set(given.map(([property]) => property))
    for (const { property } of source.columns) if (!names.has(property)) delete instance[property]
    state.replace(instance, null)
  })
  for (const { property } of source.columns) instance[property] = created[property]
  state.replace(instance, stateOf(created).read(created))
  return true
}

/** The model of an instance: where rows are of several classes, the one that it is of. */
function handleOfKind(handle: ModelHandle, instance: object): ModelHandle {
  if (handle.definition.discriminator === undefined) return handle
  const model: unknown = instance.constructor
  return isModel(model) ? handleOf(model) : handle
}

async function updateInstance(
  handle: ModelHandle,
  instance: Values,
  snapshot: Snapshot
): Promise<boolean> {
  const { columns, generated, behaviour } = handle.definition
  const changed = changedColumns(columns, instance, snapshot)
  if (changed.length === 0) return false
  const isSet = behaviour.updatedAt !== undefined && changed.includes(behaviour.updatedAt)
  const now = isSet ? undefined : stampOf(handle.definition)
  const after = await writeInstance(handle, instance, snapshot, changed, now)
  if (generated.length > 0) await readGenerated(handle, instance, after)
  return true
}

/** Columns that are kept up to date, with the values they get. */
type Managed = readonly (readonly [ColumnDefinition, unknown])[]

const none: Managed = []

/** What an instance's columns that are kept up to date get when it is written. */
export function managedValues(
  { source, definition }: ModelHandle,
  snapshot: Snapshot,
  now: Date | undefined
): Managed {
  const { updatedAt, version } = definition.behaviour
  if (updatedAt === undefined && version === undefined) return none
  const counted = version && versionOf(source)
  return [
    ...(updatedAt === undefined || now === undefined ? [] : [[updatedAt, now] as const]),
    ...(version === undefined || counted === undefined
      ? []
      : [[version, loadedVersion(counted, snapshot) + 1] as const])
  ]
}

/**
 * Writes columns of an instance, and those that are managed.
 *
 * @param now What `updatedAt` gets; undefined: it is left alone, or among the columns.
 * @returns The snapshot that the instance has then.
 */
function writeInstance(
  handle: ModelHandle,
  instance: Values,
  snapshot: Snapshot,
  changed: readonly ColumnDefinition[],
  now: Date | undefined
): Promise<Snapshot> {
  const { source } = handle
  const version = versionOf(source)
  const after = snapshot.slice()
  const managed = managedValues(handle, snapshot, now)
  return settle(
    () => {
      const params: Param[] = []
      let { first: node } = source.writes
      for (const definition of changed) {
        const { property, index, type } = definition
        checkKindStays(definition)
        const column = source.columnOrFail(property)
        const value = instance[property]
        node = node.next(column.give)
        params.push(column.encodeStored(value))
        after[index] = snapshotValue(type, value)
      }
      for (const [{ property, index, type }, value] of managed) {
        const column = source.columnOrFail(property)
        node = node.next(column.give)
        params.push(column.encode(value))
        after[index] = snapshotValue(type, value)
      }
      params.push(...storedKey(source, snapshot, version))
      const executor = homeOf(instance, handle)
      const cached = planFor<unknown>(executor, source, byKey(node, 'saveByKey', version))
      return executor.execute(cached, params)
    },
    ({ affected }) => {
      if (affected === 0) return notWritten(handle, instance, snapshot)
      keepWritten(handle, instance, snapshot, after, changed, managed)
      return after
    }
  )
}

/** Notes that a row was written, until its transaction is rolled back. */
function keepWritten(
  handle: ModelHandle,
  instance: Values,
  before: Snapshot,
  after: Snapshot,
  changed: readonly ColumnDefinition[],
  managed: Managed
): void {
  const state = stateOf(instance)
  const executor = homeOf(instance, handle)
  if (executor.inTransaction) {
    const written = lastWritten(instance)
    const old = managed.map(([{ property }]) => instance[property])
    executor.undoOnRollback(() => {
      state.replace(instance, before)
      noteWritten(instance, written)
      managed.forEach(([{ property }, value], at) => {
        // What was set since then is the user's.
        if (instance[property] === value) instance[property] = old[at]
      })
    })
  }
  for (const [{ property }, value] of managed) instance[property] = value
  state.replace(instance, after)
  const columns = managed.length === 0 ? changed : [...changed, ...managed.map(([own]) => own)]
  noteWritten(instance, columns)
}

async function notWritten(
  handle: ModelHandle,
  instance: object,
  snapshot: Snapshot
): Promise<never> {
  const versioned = versionOf(handle.source) !== undefined
  throw versioned && (await isThere(handle, instance, snapshot))
    ? stale(handle, 'saved')
    : gone(handle)
}

/** Whether there is a row of the key that an instance was loaded with. */
function isThere(handle: ModelHandle, instance: object, snapshot: Snapshot): Promise<boolean> {
  return storedRow(handle, instance, snapshot).exists()
}

/** The query of the row that an instance was loaded from, whatever is hidden. */
export function storedRow(handle: ModelHandle, instance: object, snapshot: Snapshot): QueryBuilder {
  const { source, definition } = handle
  const columns = keyColumns(source)
  const original = originalValues(definition.columns, snapshot)
  const key = columns.map(({ property }) => original[property])
  const all = QueryBuilder.at(transactionOf(instance, handle), source).withoutGlobalScopes()
  return all.whereKeys(columns, [key]).usePrimary()
}

/** What the database computed of the values that were written. */
async function readGenerated(
  { source, definition }: ModelHandle,
  instance: Values,
  snapshot: Snapshot
): Promise<void> {
  const key = keyColumns(source).map(({ property }) => [property, instance[property]])
  const query = QueryBuilder.unscoped(source).where(Object.fromEntries(key))
  const properties = definition.generated.map(({ property }) => property)
  const [row] = (await query.select(...properties).rows()) as Values[]
  if (row === undefined) return
  for (const { property, index, type } of definition.generated) {
    instance[property] = row[property]
    snapshot[index] = snapshotValue(type, row[property])
  }
}

/** The key that a row was stored with, and its version where it has one, for a condition. */
function storedKey(source: Source, snapshot: Snapshot, version: ColumnRef | undefined): Param[] {
  const key = keyColumns(source).map(column => storedValue(column, snapshot))
  return version === undefined ? key : [...key, loadedVersion(version, snapshot)]
}

/** The value of a column as it was stored, for a condition. */
export function storedValue(column: ColumnRef, snapshot: Snapshot): EncodedValue {
  const kept = snapshot[column.definition?.index ?? -1]
  return column.encode(column.type === 'timestamp' ? new Date(Number(kept)) : kept)
}

/** The failure of a row that is not there any more. */
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

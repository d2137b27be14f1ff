import { originalValue } from '../../hydrate/originals.js'
import { stateOf } from '../../hydrate/row-class.js'
import { changedColumns } from '../../hydrate/snapshot.js'
import { lastWritten } from '../../hydrate/written.js'
import type { ColumnDefinition } from '../../schema/table-definition.js'
import type { ModelHandle } from '../model-handle.js'

/** An instance as a bag of its columns. */
type Values = Readonly<Record<string, unknown>>

/** A column that is not saved: as it was loaded or saved, and as it is. */
interface Change {
  readonly from: unknown
  readonly to: unknown
}

/** Whether one of the columns, or any where none is named, is not saved. */
export function isDirty(
  handle: ModelHandle,
  instance: object,
  properties: readonly unknown[]
): boolean {
  const dirty = dirtyColumns(handle, instance)
  if (properties.length === 0) return dirty.length > 0
  const wanted = properties.map(name => columnOf(handle, name))
  return wanted.some(column => dirty.includes(column))
}

/** What is not saved, by property. */
export function dirtyValues(handle: ModelHandle, instance: object): Record<string, Change> {
  const snapshot = stateOf(instance).read(instance)
  const changes = dirtyColumns(handle, instance).map(({ property, type, index }) => {
    const from = snapshot === null ? undefined : originalValue(type, snapshot[index])
    return [property, { from, to: (instance as Values)[property] }] as const
  })
  return Object.fromEntries(changes)
}

/** A column as it was loaded or saved; all of them where none is named. */
export function originalOf(
  handle: ModelHandle,
  instance: object,
  ...[property]: readonly unknown[]
): unknown {
  const snapshot = stateOf(instance).read(instance)
  const original = ({ type, index }: ColumnDefinition): unknown =>
    snapshot === null ? undefined : originalValue(type, snapshot[index])
  if (property !== undefined) return original(columnOf(handle, property))
  if (snapshot === null) return {}
  const { columns } = handle.definition
  return Object.fromEntries(columns.map(column => [column.property, original(column)]))
}

/** Whether the last save that wrote something wrote one of the columns, or any. */
export function wasChanged(
  handle: ModelHandle,
  instance: object,
  properties: readonly unknown[]
): boolean {
  const written = lastWritten(instance)
  if (properties.length === 0) return written.length > 0
  return properties.some(name => written.includes(columnOf(handle, name)))
}

function dirtyColumns({ definition }: ModelHandle, instance: object): ColumnDefinition[] {
  const snapshot = stateOf(instance).read(instance)
  const values = instance as Values
  return snapshot === null
    ? definition.columns.filter(({ property }) => values[property] !== undefined)
    : changedColumns(definition.columns, values, snapshot)
}

function columnOf({ source, definition }: ModelHandle, name: unknown): ColumnDefinition {
  const { property } = source.columnOrFail(String(name))
  // A column of a model's source has a definition.
  return definition.byProperty.get(property) as ColumnDefinition
}

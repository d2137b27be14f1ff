import type { ColumnDefinition } from '../schema/table-definition.js'

type Columns = readonly ColumnDefinition[]

/** The columns that the last save of an instance wrote; of most instances there was none. */
const written = new WeakMap<object, Columns>()

const nothing: Columns = []

/** The columns that the last save of an instance wrote. */
export function lastWritten(instance: object): Columns {
  return written.get(instance) ?? nothing
}

/** Notes what a save of an instance wrote. */
export function noteWritten(instance: object, columns: Columns): void {
  written.set(instance, columns)
}

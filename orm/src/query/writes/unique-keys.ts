import { SqlFragment } from '../../schema/sql-fragment.js'
import type { ColumnDefinition } from '../../schema/table-definition.js'
import type { ColumnRef, Source } from '../shape/source.js'

const known = new WeakMap<Source, readonly (readonly ColumnRef[])[]>()

/** The unique keys that a model declares, the primary one first; a table without one has none. */
export function uniqueKeys(source: Source): readonly (readonly ColumnRef[])[] {
  const found = known.get(source)
  if (found !== undefined) return found
  const { definition } = source
  if (definition === undefined) return []
  const { primaryKey, columns, uniques, indexes } = definition
  const keys: (readonly ColumnDefinition[])[] = [
    primaryKey,
    ...columns.filter(({ settings }) => settings.unique === true).map(column => [column]),
    ...uniques.map(key => key.columns)
  ]
  for (const { unique, where, keys: parts } of indexes) {
    // What holds for some rows, or for a value that the database computes, cannot be told here.
    const own = parts.flatMap(({ key }) => (SqlFragment.is(key) ? [] : [key]))
    if (unique && where === undefined && own.length === parts.length) keys.push(own)
  }
  const made = keys
    .filter(key => key.length > 0)
    .map(key => key.map(({ property }) => source.columnOrFail(property)))
  known.set(source, made)
  return made
}

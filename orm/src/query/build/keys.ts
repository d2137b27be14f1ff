import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import type { ColumnRef, Source } from '../shape/source.js'
import { isPlainObject } from './conditions.js'

/** The columns of the primary key. @throws VersaError `INVALID_MODEL` where there is none. */
export function keyColumns(source: Source): readonly ColumnRef[] {
  const key = source.primaryKey()
  if (key.length > 0) return key
  throw new VersaError('INVALID_MODEL', `${source.name} has no primary key`, {
    table: source.name,
    hint: 'give a column .primary(), or name the columns with the option primaryKey'
  })
}

/** A primary key as properties and values: a scalar, or an object of all its columns. */
export function keyConditions(source: Source, key: unknown): [string, unknown][] {
  const columns = keyColumns(source)
  const [only, second] = columns
  if (only !== undefined && second === undefined) {
    const value = isPlainObject(key) && only.property in key ? key[only.property] : key
    return [[only.property, given(source, only, value)]]
  }
  if (isPlainObject(key)) {
    return columns.map(column => {
      const value = Object.hasOwn(key, column.property) ? key[column.property] : undefined
      return [column.property, given(source, column, value)]
    })
  }
  const names = columns.map(({ property }) => property).join(', ')
  throw new VersaError('INVALID_QUERY', `the key of ${source.name} cannot be ${kindOf(key)}`, {
    table: source.name,
    hint: `pass an object with ${names}`
  })
}

function given(source: Source, column: ColumnRef, value: unknown): unknown {
  if (value !== undefined && value !== null) return value
  throw new VersaError(
    'INVALID_QUERY',
    `the key ${source.name}.${column.property} got ${kindOf(value)}`,
    {
      table: source.name,
      column: column.property,
      hint: 'pass the value of the primary key'
    }
  )
}

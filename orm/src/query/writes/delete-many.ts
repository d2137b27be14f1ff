import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import type { EncodedValue } from '../../schema/encoders.js'
import { isPlainObject } from '../build/conditions.js'
import { keyColumns, keyConditions } from '../build/keys.js'
import type { QueryBuilder } from '../build/query-builder.js'
import { executorOf } from '../build/query-parts.js'
import type { ColumnRef, Source } from '../shape/source.js'
import { keysSize, piecesOf, sumOfPieces } from './pieces.js'

/**
 * Removes the rows of keys that meet the query's conditions, however many there are: all or none.
 *
 * @returns How many there were.
 */
export async function deleteManyOf(query: QueryBuilder, keys: unknown): Promise<number> {
  const { source } = query
  if (!Array.isArray(keys)) {
    throw new VersaError('INVALID_QUERY', `deleteMany of ${source.name} got ${kindOf(keys)}`, {
      table: source.name,
      hint: 'pass an array of keys'
    })
  }
  if (keys.length === 0) return 0
  const columns = source.definition === undefined ? looseKey(source, keys) : keyColumns(source)
  const cells = keys.flatMap(key => keyCells(source, columns, key))
  const pieces = piecesOf(cells, columns.length, keysSize)
  return sumOfPieces(executorOf(query), pieces, piece =>
    whereKeyCells(query, columns, piece).delete()
  )
}

/** The rows whose keys have these cells. */
export function whereKeyCells(
  query: QueryBuilder,
  columns: readonly ColumnRef[],
  cells: readonly EncodedValue[]
): QueryBuilder {
  const [only, second] = columns
  return only !== undefined && second === undefined
    ? query.whereEncodedIn(only, cells)
    : query.whereEncodedRows(columns, cells)
}

/** Without a model nobody knows the key: it is what the first one says. */
function looseKey(source: Source, [first]: readonly unknown[]): readonly ColumnRef[] {
  const names = isPlainObject(first) ? Object.keys(first) : []
  if (names.length > 0) return names.map(name => source.columnOrFail(name))
  throw new VersaError(
    'INVALID_QUERY',
    `deleteMany of ${source.name} got ${kindOf(first)} as key`,
    {
      table: source.name,
      hint: 'pass objects that name the columns: deleteMany([{ id: 1 }, { id: 2 }])'
    }
  )
}

function keyCells(source: Source, columns: readonly ColumnRef[], key: unknown): EncodedValue[] {
  if (source.definition !== undefined) {
    return keyConditions(source, key).map(([, value], at) => encoded(columns[at], value))
  }
  const given = isPlainObject(key) ? key : {}
  if (Object.keys(given).length === columns.length) {
    const values = columns.map(column => given[column.property])
    if (values.every(value => value !== undefined && value !== null)) {
      return values.map((value, at) => encoded(columns[at], value))
    }
  }
  throw new VersaError('INVALID_QUERY', `the keys for deleteMany of ${source.name} differ`, {
    table: source.name,
    hint: `give each of them ${columns.map(({ property }) => property).join(' and ')}`
  })
}

function encoded(column: ColumnRef | undefined, value: unknown): EncodedValue {
  // There are as many values as columns.
  return column === undefined ? null : column.encode(value)
}

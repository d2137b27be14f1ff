import type { FunctionName, LogicalType } from '../../ast/generated/ast.js'
import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { type EncodedValue, encoders } from '../../schema/encoders.js'
import type { ColumnRef } from '../shape/source.js'
import type { AggregateRef } from '../shape/steps.js'

/** The aggregates there are. */
export type AggregateName = 'count' | 'sum' | 'avg' | 'min' | 'max'

/**
 * An aggregate of a column in a selection, an order or a `having`; made by {@link count},
 * {@link sum}, {@link avg}, {@link min} and {@link max}.
 *
 * @example
 * ```ts
 * import { type Aggregate, count } from 'versa-orm'
 *
 * const posts: Aggregate<'count', never> = count()
 * await Post.select('userId').groupBy('userId').having(posts, '>', 1).rows() //=> [{ userId: 1 }]
 * ```
 */
export class Aggregate<Name extends AggregateName = AggregateName, Column extends string = string> {
  /** @internal */
  constructor(
    /** Which aggregate it is. */
    readonly aggregate: Name,
    /** Its column; undefined: it counts rows. */
    readonly column: Column | undefined
  ) {}
}

/**
 * How many rows a group has. A `number`.
 *
 * @example
 * ```ts
 * import { count } from 'versa-orm'
 *
 * await Post.select('published', { posts: count() }).groupBy('published').rows()
 * //=> [{ published: false, posts: 1 }, { published: true, posts: 3 }]
 * ```
 */
export function count(): Aggregate<'count', never>
/**
 * How many rows of a group have a value in a column. A `number`.
 *
 * @param column The column.
 * @example
 * ```ts
 * import { count } from 'versa-orm'
 *
 * await User.select({ users: count(), ages: count('age') }).rows() //=> [{ users: 4, ages: 3 }]
 * ```
 */
export function count<const Column extends string>(column: Column): Aggregate<'count', Column>
export function count(column?: string): Aggregate<'count', string> {
  return new Aggregate('count', column)
}

/**
 * The sum of a column, of its kind: a `number`, a `bigint`, or a decimal string; null of no rows.
 *
 * @param column A column of numbers.
 * @example
 * ```ts
 * import { sum } from 'versa-orm'
 *
 * await User.select({ years: sum('age') }).rows() //=> [{ years: 110 }]
 * ```
 */
export function sum<const Column extends string>(column: Column): Aggregate<'sum', Column> {
  return new Aggregate('sum', column)
}

/**
 * The average of a column: a `number`, or a decimal string of a decimal column; null of no rows.
 *
 * @param column A column of numbers.
 * @example
 * ```ts
 * import { avg } from 'versa-orm'
 *
 * await User.select('role', { age: avg('age') }).groupBy('role').orderBy('role').rows()
 * //=> [{ role: 'admin', age: 36 }, { role: 'member', age: 37 }]
 * ```
 */
export function avg<const Column extends string>(column: Column): Aggregate<'avg', Column> {
  return new Aggregate('avg', column)
}

/**
 * The smallest value of a column; null of no rows.
 *
 * @param column The column.
 * @example
 * ```ts
 * import { min } from 'versa-orm'
 *
 * await User.select({ youngest: min('age') }).rows() //=> [{ youngest: 29 }]
 * ```
 */
export function min<const Column extends string>(column: Column): Aggregate<'min', Column> {
  return new Aggregate('min', column)
}

/**
 * The largest value of a column; null of no rows.
 *
 * @param column The column.
 * @example
 * ```ts
 * import { max } from 'versa-orm'
 *
 * await User.select({ oldest: max('age') }).rows() //=> [{ oldest: 45 }]
 * ```
 */
export function max<const Column extends string>(column: Column): Aggregate<'max', Column> {
  return new Aggregate('max', column)
}

const numeric: ReadonlySet<LogicalType | undefined> = new Set([
  'int',
  'bigInt',
  'float',
  'decimal',
  'decimalNumber',
  undefined
] as const)

/** An aggregate with its column found, and what its value is. */
export function aggregateRef(name: AggregateName, column: ColumnRef | undefined): AggregateRef {
  if (column === undefined) return { aggregate: name, column, type: 'int' }
  const { type } = column
  if ((name === 'sum' || name === 'avg') && !numeric.has(type)) {
    throw new VersaError(
      'INVALID_QUERY',
      `${column.source.name}.${column.property} has no ${name}: it is no number`,
      {
        table: column.source.name,
        column: column.property,
        hint: 'take count, min or max of it'
      }
    )
  }
  return { aggregate: name, column, type: resultType(name, type) }
}

function resultType(name: FunctionName, type: LogicalType | undefined): LogicalType | undefined {
  if (name === 'count') return 'int'
  if (name !== 'avg' || type === undefined) return type
  return type === 'decimal' || type === 'decimalNumber' ? type : 'float'
}

/** Checks and encodes a value that an aggregate is compared with. */
export function encodeAggregated(value: unknown, aggregate: AggregateRef): EncodedValue {
  const { column, type } = aggregate
  const named = { table: column?.source.name ?? 'query', property: aggregate.aggregate }
  switch (aggregate.aggregate) {
    case 'count':
      return encoders.int.encode(value, named)
    case 'avg':
      return encoders[type === 'decimal' || type === 'decimalNumber' ? type : 'float'].encode(
        value,
        named
      )
    default:
      if (column !== undefined) return column.encode(value)
      throw new VersaError('INVALID_QUERY', `${named.property} of no column`, {
        hint: `got ${kindOf(value)} to compare it with; name a column`
      })
  }
}

/** The text of an aggregate in keys of shapes. */
export function aggregateKey(aggregate: AggregateRef): string {
  return `${aggregate.aggregate}:${aggregate.column?.id ?? '*'}`
}

import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { fromBase64, fromBase64Url, toBase64, toBase64Url } from '../../platform/base64.js'
import { keyColumns } from '../build/keys.js'
import type { QueryBuilder } from '../build/query-builder.js'
import type { CompareOperator } from '../operators.js'
import { ColumnRef } from '../shape/source.js'

/** A column of an order that tells each row from every other. */
interface KeysetColumn {
  readonly column: ColumnRef
  readonly descending: boolean
  /** Whether null comes before every value. */
  readonly nullsFirst: boolean
}

/** The values of a row in the columns of an order. */
type Position = readonly unknown[]

/**
 * Reading on from a row: the rows behind it in an order that tells each from every other. Unlike an
 * offset, it neither skips nor repeats a row when others come or go, and reads none in vain.
 *
 * @see https://use-the-index-luke.com/no-offset
 */
export class Keyset {
  readonly #columns: readonly KeysetColumn[]
  /** The query in its order. */
  readonly ordered: QueryBuilder

  /**
   * @throws VersaError `INVALID_QUERY` for an order by something else than columns of the table,
   * `INVALID_MODEL` without a primary key.
   */
  constructor(query: QueryBuilder) {
    const { source } = query
    const given = query.node.steps().flatMap(step => (step.kind === 'order' ? [step] : []))
    const columns = given.map(({ operand, direction, nulls }) => {
      if (!(operand instanceof ColumnRef) || operand.source !== source || operand.type === 'json') {
        throw new VersaError(
          'INVALID_QUERY',
          `${source.name} is read in parts, but ordered by something else than its own columns`,
          { table: source.name, hint: "order by columns: orderBy('createdAt')" }
        )
      }
      const descending = direction === 'desc'
      return { column: operand, descending, nullsFirst: (nulls ?? placeOf(descending)) === 'first' }
    })
    const keys = keyColumns(source).filter(key => columns.every(({ column }) => column !== key))
    this.#columns = [
      ...columns,
      ...keys.map(column => ({ column, descending: false, nullsFirst: true }))
    ]
    this.ordered = keys.reduce((ordered, key) => ordered.orderByColumn(key, 'asc'), query)
  }

  /** Rows of the ordered query, with the place of the last one. */
  async read(query: QueryBuilder): Promise<{ items: object[]; last: Position | undefined }> {
    const parts = this.#columns.map(({ column }) =>
      isInstant(column) ? { textOf: column } : column
    )
    const found = await query.fetchKeyed(query.kind(), parts)
    const key = found.at(-1)?.key
    const last = key === undefined || parts.length > 1 ? key : [key]
    return { items: found.map(({ row }) => row), last: last as Position | undefined }
  }

  /** The rows behind a position; undefined where there can be none. */
  behind(position: Position): QueryBuilder | undefined {
    const columns = this.#columns
    const possible = columns.flatMap((column, at) => (isLast(column, position[at]) ? [] : [at]))
    if (possible.length === 0) return undefined
    const [first] = columns
    // What the conditions below say already, in a form that an index is found for.
    const from =
      first === undefined || position[0] === null || canBeNull(first)
        ? this.ordered
        : compared(this.ordered, first.column, first.descending ? '<=' : '>=', position[0])
    return from.where((any: QueryBuilder) =>
      possible.reduce(
        (either, at) =>
          either.orWhere((one: QueryBuilder) =>
            beyond(
              columns.slice(0, at).reduce((q, column, i) => equal(q, column, position[i]), one),
              columns[at] as KeysetColumn,
              position[at]
            )
          ),
        any
      )
    )
  }

  /** A position as text for a link; it contains the values of the order's columns. */
  encode(position: Position): string {
    const values = position.map(value => {
      if (value instanceof Uint8Array) return toBase64(value)
      return typeof value === 'bigint' ? value.toString() : value
    })
    return toBase64Url(JSON.stringify([this.#signature(), values]))
  }

  /** A position from the text. @throws VersaError `INVALID_VALUE` for a text of another query. */
  decode(text: unknown): Position {
    if (typeof text !== 'string') throw this.#notACursor(kindOf(text))
    let parts: unknown
    try {
      parts = JSON.parse(fromBase64Url(text))
    } catch {
      throw this.#notACursor('some other text')
    }
    const [signature, values] = Array.isArray(parts) ? parts : []
    const fits = Array.isArray(values) && values.length === this.#columns.length
    if (signature !== this.#signature() || !fits) throw this.#notACursor('one of another query')
    return this.#columns.map(({ column }, at) => this.#decoded(column, values[at]))
  }

  #decoded(column: ColumnRef, value: unknown): unknown {
    if (value === null) {
      if (column.definition?.nullable === true) return null
      throw this.#notACursor('one with a null that cannot be')
    }
    switch (column.type) {
      case 'timestamp':
        if (typeof value === 'string' && INSTANT.test(value)) return value
        throw this.#notACursor('one with no instant in it')
      case 'bytes':
        try {
          return fromBase64(String(value))
        } catch {
          throw this.#notACursor('one with no bytes in it')
        }
      case 'bigInt':
        if (typeof value === 'string' && /^-?\d{1,19}$/.test(value)) return BigInt(value)
        throw this.#notACursor('one with no number in it')
      default:
        // Checked like any value of a condition.
        return value
    }
  }

  #signature(): string {
    return this.#columns
      .map(({ column, descending }) => `${descending ? '-' : ''}${column.property}`)
      .join(',')
  }

  #notACursor(what: string): VersaError {
    return new VersaError('INVALID_VALUE', `a cursor cannot be ${what}`, {
      hint: 'pass what the page before gave as next, with the same order'
    })
  }
}

/** The query in an order that chance decides nothing of, where its rows have a key. */
export function inCertainOrder(query: QueryBuilder): QueryBuilder {
  const steps = query.node.steps()
  if (steps.some(({ kind }) => kind === 'group' || kind === 'distinct')) return query
  const ordered = steps.flatMap(step => (step.kind === 'order' ? [step.operand] : []))
  return query.source
    .primaryKey()
    .filter(key => !ordered.includes(key))
    .reduce((ordered, key) => ordered.orderByColumn(key, 'asc'), query)
}

/** An instant as a database writes it. */
const INSTANT = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d(?::?\d\d)?)?$/

function isInstant({ type }: ColumnRef): boolean {
  return type === 'timestamp'
}

/** A condition with the exact value of a row. */
function compared(
  query: QueryBuilder,
  column: ColumnRef,
  op: CompareOperator,
  value: unknown
): QueryBuilder {
  if (isInstant(column)) return query.whereText(column, op, String(value))
  return query.where(column.property, op, value)
}

function placeOf(descending: boolean): 'first' | 'last' {
  // Null is the smallest value on every database; see the order of a select.
  return descending ? 'last' : 'first'
}

function canBeNull({ column }: KeysetColumn): boolean {
  return column.definition?.nullable !== false
}

/** Whether nothing comes behind a value in its column. */
function isLast({ nullsFirst }: KeysetColumn, value: unknown): boolean {
  return value === null && !nullsFirst
}

function equal(query: QueryBuilder, { column }: KeysetColumn, value: unknown): QueryBuilder {
  return value === null ? query.whereNull(column.property) : compared(query, column, '=', value)
}

function beyond(query: QueryBuilder, column: KeysetColumn, value: unknown): QueryBuilder {
  const { property } = column.column
  if (value === null) return query.whereNotNull(property)
  const op = column.descending ? '<' : '>'
  if (column.nullsFirst || !canBeNull(column)) return compared(query, column.column, op, value)
  return query.where((either: QueryBuilder) =>
    compared(either, column.column, op, value).orWhereNull(property)
  )
}

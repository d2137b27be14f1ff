import { checkFragment, invalidDefinition } from './invalid-definition.js'
import type { RecordOptions, TimestampsOption, VersionOption } from './record-options.js'
import type { SoftDeleteOptions } from './soft-delete.js'
import { SqlFragment } from './sql-fragment.js'
import type { ColumnDefinition } from './table-definition.js'

/** Options of {@link Model}`.table` about the table; columns are named by their properties. */
export interface TableOptions<
  Property extends string = string,
  Timestamps = TimestampsOption | undefined,
  Version = VersionOption | undefined,
  Fillable = readonly Property[] | undefined,
  Guarded = readonly Property[] | undefined,
  Hidden = readonly Property[] | undefined
> extends RecordOptions<Property, Timestamps, Version, Fillable, Guarded, Hidden> {
  /** The schema (MySQL: the database) of the table. Default: the connection's own. */
  readonly schema?: string | undefined
  /**
   * Indexes: each a list of columns, or an object with such a list and more. Default: those that
   * the columns ask for.
   *
   * @example
   * ```ts
   * import { Model, sql, t } from 'versa-orm'
   *
   * class Member extends Model.table('members', { id: t.id(), email: t.text(), age: t.int() }, {
   *   indexes: [
   *     ['age', 'email'],
   *     { columns: [{ column: 'age', order: 'desc' }], where: sql`age > 17` },
   *     { name: 'members_mail', columns: [sql`lower(email)`], unique: true }
   *   ]
   * }) {}
   *
   * await db.schema.create([Member])
   * ```
   */
  readonly indexes?: readonly IndexOption<Property>[] | undefined
  /** Unique keys of several columns. Default: none. */
  readonly uniques?: readonly KeyOption<Property>[] | undefined
  /** The properties of the primary key. Default: the columns say it themselves. */
  readonly primaryKey?: readonly Property[] | undefined
  /** The name of the connection that the model uses; see `connect`. Default: the unnamed one. */
  readonly connection?: string | undefined
  /**
   * What each row must meet, by the names of the constraints: SQL without values in braces, as in
   * `` { ends_later: sql`ends_at > begins_at` } ``. Default: nothing.
   */
  readonly checks?: Readonly<Record<string, SqlFragment>> | undefined
  /**
   * What the table is for; the database shows it. SQLite keeps it in the table's SQL. Default:
   * none.
   */
  readonly comment?: string | undefined
  /**
   * Marks rows as deleted instead of removing them: the table gets a nullable `deletedAt` (the
   * column `deleted_at`), and queries leave out rows that have it. Default: rows are removed.
   */
  readonly softDelete?: true | SoftDeleteOptions | undefined
  /** Conditions that all queries have, by their names; see {@link Scoped}. Default: none. */
  readonly globalScopes?: Readonly<Record<string, (query: never) => unknown>> | undefined
}

/** A unique key. */
export type KeyOption<Property extends string = string> =
  | readonly Property[]
  | {
      /** The properties whose values together are those of one row only. */
      readonly columns: readonly Property[]
      /** Its name. Default: one made of the table's and the columns'. */
      readonly name?: string
    }

/** What an index sorts by: a column, in either direction, or an expression. */
export type IndexKeyOption<Property extends string = string> =
  | Property
  | {
      /** The property of the column. */
      readonly column: Property
      /** `desc`: the largest value comes first. Default: `asc`. */
      readonly order?: 'asc' | 'desc'
    }
  | SqlFragment

/** An index. */
export type IndexOption<Property extends string = string> =
  | readonly Property[]
  | {
      /** What it sorts by. An expression needs a `name` beside it; MariaDB takes none. */
      readonly columns: readonly IndexKeyOption<Property>[]
      /** Its name. Default: one made of the table's and the columns'. */
      readonly name?: string
      /** No two rows in it have the same keys. Default: false. */
      readonly unique?: boolean
      /** Only rows that meet the condition are in it; not on MySQL and MariaDB. Default: all. */
      readonly where?: SqlFragment
    }

/** A unique key with its columns found. */
export interface KeyDefinition {
  readonly name: string | undefined
  readonly columns: readonly ColumnDefinition[]
}

/** An index with its columns found. */
export interface IndexDefinition {
  readonly name: string | undefined
  readonly keys: readonly IndexKeyDefinition[]
  readonly unique: boolean
  readonly where: SqlFragment | undefined
}

/** A column or an expression of an index. */
export interface IndexKeyDefinition {
  readonly key: ColumnDefinition | SqlFragment
  readonly descending: boolean
}

/** A condition that each row meets. */
export interface CheckDefinition {
  readonly name: string | undefined
  /** The column it was said of; undefined: the table. */
  readonly column: ColumnDefinition | undefined
  readonly condition: SqlFragment
}

/** Finds the column of a property. @throws VersaError `INVALID_MODEL`. */
type FindColumn = (property: string, what: string) => ColumnDefinition

/** The unique keys of a table. */
export function keysOf(
  options: readonly KeyOption[] | undefined,
  find: FindColumn
): KeyDefinition[] {
  return (options ?? []).map(option => {
    const { columns, name = undefined } = 'columns' in option ? option : { columns: option }
    return { name, columns: columns.map(property => find(property, 'uniques')) }
  })
}

/** The indexes of a table: those of its columns, then those of its options. */
export function indexesOf(
  columns: readonly ColumnDefinition[],
  options: readonly IndexOption[] | undefined,
  find: FindColumn
): IndexDefinition[] {
  const own = columns.flatMap(column =>
    (column.settings.indexes ?? []).map(({ order, ...rest }) => {
      const key = { column: column.property, ...(order === undefined ? {} : { order }) }
      return { ...rest, columns: [key] }
    })
  )
  const given = (options ?? []).map(option => ('columns' in option ? option : { columns: option }))
  return [...own, ...given].map(({ columns: keys, name, unique = false, where }: IndexParts) => {
    if (where !== undefined) checkFragment('the where of an index', where)
    return { name, unique, where, keys: keys.map(key => indexKey(key, find)) }
  })
}

type IndexParts = Exclude<IndexOption, readonly string[]>

function indexKey(key: IndexKeyOption, find: FindColumn): IndexKeyDefinition {
  if (SqlFragment.is(key)) return { key, descending: false }
  const { column, order = 'asc' } = typeof key === 'string' ? { column: key } : key
  if (order !== 'asc' && order !== 'desc') {
    throw invalidDefinition(
      `an index of ${column} got an unknown order`,
      "use 'asc' or 'desc'; conditions are given as where"
    )
  }
  return { key: find(column, 'indexes'), descending: order === 'desc' }
}

/** The conditions of a table's rows. */
export function checksOf(
  columns: readonly ColumnDefinition[],
  checks: Readonly<Record<string, SqlFragment>> | undefined
): CheckDefinition[] {
  const own = columns.flatMap(column =>
    (column.settings.checks ?? []).map(({ name, condition }) => ({ name, column, condition }))
  )
  const given = Object.entries(checks ?? {}).map(([name, condition]) => {
    checkFragment(`the check ${name}`, condition)
    return { name, column: undefined, condition }
  })
  return [...own, ...given]
}

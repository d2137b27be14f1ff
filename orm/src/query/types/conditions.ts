import type { SqlFragment } from '../fragment/sql-fragment.js'
import type { CompareOperator, LikeOperator, ListOperator, Operator } from '../operators.js'

/** Tells queries from everything else; for the compiler only. */
export declare const queryBrand: unique symbol

/** Any query. */
export interface AnyQuery {
  /** @internal */
  readonly [queryBrand]: unknown
}

/** For the compiler only: whether a query's rows are those of a view. */
export declare const ofView: unique symbol

/** A query whose rows can be written: any but one of a view. */
export interface WritableQuery extends AnyQuery {
  /** @internal */
  readonly [ofView]?: false
}

/** What an operator compares a column with. */
export type OperatorValue<Value, O> = O extends ListOperator
  ? readonly NonNullable<Value>[] | AnyQuery
  : O extends LikeOperator
    ? string
    : Value | SqlFragment

/** The name of a column of another table of the query, or of a query around it. */
export type QualifiedName = `${string}.${string}`

/**
 * The conditions of a query. `Scope` has the names that can stand in them and their values.
 *
 * Each method gives a new query and leaves this one as it is. Values are checked at once.
 * Conditions one after another are joined by `and`; `orWhere…` begins another group, as in SQL:
 * `a and b or c`.
 */
export interface Conditions<Scope> extends AnyQuery {
  /**
   * A condition: a column and its value (null: `is null`), a column with an operator, several
   * columns at once, conditions in brackets, or a fragment.
   *
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`, `INVALID_QUERY`.
   * @example
   * User.where('role', 'admin')
   * User.where('age', '>=', 18).where('name', 'ilike', 'a%')
   * User.where({ role: 'admin', age: null })
   * User.where('role', 'admin').where(q => q.where('age', '<', 18).orWhere('age', '>', 65))
   * User.where(sql`length(name) > ${10}`)
   */
  where<K extends keyof Scope & string>(column: K, value: Scope[K] | SqlFragment): this
  where<K extends keyof Scope & string, O extends Operator>(
    column: K,
    operator: O,
    value: OperatorValue<Scope[K], O>
  ): this
  where(condition: Condition<Scope, this>): this
  /** The same as `where`, joined by `or`. */
  orWhere<K extends keyof Scope & string>(column: K, value: Scope[K] | SqlFragment): this
  orWhere<K extends keyof Scope & string, O extends Operator>(
    column: K,
    operator: O,
    value: OperatorValue<Scope[K], O>
  ): this
  orWhere(condition: Condition<Scope, this>): this
  /** The opposite of `where`. As in SQL, neither is true of null. */
  whereNot<K extends keyof Scope & string>(column: K, value: Scope[K] | SqlFragment): this
  whereNot<K extends keyof Scope & string, O extends Operator>(
    column: K,
    operator: O,
    value: OperatorValue<Scope[K], O>
  ): this
  whereNot(condition: Condition<Scope, this>): this
  /** The opposite of `orWhere`, joined by `or`. */
  orWhereNot<K extends keyof Scope & string>(column: K, value: Scope[K] | SqlFragment): this
  orWhereNot<K extends keyof Scope & string, O extends Operator>(
    column: K,
    operator: O,
    value: OperatorValue<Scope[K], O>
  ): this
  orWhereNot(condition: Condition<Scope, this>): this

  /**
   * The column's value is in a list, of any length, or among the values of a query.
   *
   * @example
   * User.whereIn('id', [1, 2, 3])
   * User.whereIn('id', Post.where('published', true).select('userId'))
   */
  whereIn<K extends keyof Scope & string>(column: K, list: ListOf<Scope[K]>): this
  /** The same, joined by `or`. */
  orWhereIn<K extends keyof Scope & string>(column: K, list: ListOf<Scope[K]>): this
  /** The column's value is in no place of a list or query. */
  whereNotIn<K extends keyof Scope & string>(column: K, list: ListOf<Scope[K]>): this
  /** The same, joined by `or`. */
  orWhereNotIn<K extends keyof Scope & string>(column: K, list: ListOf<Scope[K]>): this

  /** The column is null. */
  whereNull(column: keyof Scope & string): this
  /** The same, joined by `or`. */
  orWhereNull(column: keyof Scope & string): this
  /** The column is not null. */
  whereNotNull(column: keyof Scope & string): this
  /** The same, joined by `or`. */
  orWhereNotNull(column: keyof Scope & string): this

  /** The column lies between two values or equals one of them. */
  whereBetween<K extends keyof Scope & string>(
    column: K,
    low: NonNullable<Scope[K]>,
    high: NonNullable<Scope[K]>
  ): this
  /** The same, joined by `or`. */
  orWhereBetween<K extends keyof Scope & string>(
    column: K,
    low: NonNullable<Scope[K]>,
    high: NonNullable<Scope[K]>
  ): this
  /** The column lies outside two values. */
  whereNotBetween<K extends keyof Scope & string>(
    column: K,
    low: NonNullable<Scope[K]>,
    high: NonNullable<Scope[K]>
  ): this
  /** The same, joined by `or`. */
  orWhereNotBetween<K extends keyof Scope & string>(
    column: K,
    low: NonNullable<Scope[K]>,
    high: NonNullable<Scope[K]>
  ): this

  /**
   * Compares two columns, of this query or of one around it.
   *
   * @example
   * User.whereExists(Post.query().whereColumn('userId', '=', 'users.id'))
   */
  whereColumn(left: ColumnOf<Scope>, right: ColumnOf<Scope>): this
  whereColumn(left: ColumnOf<Scope>, operator: CompareOperator, right: ColumnOf<Scope>): this
  /** The same, joined by `or`. */
  orWhereColumn(left: ColumnOf<Scope>, right: ColumnOf<Scope>): this
  orWhereColumn(left: ColumnOf<Scope>, operator: CompareOperator, right: ColumnOf<Scope>): this

  /** The query has rows. */
  whereExists(query: AnyQuery): this
  /** The same, joined by `or`. */
  orWhereExists(query: AnyQuery): this
  /** The query has no rows. */
  whereNotExists(query: AnyQuery): this
  /** The same, joined by `or`. */
  orWhereNotExists(query: AnyQuery): this
}

/** A condition in one argument. */
export type Condition<Scope, Q> = Partial<Scope> | ((query: Q) => AnyQuery) | SqlFragment

/** What a column can be looked for in. */
export type ListOf<Value> = readonly NonNullable<Value>[] | AnyQuery

type ColumnOf<Scope> = (keyof Scope & string) | QualifiedName

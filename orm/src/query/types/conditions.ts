import type { SqlFragment } from '../fragment/sql-fragment.js'
import type { CompareOperator, LikeOperator, ListOperator, Operator } from '../operators.js'

/** Tells queries from everything else; for the compiler only. */
export declare const queryBrand: unique symbol

/** Any query: of a model, a table, a selection or a join. */
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
   * A condition: a column and its value. Null means `is null`.
   *
   * @param column The column: a property, or `table.property` of a joined table.
   * @param value Its value, or SQL.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await User.where('role', 'member').where('age', null).pluck('name') //=> ['Edsger']
   * ```
   */
  where<K extends keyof Scope & string>(column: K, value: Scope[K] | SqlFragment): this
  /**
   * A condition: a column, an operator and a value.
   *
   * @param column The column: a property, or `table.property` of a joined table.
   * @param operator How they are compared: `>=`, `!=`, `like`, `in` and others.
   * @param value The value; of `in` a list or a query.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await User.where('age', '>=', 30).where('name', 'ilike', 'a%').pluck('name') //=> ['Ada']
   * ```
   */
  where<K extends keyof Scope & string, O extends Operator>(
    column: K,
    operator: O,
    value: OperatorValue<Scope[K], O>
  ): this
  /**
   * Conditions in one argument: an object of columns and their values, conditions in brackets, or a
   * fragment of SQL.
   *
   * @param condition The conditions; as a function it gets a query, and returns it with them.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`, `INVALID_QUERY`.
   * @example
   * ```ts
   * import { sql } from 'versa-orm'
   *
   * await User.where({ role: 'member', age: 45 }).count() //=> 1
   * await User.where('role', 'member')
   *   .where(q => q.where('age', '<', 30).orWhere('age', '>', 40))
   *   .count() //=> 2
   * await User.where(sql`length(name) > ${5}`).count() //=> 1
   * ```
   */
  where(condition: Condition<Scope, this>): this
  /**
   * A condition that is joined by `or` to what stands before it; see {@link Conditions.where}.
   *
   * @param column The column: a property, or `table.property` of a joined table.
   * @param value Its value, or SQL.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await User.where('role', 'admin').orWhere('name', 'Alan').count() //=> 2
   * ```
   */
  orWhere<K extends keyof Scope & string>(column: K, value: Scope[K] | SqlFragment): this
  /**
   * A condition that is joined by `or`: a column, an operator and a value.
   *
   * @param column The column: a property, or `table.property` of a joined table.
   * @param operator How they are compared.
   * @param value The value; of `in` a list or a query.
   */
  orWhere<K extends keyof Scope & string, O extends Operator>(
    column: K,
    operator: O,
    value: OperatorValue<Scope[K], O>
  ): this
  /**
   * Conditions that are joined by `or`, in one argument.
   *
   * @param condition The conditions; as a function it gets a query, and returns it with them.
   */
  orWhere(condition: Condition<Scope, this>): this
  /**
   * The opposite of `where`. As in SQL, neither is true of null.
   *
   * @param column The column: a property, or `table.property` of a joined table.
   * @param value What its value is not, or SQL.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await User.query().whereNot('age', '>', 40).pluck('name') //=> ['Ada', 'Alan']
   * ```
   */
  whereNot<K extends keyof Scope & string>(column: K, value: Scope[K] | SqlFragment): this
  /**
   * The opposite of a column, an operator and a value.
   *
   * @param column The column: a property, or `table.property` of a joined table.
   * @param operator How they are compared.
   * @param value The value; of `in` a list or a query.
   */
  whereNot<K extends keyof Scope & string, O extends Operator>(
    column: K,
    operator: O,
    value: OperatorValue<Scope[K], O>
  ): this
  /**
   * The opposite of conditions in one argument.
   *
   * @param condition The conditions; as a function it gets a query, and returns it with them.
   */
  whereNot(condition: Condition<Scope, this>): this
  /**
   * The opposite of `where`, joined by `or`.
   *
   * @param column The column: a property, or `table.property` of a joined table.
   * @param value What its value is not, or SQL.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await User.where('name', 'Grace').orWhereNot('role', 'member').count() //=> 2
   * ```
   */
  orWhereNot<K extends keyof Scope & string>(column: K, value: Scope[K] | SqlFragment): this
  /**
   * The opposite of a column, an operator and a value, joined by `or`.
   *
   * @param column The column: a property, or `table.property` of a joined table.
   * @param operator How they are compared.
   * @param value The value; of `in` a list or a query.
   */
  orWhereNot<K extends keyof Scope & string, O extends Operator>(
    column: K,
    operator: O,
    value: OperatorValue<Scope[K], O>
  ): this
  /**
   * The opposite of conditions in one argument, joined by `or`.
   *
   * @param condition The conditions; as a function it gets a query, and returns it with them.
   */
  orWhereNot(condition: Condition<Scope, this>): this

  /**
   * The column's value is in a list, of any length, or among the values of a query.
   *
   * @param column The column.
   * @param list The list, or a query that selects one column.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await User.query().whereIn('id', [1, 2, 99]).count() //=> 2
   * await Post.query().whereIn('userId', User.where('role', 'admin').select('id')).count() //=> 2
   * ```
   */
  whereIn<K extends keyof Scope & string>(column: K, list: ListOf<Scope[K]>): this
  /**
   * The column's value is in a list or among the values of a query, joined by `or`.
   *
   * @param column The column.
   * @param list The list, or a query that selects one column.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await User.where('role', 'admin').orWhereIn('id', [2, 3]).count() //=> 3
   * ```
   */
  orWhereIn<K extends keyof Scope & string>(column: K, list: ListOf<Scope[K]>): this
  /**
   * The column's value is in no place of a list or query.
   *
   * @param column The column.
   * @param list The list, or a query that selects one column.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await User.where('role', 'member').whereNotIn('id', [2, 3]).count() //=> 1
   * ```
   */
  whereNotIn<K extends keyof Scope & string>(column: K, list: ListOf<Scope[K]>): this
  /**
   * The column's value is in no place of a list or query, joined by `or`.
   *
   * @param column The column.
   * @param list The list, or a query that selects one column.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await User.where('id', 1).orWhereNotIn('id', [1, 2, 3]).count() //=> 2
   * ```
   */
  orWhereNotIn<K extends keyof Scope & string>(column: K, list: ListOf<Scope[K]>): this

  /**
   * The column is null.
   *
   * @param column The column.
   * @throws VersaError `UNKNOWN_COLUMN`.
   * @example
   * ```ts
   * await User.where('role', 'member').whereNull('age').count() //=> 1
   * ```
   */
  whereNull(column: keyof Scope & string): this
  /**
   * The column is null, joined by `or`.
   *
   * @param column The column.
   * @throws VersaError `UNKNOWN_COLUMN`.
   * @example
   * ```ts
   * await User.where('age', '>', 40).orWhereNull('age').count() //=> 2
   * ```
   */
  orWhereNull(column: keyof Scope & string): this
  /**
   * The column is not null.
   *
   * @param column The column.
   * @throws VersaError `UNKNOWN_COLUMN`.
   * @example
   * ```ts
   * await User.where('role', 'member').whereNotNull('age').count() //=> 2
   * ```
   */
  whereNotNull(column: keyof Scope & string): this
  /**
   * The column is not null, joined by `or`.
   *
   * @param column The column.
   * @throws VersaError `UNKNOWN_COLUMN`.
   * @example
   * ```ts
   * await User.where('name', 'Edsger').orWhereNotNull('age').count() //=> 4
   * ```
   */
  orWhereNotNull(column: keyof Scope & string): this

  /**
   * The column lies between two values or equals one of them.
   *
   * @param column The column.
   * @param low The smaller value.
   * @param high The larger value.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`.
   * @example
   * ```ts
   * await User.where('role', 'member').whereBetween('age', 29, 36).count() //=> 1
   * ```
   */
  whereBetween<K extends keyof Scope & string>(
    column: K,
    low: NonNullable<Scope[K]>,
    high: NonNullable<Scope[K]>
  ): this
  /**
   * The column lies between two values or equals one of them, joined by `or`.
   *
   * @param column The column.
   * @param low The smaller value.
   * @param high The larger value.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`.
   * @example
   * ```ts
   * await User.where('name', 'Edsger').orWhereBetween('age', 40, 50).count() //=> 2
   * ```
   */
  orWhereBetween<K extends keyof Scope & string>(
    column: K,
    low: NonNullable<Scope[K]>,
    high: NonNullable<Scope[K]>
  ): this
  /**
   * The column lies outside two values.
   *
   * @param column The column.
   * @param low The smaller value.
   * @param high The larger value.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`.
   * @example
   * ```ts
   * await User.where('role', 'member').whereNotBetween('age', 40, 50).count() //=> 1
   * ```
   */
  whereNotBetween<K extends keyof Scope & string>(
    column: K,
    low: NonNullable<Scope[K]>,
    high: NonNullable<Scope[K]>
  ): this
  /**
   * The column lies outside two values, joined by `or`.
   *
   * @param column The column.
   * @param low The smaller value.
   * @param high The larger value.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`.
   * @example
   * ```ts
   * await User.where('role', 'admin').orWhereNotBetween('age', 30, 40).count() //=> 3
   * ```
   */
  orWhereNotBetween<K extends keyof Scope & string>(
    column: K,
    low: NonNullable<Scope[K]>,
    high: NonNullable<Scope[K]>
  ): this

  /**
   * Two columns are equal.
   *
   * @param left A column of this query, or of one around it: `table.property`.
   * @param right The other column.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_QUERY`.
   * @example
   * ```ts
   * const posts = Post.where('published', true).whereColumn('userId', 'users.id')
   * await User.whereExists(posts).count() //=> 3
   * ```
   */
  whereColumn(left: ColumnOf<Scope>, right: ColumnOf<Scope>): this
  /**
   * Two columns compare.
   *
   * @param left A column of this query, or of one around it: `table.property`.
   * @param operator How they are compared.
   * @param right The other column.
   */
  whereColumn(left: ColumnOf<Scope>, operator: CompareOperator, right: ColumnOf<Scope>): this
  /**
   * Two columns are equal, joined by `or`.
   *
   * @param left A column of this query, or of one around it: `table.property`.
   * @param right The other column.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await Post.where('id', 4).orWhereColumn('id', 'userId').pluck('id') //=> [1, 4]
   * ```
   */
  orWhereColumn(left: ColumnOf<Scope>, right: ColumnOf<Scope>): this
  /**
   * Two columns compare, joined by `or`.
   *
   * @param left A column of this query, or of one around it: `table.property`.
   * @param operator How they are compared.
   * @param right The other column.
   */
  orWhereColumn(left: ColumnOf<Scope>, operator: CompareOperator, right: ColumnOf<Scope>): this

  /**
   * Another query has rows.
   *
   * @param query The other query, which can name columns of this one.
   * @throws VersaError `INVALID_QUERY` for what is no query.
   * @example
   * ```ts
   * const profile = Profile.query().whereColumn('userId', 'users.id')
   * await User.where('age', '>', 40).whereExists(profile).pluck('name') //=> ['Grace']
   * ```
   */
  whereExists(query: AnyQuery): this
  /**
   * Another query has rows, joined by `or`.
   *
   * @param query The other query, which can name columns of this one.
   * @throws VersaError `INVALID_QUERY` for what is no query.
   * @example
   * ```ts
   * const profile = Profile.query().whereColumn('userId', 'users.id')
   * await User.where('name', 'Alan').orWhereExists(profile).count() //=> 3
   * ```
   */
  orWhereExists(query: AnyQuery): this
  /**
   * Another query has no rows.
   *
   * @param query The other query, which can name columns of this one.
   * @throws VersaError `INVALID_QUERY` for what is no query.
   * @example
   * ```ts
   * const posts = Post.query().whereColumn('userId', 'users.id')
   * await User.where('role', 'member').whereNotExists(posts).pluck('name') //=> ['Edsger']
   * ```
   */
  whereNotExists(query: AnyQuery): this
  /**
   * Another query has no rows, joined by `or`.
   *
   * @param query The other query, which can name columns of this one.
   * @throws VersaError `INVALID_QUERY` for what is no query.
   * @example
   * ```ts
   * const posts = Post.query().whereColumn('userId', 'users.id')
   * await User.where('role', 'admin').orWhereNotExists(posts).count() //=> 2
   * ```
   */
  orWhereNotExists(query: AnyQuery): this
}

/** A condition in one argument. */
export type Condition<Scope, Q> = Partial<Scope> | ((query: Q) => AnyQuery) | SqlFragment

/** What a column can be looked for in. */
export type ListOf<Value> = readonly NonNullable<Value>[] | AnyQuery

/** A column that can be compared with another. */
type ColumnOf<Scope> = (keyof Scope & string) | QualifiedName

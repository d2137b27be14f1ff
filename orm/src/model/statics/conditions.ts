import type { SqlFragment } from '../../query/fragment/sql-fragment.js'
import type { CompareOperator, Operator } from '../../query/operators.js'
import type { RelatedConditions } from '../../query/types/computed.js'
import type {
  AnyQuery,
  Condition,
  ListOf,
  OperatorValue,
  QualifiedName
} from '../../query/types/conditions.js'
import type { RelationName, RelationTarget } from '../../query/types/loaded.js'
import type { Query } from '../../query/types/query.js'
import type { AnyModel, ColumnName, ColumnValue, ModelRow } from '../../schema/model-types.js'

/** The columns of a query's rows, by which filters are typed. */
type Scope<S extends AnyModel> = ModelRow<S>

/** The static methods of models that begin a query with a condition. */
export interface ConditionStatics {
  /**
   * Begins a query with a condition: a column and its value. Null means `is null`. See
   * {@link Conditions.where}.
   *
   * @param column The column.
   * @param value Its value, or SQL.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await User.where('role', 'admin').pluck('name') //=> ['Ada']
   * await User.where('age', null).pluck('name') //=> ['Edsger']
   * ```
   */
  where<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K,
    value: ColumnValue<S, K> | SqlFragment
  ): Query<S>
  /**
   * Begins a query with a condition: a column, an operator and a value.
   *
   * @param column The column.
   * @param operator How they are compared: `>=`, `!=`, `like`, `in` and others.
   * @param value The value; of `in` a list or a query.
   */
  where<S extends AnyModel, K extends ColumnName<S>, O extends Operator>(
    this: S,
    column: K,
    operator: O,
    value: OperatorValue<ColumnValue<S, K>, O>
  ): Query<S>
  /**
   * Begins a query with conditions: an object of columns and their values, conditions in brackets,
   * or a fragment of SQL.
   *
   * @param condition The conditions; as a function it gets a query, and returns it with them.
   */
  where<S extends AnyModel>(this: S, condition: Condition<Scope<S>, Query<S>>): Query<S>
  /**
   * Begins a query with the opposite of a condition. As in SQL, neither is true of null.
   *
   * @param column The column.
   * @param value What its value is not, or SQL.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await User.whereNot('role', 'admin').count() //=> 3
   * ```
   */
  whereNot<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K,
    value: ColumnValue<S, K> | SqlFragment
  ): Query<S>
  /**
   * Begins a query with the opposite of a condition: a column, an operator and a value.
   *
   * @param column The column.
   * @param operator How they are compared.
   * @param value The value; of `in` a list or a query.
   */
  whereNot<S extends AnyModel, K extends ColumnName<S>, O extends Operator>(
    this: S,
    column: K,
    operator: O,
    value: OperatorValue<ColumnValue<S, K>, O>
  ): Query<S>
  /**
   * Begins a query with the opposite of conditions: of an object, of those in brackets, of SQL.
   *
   * @param condition The conditions; as a function it gets a query, and returns it with them.
   */
  whereNot<S extends AnyModel>(this: S, condition: Condition<Scope<S>, Query<S>>): Query<S>
  /**
   * Begins a query of rows whose value is in a list, of any length, or among the values of a query.
   *
   * @param column The column.
   * @param list The list, or a query that selects one column.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await User.whereIn('id', [1, 2, 99]).count() //=> 2
   * await User.whereIn('id', Post.where('published', true).select('userId')).count() //=> 3
   * ```
   */
  whereIn<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K,
    list: ListOf<ColumnValue<S, K>>
  ): Query<S>
  /**
   * Begins a query of rows whose value is in no place of a list or of a query's values.
   *
   * @param column The column.
   * @param list The list, or a query that selects one column.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await User.whereNotIn('id', [1, 2]).pluck('name') //=> ['Alan', 'Edsger']
   * ```
   */
  whereNotIn<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K,
    list: ListOf<ColumnValue<S, K>>
  ): Query<S>
  /**
   * Begins a query of rows whose column is null.
   *
   * @param column The column.
   * @throws VersaError `UNKNOWN_COLUMN`.
   * @example
   * ```ts
   * await User.whereNull('age').pluck('name') //=> ['Edsger']
   * ```
   */
  whereNull<S extends AnyModel>(this: S, column: ColumnName<S>): Query<S>
  /**
   * Begins a query of rows whose column is not null.
   *
   * @param column The column.
   * @throws VersaError `UNKNOWN_COLUMN`.
   * @example
   * ```ts
   * await User.whereNotNull('age').count() //=> 3
   * ```
   */
  whereNotNull<S extends AnyModel>(this: S, column: ColumnName<S>): Query<S>
  /**
   * Begins a query of rows whose column lies between two values or equals one of them.
   *
   * @param column The column.
   * @param low The smaller value.
   * @param high The larger value.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`.
   * @example
   * ```ts
   * await User.whereBetween('age', 29, 36).pluck('name') //=> ['Ada', 'Alan']
   * ```
   */
  whereBetween<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K,
    low: NonNullable<ColumnValue<S, K>>,
    high: NonNullable<ColumnValue<S, K>>
  ): Query<S>
  /**
   * Begins a query of rows whose column lies outside two values.
   *
   * @param column The column.
   * @param low The smaller value.
   * @param high The larger value.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`.
   * @example
   * ```ts
   * await User.whereNotBetween('age', 30, 40).pluck('name') //=> ['Grace', 'Alan']
   * ```
   */
  whereNotBetween<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K,
    low: NonNullable<ColumnValue<S, K>>,
    high: NonNullable<ColumnValue<S, K>>
  ): Query<S>
  /**
   * Begins a query of rows in which two columns compare.
   *
   * @param left A column of this query, or of one around it: `table.property`.
   * @param operator How they are compared.
   * @param right The other column.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await Post.whereColumn('id', '=', 'userId').pluck('title') //=> ['Notes']
   * ```
   */
  whereColumn<S extends AnyModel>(
    this: S,
    left: ColumnName<S> | QualifiedName,
    operator: CompareOperator,
    right: ColumnName<S> | QualifiedName
  ): Query<S>
  /**
   * Begins a query of rows for which another query has rows.
   *
   * @param query The other query, which can name columns of this one.
   * @throws VersaError `INVALID_QUERY` for what is no query.
   * @example
   * ```ts
   * const drafts = Post.where('published', false).whereColumn('userId', 'users.id')
   * await User.whereExists(drafts).pluck('name') //=> ['Ada']
   * ```
   */
  whereExists<S extends AnyModel>(this: S, query: AnyQuery): Query<S>
  /**
   * Begins a query of rows for which another query has no rows.
   *
   * @param query The other query, which can name columns of this one.
   * @throws VersaError `INVALID_QUERY` for what is no query.
   * @example
   * ```ts
   * const posts = Post.query().whereColumn('userId', 'users.id')
   * await User.whereNotExists(posts).pluck('name') //=> ['Edsger']
   * ```
   */
  whereNotExists<S extends AnyModel>(this: S, query: AnyQuery): Query<S>
  /**
   * Begins a query of rows that have related ones: one at least, or as many as are said.
   *
   * @param relation The relation's name.
   * @param operator How their number is compared. Default: `>=`.
   * @param count How many related rows. Default: 1.
   * @throws VersaError `UNKNOWN_RELATION`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await User.has('posts').count() //=> 3
   * await User.has('posts', '>=', 2).pluck('name') //=> ['Ada']
   * ```
   */
  has<S extends AnyModel>(
    this: S,
    relation: RelationName<S>,
    operator?: CompareOperator,
    count?: number
  ): Query<S>
  /**
   * Begins a query of rows that have no related ones.
   *
   * @param relation The relation's name.
   * @throws VersaError `UNKNOWN_RELATION`.
   * @example
   * ```ts
   * await User.doesntHave('posts').pluck('name') //=> ['Edsger']
   * ```
   */
  doesntHave<S extends AnyModel>(this: S, relation: RelationName<S>): Query<S>
  /**
   * Begins a query of rows that have related ones which meet conditions.
   *
   * @param relation The relation's name.
   * @param conditions Gets a query of the related rows, and returns it with conditions. Default:
   * none.
   * @param operator How their number is compared. Default: `>=`.
   * @param count How many related rows. Default: 1.
   * @throws VersaError `UNKNOWN_RELATION`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await User.whereHas('posts', q => q.where('published', false)).pluck('name') //=> ['Ada']
   * ```
   */
  whereHas<S extends AnyModel, K extends RelationName<S>>(
    this: S,
    relation: K,
    conditions?: RelatedConditions<RelationTarget<S[K]>>,
    operator?: CompareOperator,
    count?: number
  ): Query<S>
  /**
   * Begins a query of rows that have no related ones which meet conditions.
   *
   * @param relation The relation's name.
   * @param conditions Gets a query of the related rows, and returns it with conditions. Default:
   * none.
   * @throws VersaError `UNKNOWN_RELATION`.
   * @example
   * ```ts
   * await User.whereDoesntHave('posts', q => q.where('published', true)).pluck('name')
   * //=> ['Edsger']
   * ```
   */
  whereDoesntHave<S extends AnyModel, K extends RelationName<S>>(
    this: S,
    relation: K,
    conditions?: RelatedConditions<RelationTarget<S[K]>>
  ): Query<S>
}

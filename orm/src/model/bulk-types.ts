import type {
  InsertManyOptions,
  NumberName,
  RowsOf,
  Step,
  UpdateManyOptions
} from '../query/types/bulk.js'
import type { AnyQuery } from '../query/types/conditions.js'
import type { Instance } from '../query/types/loaded.js'
import type { RowTerminals } from '../query/types/row-query.js'
import type { UpsertOptions } from '../query/types/table-query.js'
import type {
  AnyModel,
  ColumnName,
  ModelInsert,
  ModelKey,
  ModelWritable
} from '../schema/model-types.js'

/** The values of a new row beside those by which it was looked for. */
type Others<S extends AnyModel, M> = Omit<ModelInsert<S>, keyof M>

/** The static methods of models that write rows in bulk, or unless they are there. */
export interface BulkStatics {
  /**
   * Adds to a column of all rows, in the database. All have to be meant: see
   * {@link Clauses.allRows}.
   *
   * @param column A column of numbers.
   * @param by How much is added. Default: 1.
   * @param extra Other columns that are set with it. Default: none.
   * @throws VersaError `INVALID_QUERY` for a model of which all rows are not meant, or a column
   * without numbers; `INVALID_VALUE`.
   * @example
   * ```ts
   * await User.query().allRows().increment('age') //=> 4
   * await User.increment('age') //! INVALID_QUERY
   * ```
   */
  increment<S extends AnyModel, K extends NumberName<ModelWritable<S>>>(
    this: S,
    column: K,
    by?: Step,
    extra?: Partial<ModelWritable<S>>
  ): Promise<number>
  /**
   * Takes from a column of all rows, in the database; see {@link BulkStatics.increment}.
   *
   * @param column A column of numbers.
   * @param by How much is taken away. Default: 1.
   * @param extra Other columns that are set with it. Default: none.
   * @throws VersaError `INVALID_QUERY` for a model of which all rows are not meant, or a column
   * without numbers; `INVALID_VALUE`.
   * @example
   * ```ts
   * await User.query().allRows().decrement('age', 10) //=> 4
   * await User.decrement('age') //! INVALID_QUERY
   * ```
   */
  decrement<S extends AnyModel, K extends NumberName<ModelWritable<S>>>(
    this: S,
    column: K,
    by?: Step,
    extra?: Partial<ModelWritable<S>>
  ): Promise<number>
  /**
   * Changes rows, each to values of its own: found by their primary key, or by the columns of
   * `key`. One statement for all that change the same columns; all or none.
   *
   * @param list Rows with their key and what changes.
   * @param options `key`: the columns by which rows are found. Default: the primary key.
   * @returns How many rows there were; those that are not there are left out.
   * @throws VersaError `INVALID_QUERY` for a row without its key or without a change;
   * `INVALID_VALUE`.
   * @example
   * ```ts
   * await User.updateMany([{ id: 1, age: 37 }, { id: 2, age: 46 }]) //=> 2
   * await User.updateMany([{ email: 'ada@example.com', age: 38 }], { key: 'email' }) //=> 1
   * ```
   */
  updateMany<S extends AnyModel>(
    this: S,
    list: readonly Partial<ModelWritable<S>>[],
    options?: UpdateManyOptions<ColumnName<S>>
  ): Promise<number>
  /**
   * Removes the rows of primary keys, of any number, or marks them as deleted where the model does:
   * all or none.
   *
   * @param keys Primary keys.
   * @returns How many there were.
   * @throws VersaError `FOREIGN_KEY_VIOLATION` where others refer to one; then all stay.
   * @example
   * ```ts
   * await Post.deleteMany([1, 2, 99]) //=> 2
   * ```
   */
  deleteMany<S extends AnyModel>(this: S, keys: readonly ModelKey<S>[]): Promise<number>
  /**
   * Adds rows, or changes those with the same values in the unique columns `on`: all or none. Rows
   * of the list that are the same one are merged, as if they came one after another.
   *
   * @param list The rows.
   * @param options `on`: the unique columns; `update`: what changes then. Default: all that are
   * given.
   * @returns Their instances, in the order of the list.
   * @throws VersaError `INVALID_QUERY` where a row lacks a column of `on`, or the model has no
   * unique key of these columns; `INVALID_VALUE`.
   * @example
   * ```ts
   * const users = await User.upsertMany(
   *   [{ email: 'ada@example.com', name: 'Augusta' }, { email: 'al@example.com', name: 'Al' }],
   *   { on: ['email'], update: ['name'] }
   * )
   * users.map(user => user.name) //=> ['Augusta', 'Al']
   * ```
   */
  upsertMany<S extends AnyModel>(
    this: S,
    list: readonly ModelInsert<S>[],
    options: UpsertOptions<ColumnName<S>>
  ): Promise<Instance<S>[]>
  /**
   * Adds one row or several, or changes those with the same values in the unique columns `on`,
   * without making instances; how many rows were written.
   *
   * @param rows One row, or several.
   * @param options `on`: the unique columns; `update`: what changes then. Default: all that are
   * given.
   * @throws VersaError `INVALID_QUERY` where a row lacks a column of `on`, or the model has no
   * unique key of these columns; `INVALID_VALUE`.
   * @example
   * ```ts
   * const ada = { email: 'ada@example.com', name: 'Augusta' }
   * await User.insertOrUpdate(ada, { on: ['email'] }) //=> 1
   * await User.where('id', 1).value('name') //=> 'Augusta'
   * ```
   */
  insertOrUpdate<S extends AnyModel>(
    this: S,
    rows: ModelInsert<S> | readonly ModelInsert<S>[],
    options: UpsertOptions<ColumnName<S>>
  ): Promise<number>
  /**
   * Adds a row unless a unique key stands against it; 1, or 0 where it does.
   *
   * @param values The row.
   * @throws VersaError `NOT_NULL_VIOLATION`, `INVALID_VALUE`, `FOREIGN_KEY_VIOLATION`.
   * @example
   * ```ts
   * await Tag.insertOrIgnore({ label: 'history' }) //=> 0
   * await Tag.insertOrIgnore({ label: 'logic' }) //=> 1
   * ```
   */
  insertOrIgnore<S extends AnyModel>(this: S, values: ModelInsert<S>): Promise<number>
  /**
   * Adds the rows that no unique key stands against; how many were added.
   *
   * @param list The rows.
   * @throws VersaError `NOT_NULL_VIOLATION`, `INVALID_VALUE`, `FOREIGN_KEY_VIOLATION`.
   * @example
   * ```ts
   * await Tag.insertOrIgnoreMany([{ label: 'history' }, { label: 'logic' }]) //=> 1
   * ```
   */
  insertOrIgnoreMany<S extends AnyModel>(this: S, list: readonly ModelInsert<S>[]): Promise<number>
  /**
   * Adds rows as they come, all or none, without holding them: of an array, a generator, a stream.
   *
   * @param rows What gives them.
   * @param options `batch`: how many rows one statement sends. Default: 1,000.
   * @returns How many there were.
   * @throws VersaError `UNIQUE_VIOLATION`, `INVALID_VALUE` and others; then none is there.
   * @example
   * ```ts
   * function* labels() {
   *   for (let number = 1; number <= 2_500; number++) yield { label: `tag ${number}` }
   * }
   * await Tag.insertMany(labels(), { batch: 500 }) //=> 2_500
   * ```
   */
  insertMany<S extends AnyModel>(
    this: S,
    rows: RowsOf<ModelInsert<S>>,
    options?: InsertManyOptions
  ): Promise<number>
  /**
   * Adds the rows of a query, within the database: the columns of the names that it selects.
   *
   * @param query Selects columns that have the names of this model's.
   * @returns How many there were.
   * @throws VersaError `UNKNOWN_COLUMN` where a name is no column; what an insert throws.
   * @example
   * ```ts
   * const written = Post.query().join(User, 'posts.userId', 'users.id').select({ label: 'title' })
   * await Tag.insertFrom(written) //=> 4
   * ```
   */
  insertFrom<S extends AnyModel>(
    this: S,
    query: RowTerminals<ModelInsert<S>> & AnyQuery
  ): Promise<number>
  /**
   * Adds the rows of a query, within the database: its values go into `columns`, in their order.
   *
   * @param query Selects as many columns.
   * @param columns This model's columns for them.
   */
  insertFrom<S extends AnyModel>(
    this: S,
    query: AnyQuery,
    columns: readonly ColumnName<S>[]
  ): Promise<number>
  /**
   * Adds a row in the place of those that have the same values in a unique key: they are deleted
   * first, with what that does to rows that refer to them. Columns that are not given get their
   * defaults, unlike with `upsert`.
   *
   * @param values The row.
   * @throws VersaError `FOREIGN_KEY_VIOLATION` where rows refer to one and do not let go; what
   * `create` throws.
   * @example
   * ```ts
   * const tag = await Tag.replaceInto({ id: 9, label: 'history' })
   * await Tag.find(1) //=> null
   * tag.id //=> 9
   * ```
   */
  replaceInto<S extends AnyModel>(this: S, values: ModelInsert<S>): Promise<Instance<S>>
  /**
   * Adds rows in the place of those that have the same values in a unique key, all or none; their
   * instances in the same order. See {@link BulkStatics.replaceInto}.
   *
   * @param list The rows.
   * @throws VersaError `FOREIGN_KEY_VIOLATION` where rows refer to one and do not let go; what
   * `create` throws.
   * @example
   * ```ts
   * await Tag.replaceIntoMany([{ id: 8, label: 'history' }, { id: 9, label: 'logic' }])
   * await Tag.count() //=> 4
   * ```
   */
  replaceIntoMany<S extends AnyModel>(
    this: S,
    list: readonly ModelInsert<S>[]
  ): Promise<Instance<S>[]>
  /**
   * The first row with these values, or a new one with others, too. Where a unique key lies within
   * `match`, it is safe to call it twice at the same time: one of them makes the row.
   *
   * @param match The values that are looked for.
   * @param values The others of a new row. Default: none.
   * @throws VersaError `INVALID_QUERY` without a value to look for, `SERIALIZATION_FAILURE` in a
   * transaction that cannot see the other's row; what `create` throws.
   * @example
   * ```ts
   * const tag = await Tag.firstOrCreate({ label: 'history' })
   * tag.id //=> 1
   * const al = await User.firstOrCreate({ email: 'al@example.com' }, { name: 'Al' })
   * al.name //=> 'Al'
   * ```
   */
  firstOrCreate<S extends AnyModel, const M extends Partial<ModelWritable<S>>>(
    this: S,
    match: M,
    values?: Others<S, M>
  ): Promise<Instance<S>>
  /**
   * The first row with these values, or a new instance with both, which is not saved.
   *
   * @param match The values that are looked for.
   * @param values The others of a new instance. Default: none.
   * @throws VersaError `INVALID_QUERY` without a value to look for; `UNKNOWN_COLUMN`.
   * @example
   * ```ts
   * const user = await User.firstOrNew({ email: 'al@example.com' }, { name: 'Al' })
   * user.isDirty() //=> true
   * await user.save()
   * await User.count() //=> 5
   * ```
   */
  firstOrNew<S extends AnyModel>(
    this: S,
    match: Partial<ModelWritable<S>>,
    values?: Partial<ModelWritable<S>>
  ): Promise<Instance<S>>
  /**
   * The first row with these values, with the others changed; or a new one with both. As safe as
   * `firstOrCreate`.
   *
   * @param match The values that are looked for.
   * @param values The others.
   * @throws VersaError `INVALID_QUERY` without a value to look for, `SERIALIZATION_FAILURE` in a
   * transaction that cannot see the other's row; what `create` throws.
   * @example
   * ```ts
   * const user = await User.createOrUpdate({ email: 'ada@example.com' }, { name: 'Augusta' })
   * user.id //=> 1
   * user.name //=> 'Augusta'
   * ```
   */
  createOrUpdate<S extends AnyModel, const M extends Partial<ModelWritable<S>>>(
    this: S,
    match: M,
    values: Others<S, M>
  ): Promise<Instance<S>>
}

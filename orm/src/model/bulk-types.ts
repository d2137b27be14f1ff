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
  /** See {@link BulkWrites.increment}. All rows have to be meant: `User.query().allRows()`. */
  increment<S extends AnyModel, K extends NumberName<ModelWritable<S>>>(
    this: S,
    column: K,
    by?: Step,
    extra?: Partial<ModelWritable<S>>
  ): Promise<number>
  /** See {@link BulkWrites.decrement}. */
  decrement<S extends AnyModel, K extends NumberName<ModelWritable<S>>>(
    this: S,
    column: K,
    by?: Step,
    extra?: Partial<ModelWritable<S>>
  ): Promise<number>
  /** See {@link BulkWrites.updateMany}. */
  updateMany<S extends AnyModel>(
    this: S,
    list: readonly Partial<ModelWritable<S>>[],
    options?: UpdateManyOptions<ColumnName<S>>
  ): Promise<number>
  /** See {@link Query.deleteMany}. */
  deleteMany<S extends AnyModel>(this: S, keys: readonly ModelKey<S>[]): Promise<number>
  /**
   * Adds rows, or changes those with the same values in the unique columns `on`: all or none. Rows
   * of the list that are the same one are merged, as if they came one after another.
   *
   * @returns Their instances, in the order of the list.
   * @example
   * await User.upsertMany(
   *   [{ email: 'ada@example.com', name: 'Ada' }, { email: 'al@example.com', name: 'Alan' }],
   *   { on: ['email'], update: ['name'] }
   * )
   */
  upsertMany<S extends AnyModel>(
    this: S,
    list: readonly ModelInsert<S>[],
    options: UpsertOptions<ColumnName<S>>
  ): Promise<Instance<S>[]>
  /** The same without instances, of one row or several; how many rows were written. */
  insertOrUpdate<S extends AnyModel>(
    this: S,
    rows: ModelInsert<S> | readonly ModelInsert<S>[],
    options: UpsertOptions<ColumnName<S>>
  ): Promise<number>
  /** Adds a row unless a unique key stands against it; 1, or 0 where it does. */
  insertOrIgnore<S extends AnyModel>(this: S, values: ModelInsert<S>): Promise<number>
  /** The same with several rows; how many were added. */
  insertOrIgnoreMany<S extends AnyModel>(this: S, list: readonly ModelInsert<S>[]): Promise<number>
  /**
   * Adds rows as they come, all or none, without holding them: of an array, a generator, a stream.
   *
   * @returns How many there were.
   * @example
   * await City.insertMany(readCities('cities.csv'), { batch: 5_000 })
   */
  insertMany<S extends AnyModel>(
    this: S,
    rows: RowsOf<ModelInsert<S>>,
    options?: InsertManyOptions
  ): Promise<number>
  /**
   * Adds the rows of a query, within the database: the columns of the names that it selects, or
   * `columns` in the order of the selection.
   *
   * @returns How many there were.
   * @example
   * await Archive.insertFrom(User.where('age', '>', 90).select('email', 'name'))
   * await Tally.insertFrom(Post.query().select('userId', count()).groupBy('userId'), ['user', 'n'])
   */
  insertFrom<S extends AnyModel>(
    this: S,
    query: RowTerminals<ModelInsert<S>> & AnyQuery
  ): Promise<number>
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
   * @throws VersaError `FOREIGN_KEY_VIOLATION` where rows refer to one and do not let go.
   */
  replaceInto<S extends AnyModel>(this: S, values: ModelInsert<S>): Promise<Instance<S>>
  /** The same with several rows, all or none; their instances in the same order. */
  replaceIntoMany<S extends AnyModel>(
    this: S,
    list: readonly ModelInsert<S>[]
  ): Promise<Instance<S>[]>
  /**
   * The first row with these values, or a new one with others, too. Where a unique key lies within
   * `match`, it is safe to call it twice at the same time: one of them makes the row.
   *
   * @throws VersaError `SERIALIZATION_FAILURE` in a transaction that cannot see the other's row.
   * @example
   * const tag = await Tag.firstOrCreate({ label: 'orm' })
   * const user = await User.firstOrCreate({ email: 'ada@example.com' }, { name: 'Ada' })
   */
  firstOrCreate<S extends AnyModel, const M extends Partial<ModelWritable<S>>>(
    this: S,
    match: M,
    values?: Others<S, M>
  ): Promise<Instance<S>>
  /** The first row with these values, or a new instance with both, which is not saved. */
  firstOrNew<S extends AnyModel>(
    this: S,
    match: Partial<ModelWritable<S>>,
    values?: Partial<ModelWritable<S>>
  ): Promise<Instance<S>>
  /**
   * The first row with these values, with the others changed; or a new one with both. As safe as
   * `firstOrCreate`.
   *
   * @example
   * const user = await User.createOrUpdate({ email: 'ada@example.com' }, { name: 'Ada' })
   */
  createOrUpdate<S extends AnyModel, const M extends Partial<ModelWritable<S>>>(
    this: S,
    match: M,
    values: Others<S, M>
  ): Promise<Instance<S>>
}

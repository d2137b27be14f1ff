import type { StatementLimits } from '../../engine/engine.js'
import type { CursorPage, Page } from '../../query/read/pages.js'
import type { Statement } from '../../query/types/clauses.js'
import type { Instance } from '../../query/types/loaded.js'
import type { AggregateValue } from '../../query/types/selected.js'
import type {
  AnyModel,
  ColumnName,
  ColumnValue,
  ModelKey,
  ModelRow
} from '../../schema/model-types.js'

/** The static methods of models that read rows. */
export interface FindingStatics {
  /**
   * The instance of a primary key, or null.
   *
   * @param key The key: a value, or an object where it has several columns.
   * @param options A signal, and how long the statement may take. Default: those of `connect`.
   * @throws VersaError `INVALID_VALUE` for a key that is none of the column.
   * @example
   * ```ts
   * const user = await User.find(1)
   * user?.name //=> 'Ada'
   * await PostTag.find({ postId: 1, tagId: 2 }) //=> null
   * ```
   */
  find<S extends AnyModel>(
    this: S,
    key: ModelKey<S>,
    options?: StatementLimits
  ): Promise<Instance<S> | null>
  /**
   * The instance of a primary key.
   *
   * @param key The key: a value, or an object where it has several columns.
   * @param options A signal, and how long the statement may take. Default: those of `connect`.
   * @throws VersaError `NOT_FOUND` where there is none, `INVALID_VALUE` for a key that is none of
   * the column.
   * @example
   * ```ts
   * const user = await User.findOrFail(1)
   * user.name //=> 'Ada'
   * await User.findOrFail(99) //! NOT_FOUND
   * ```
   */
  findOrFail<S extends AnyModel>(
    this: S,
    key: ModelKey<S>,
    options?: StatementLimits
  ): Promise<Instance<S>>
  /**
   * The instances of primary keys, in their order; those that are not there are left out.
   *
   * @param keys The keys, of any number.
   * @example
   * ```ts
   * const users = await User.findMany([3, 99, 1])
   * users.map(user => user.name) //=> ['Alan', 'Ada']
   * ```
   */
  findMany<S extends AnyModel>(this: S, keys: readonly ModelKey<S>[]): Promise<Instance<S>[]>
  /**
   * All of them, as models.
   *
   * @example
   * ```ts
   * const tags = await Tag.all()
   * tags.length //=> 3
   * ```
   */
  all<S extends AnyModel>(this: S): Promise<Instance<S>[]>
  /**
   * All of them, as plain objects.
   *
   * @example
   * ```ts
   * await Tag.rows() //=> [
   * //   { id: 1, label: 'history' }, { id: 2, label: 'software' }, { id: 3, label: 'hardware' }
   * // ]
   * ```
   */
  rows<S extends AnyModel>(this: S): Promise<ModelRow<S>[]>
  /**
   * One of them, or null.
   *
   * @example
   * ```ts
   * const user = await User.first()
   * user === null //=> false
   * ```
   */
  first<S extends AnyModel>(this: S): Promise<Instance<S> | null>
  /**
   * One of them.
   *
   * @throws VersaError `NOT_FOUND` where there is none.
   * @example
   * ```ts
   * const user = await User.firstOrFail()
   * user instanceof User //=> true
   * ```
   */
  firstOrFail<S extends AnyModel>(this: S): Promise<Instance<S>>
  /**
   * The only one.
   *
   * @throws VersaError `NOT_FOUND` where there is none, `MULTIPLE_FOUND` where there are several.
   * @example
   * ```ts
   * await User.sole() //! MULTIPLE_FOUND
   * ```
   */
  sole<S extends AnyModel>(this: S): Promise<Instance<S>>
  /**
   * The values of one column.
   *
   * @param column The column.
   * @example
   * ```ts
   * await Tag.pluck('label') //=> ['history', 'software', 'hardware']
   * ```
   */
  pluck<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K
  ): Promise<ColumnValue<S, K>[]>
  /**
   * The value of one column of the first row; null where there is none.
   *
   * @param column The column.
   * @example
   * ```ts
   * await Tag.value('label') //=> 'history'
   * ```
   */
  value<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K
  ): Promise<ColumnValue<S, K> | null>
  /**
   * A page by its number, and how many there are: two statements, in the order of the primary key.
   *
   * @param options `page`: its number, from 1; `perPage`: how many rows it has. Default: 1 and 20.
   * @throws VersaError `INVALID_QUERY` for numbers that are no whole ones from 1.
   * @example
   * ```ts
   * const { items, total, pages } = await User.paginate({ page: 2, perPage: 3 })
   * items.map(user => user.name) //=> ['Edsger']
   * total //=> 4
   * pages //=> 2
   * ```
   */
  paginate<S extends AnyModel>(
    this: S,
    options?: { readonly page?: number; readonly perPage?: number }
  ): Promise<Page<Instance<S>>>
  /**
   * The rows behind a cursor, in the order of the primary key; see {@link Reading.cursorPaginate}.
   *
   * @param options `limit`: how many rows; `after`: the `next` of the part before. Default: 20,
   * from the beginning.
   * @throws VersaError `INVALID_VALUE` for a cursor that is none of this query.
   * @example
   * ```ts
   * const first = await User.cursorPaginate({ limit: 3 })
   * const rest = await User.cursorPaginate({ limit: 3, after: first.next })
   * rest.items.map(user => user.name) //=> ['Edsger']
   * rest.next //=> null
   * ```
   */
  cursorPaginate<S extends AnyModel>(
    this: S,
    options?: { readonly limit?: number; readonly after?: string | null | undefined }
  ): Promise<CursorPage<Instance<S>>>
  /**
   * Calls a function with `size` instances after another, in the order of the primary key; each
   * part begins behind the last row of the one before. Returning false ends it.
   *
   * @param size How many rows a part has.
   * @param work What is done with a part; the next one waits for it.
   * @returns How many rows there were.
   * @example
   * ```ts
   * const sizes: number[] = []
   * await User.chunk(3, async users => sizes.push(users.length)) //=> 4
   * sizes //=> [3, 1]
   * ```
   */
  chunk<S extends AnyModel>(
    this: S,
    size: number,
    work: (rows: Instance<S>[]) => unknown
  ): Promise<number>
  /**
   * Calls a function with `size` instances after another, in the order of the primary key: rows may
   * be changed meanwhile, except for it. Returning false ends it.
   *
   * @param size How many rows a part has.
   * @param work What is done with a part; the next one waits for it.
   * @returns How many rows there were.
   * @example
   * ```ts
   * await User.chunkById(2, async users => {
   *   for (const user of users) await user.update({ name: user.name.toUpperCase() })
   * }) //=> 4
   * ```
   */
  chunkById<S extends AnyModel>(
    this: S,
    size: number,
    work: (rows: Instance<S>[]) => unknown
  ): Promise<number>
  /**
   * The instances one after another, read in parts: unlike a stream, it holds no connection between
   * two of them.
   *
   * @param options `batch`: how many rows are read at once. Default: 1,000.
   * @example
   * ```ts
   * const names: string[] = []
   * for await (const user of User.cursor({ batch: 2 })) names.push(user.name)
   * names //=> ['Ada', 'Grace', 'Alan', 'Edsger']
   * ```
   */
  cursor<S extends AnyModel>(
    this: S,
    options?: { readonly batch?: number }
  ): AsyncGenerator<Instance<S>, void, undefined>
  /**
   * All of them one after another, as models, without holding all in memory.
   *
   * @example
   * ```ts
   * let count = 0
   * for await (const post of Post.stream()) if (post.published) count++
   * count //=> 3
   * ```
   */
  stream<S extends AnyModel>(this: S): AsyncGenerator<Instance<S>, void, undefined>
  /**
   * All of them one after another, as plain objects, without holding all in memory.
   *
   * @example
   * ```ts
   * const titles: string[] = []
   * for await (const { title } of Post.streamRows()) titles.push(title)
   * titles //=> ['Notes', 'Drafts', 'Compilers', 'Machines']
   * ```
   */
  streamRows<S extends AnyModel>(this: S): AsyncGenerator<ModelRow<S>, void, undefined>
  /**
   * How many there are.
   *
   * @example
   * ```ts
   * await User.count() //=> 4
   * ```
   */
  count(this: AnyModel): Promise<number>
  /**
   * Whether there is one.
   *
   * @example
   * ```ts
   * await User.exists() //=> true
   * ```
   */
  exists(this: AnyModel): Promise<boolean>
  /**
   * The sum of a column; null of no rows.
   *
   * @param column A column of numbers.
   * @throws VersaError `INVALID_QUERY` for a column without numbers.
   * @example
   * ```ts
   * await User.sum('age') //=> 110
   * ```
   */
  sum<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K
  ): Promise<AggregateValue<'sum', ColumnValue<S, K>>>
  /**
   * The average of a column; null of no rows.
   *
   * @param column A column of numbers.
   * @throws VersaError `INVALID_QUERY` for a column without numbers.
   * @example
   * ```ts
   * await User.where('age', '<', 40).avg('age') //=> 32.5
   * await User.avg('name') //! INVALID_QUERY
   * ```
   */
  avg<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K
  ): Promise<AggregateValue<'avg', ColumnValue<S, K>>>
  /**
   * The smallest value of a column; null of no rows.
   *
   * @param column The column.
   * @example
   * ```ts
   * await User.min('age') //=> 29
   * ```
   */
  min<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K
  ): Promise<AggregateValue<'min', ColumnValue<S, K>>>
  /**
   * The largest value of a column; null of no rows.
   *
   * @param column The column.
   * @example
   * ```ts
   * await User.max('name') //=> 'Grace'
   * ```
   */
  max<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K
  ): Promise<AggregateValue<'max', ColumnValue<S, K>>>
  /**
   * The SQL of all rows, without running it.
   *
   * @example
   * ```ts
   * Tag.toSQL() //=> { sql: 'SELECT "id", "label" FROM "tags"', parameters: [] }
   * ```
   */
  toSQL(this: AnyModel): Statement
}

import type { CursorPage, Page } from '../read/pages.js'

/** Ways to read the rows of a query. `Found` is what it gives, `Scope` has its columns. */
export interface Reading<Found, Scope> {
  /**
   * The values of one column.
   *
   * @param column The column.
   * @throws VersaError `UNKNOWN_COLUMN`.
   * @example
   * ```ts
   * await User.where('role', 'member').pluck('name') //=> ['Grace', 'Alan', 'Edsger']
   * ```
   */
  pluck<K extends keyof Scope & string>(column: K): Promise<Scope[K][]>
  /**
   * The value of one column of the first row; null where there is none.
   *
   * @param column The column.
   * @throws VersaError `UNKNOWN_COLUMN`.
   * @example
   * ```ts
   * await User.where('id', 1).value('email') //=> 'ada@example.com'
   * await User.where('id', 99).value('email') //=> null
   * ```
   */
  value<K extends keyof Scope & string>(column: K): Promise<Scope[K] | null>
  /**
   * The only row.
   *
   * @throws VersaError `NOT_FOUND` where there is none, `MULTIPLE_FOUND` where there are several.
   * @example
   * ```ts
   * const admin = await User.where('role', 'admin').sole()
   * admin.name //=> 'Ada'
   * ```
   */
  sole(): Promise<Found>
  /**
   * A page by its number, and how many there are: two statements. The primary key decides where the
   * order does not.
   *
   * @param options `page`: its number, from 1; `perPage`: how many rows it has. Default: 1 and 20.
   * @throws VersaError `INVALID_QUERY` for numbers that are no whole ones from 1, and for a query
   * that has a limit.
   * @example
   * ```ts
   * const { items, total, pages } = await User.orderBy('name').paginate({ page: 2, perPage: 3 })
   * items.map(user => user.name) //=> ['Grace']
   * total //=> 4
   * pages //=> 2
   * ```
   */
  paginate(options?: { readonly page?: number; readonly perPage?: number }): Promise<Page<Found>>
  /**
   * The rows behind a cursor, in the query's order: none is skipped or repeated when others come or
   * go, and however far one reads, it costs the same. The cursor is text that contains the last
   * row's values in the order's columns: do not order by secrets.
   *
   * @param options `limit`: how many rows; `after`: the `next` of the part before. Default: 20,
   * from the beginning.
   * @throws VersaError `INVALID_VALUE` for a cursor that is none of this query, `INVALID_QUERY` for
   * a query that has a limit.
   * @example
   * ```ts
   * const posts = Post.orderBy('title')
   * const { items, next } = await posts.cursorPaginate({ limit: 3 })
   * items.map(post => post.title) //=> ['Compilers', 'Drafts', 'Machines']
   * const more = await posts.cursorPaginate({ limit: 3, after: next })
   * more.items.map(post => post.title) //=> ['Notes']
   * ```
   */
  cursorPaginate(options?: {
    readonly limit?: number
    readonly after?: string | null | undefined
  }): Promise<CursorPage<Found>>
  /**
   * Calls a function with `size` rows after another, in the query's order and then by the primary
   * key; each part begins behind the last row of the one before. Returning false ends it.
   *
   * @param size How many rows a part has.
   * @param work What is done with a part; the next one waits for it.
   * @returns How many rows there were.
   * @throws VersaError `INVALID_QUERY` for a size that is no whole number from 1; what the function
   * throws.
   * @example
   * ```ts
   * const sizes: number[] = []
   * await User.orderBy('name').chunk(3, async users => sizes.push(users.length)) //=> 4
   * sizes //=> [3, 1]
   * ```
   */
  chunk(size: number, work: (rows: Found[]) => unknown): Promise<number>
  /**
   * Calls a function with `size` rows after another, in the order of the primary key: rows may be
   * changed meanwhile, except for it. Returning false ends it.
   *
   * @param size How many rows a part has.
   * @param work What is done with a part; the next one waits for it.
   * @returns How many rows there were.
   * @throws VersaError `INVALID_QUERY` for a size that is no whole number from 1; what the function
   * throws.
   * @example
   * ```ts
   * await User.where('role', 'member').chunkById(2, async users => {
   *   for (const user of users) await user.update({ role: 'admin' })
   * }) //=> 3
   * ```
   */
  chunkById(size: number, work: (rows: Found[]) => unknown): Promise<number>
  /**
   * The rows one after another, read in parts: unlike a stream, it holds no connection between two
   * of them.
   *
   * @param options `batch`: how many rows are read at once. Default: 1,000.
   * @throws VersaError `INVALID_QUERY` for a number that is no whole one from 1.
   * @example
   * ```ts
   * const titles: string[] = []
   * for await (const post of Post.orderBy('title').cursor({ batch: 2 })) titles.push(post.title)
   * titles.at(0) //=> 'Compilers'
   * ```
   */
  cursor(options?: { readonly batch?: number }): AsyncGenerator<Found, void, undefined>
}

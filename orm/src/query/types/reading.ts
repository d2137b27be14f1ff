import type { CursorPage, Page } from '../read/pages.js'

/** Ways to read the rows of a query. `Found` is what it gives, `Scope` has its columns. */
export interface Reading<Found, Scope> {
  /**
   * The values of one column.
   *
   * @example
   * const emails = await User.where('role', 'admin').pluck('email')
   */
  pluck<K extends keyof Scope & string>(column: K): Promise<Scope[K][]>
  /** The value of one column of the first row; null where there is none. */
  value<K extends keyof Scope & string>(column: K): Promise<Scope[K] | null>
  /** The only row. @throws VersaError `NOT_FOUND`, `MULTIPLE_FOUND`. */
  sole(): Promise<Found>
  /**
   * A page by its number, and how many there are: two statements. The primary key decides where the
   * order does not.
   *
   * @example
   * const { items, total, pages } = await User.orderBy('name').paginate({ page: 2, perPage: 50 })
   */
  paginate(options?: { readonly page?: number; readonly perPage?: number }): Promise<Page<Found>>
  /**
   * The rows behind a cursor, in the query's order: none is skipped or repeated when others come
   * or go, and however far one reads, it costs the same. The cursor is text that contains the last
   * row's values in the order's columns: do not order by secrets.
   *
   * @throws VersaError `INVALID_VALUE` for a cursor that is none of this query.
   * @example
   * const { items, next } = await Post.orderBy('createdAt', 'desc').cursorPaginate({ limit: 20 })
   * const more = await Post.orderBy('createdAt', 'desc').cursorPaginate({ limit: 20, after: next })
   */
  cursorPaginate(options?: {
    readonly limit?: number
    readonly after?: string | null | undefined
  }): Promise<CursorPage<Found>>
  /**
   * Calls a function with `size` rows after another, in the query's order and then by the primary
   * key; each part begins behind the last row of the one before. Returning false ends it.
   *
   * @returns How many rows there were.
   * @example
   * await User.query().chunk(500, async users => { for (const user of users) await notify(user) })
   */
  chunk(size: number, work: (rows: Found[]) => unknown): Promise<number>
  /** The same in the order of the primary key: rows may be changed meanwhile, except for it. */
  chunkById(size: number, work: (rows: Found[]) => unknown): Promise<number>
  /**
   * The rows one after another, read in parts: unlike a stream, it holds no connection between two
   * of them.
   *
   * @param options `batch`: how many rows are read at once; default 1,000.
   */
  cursor(options?: { readonly batch?: number }): AsyncGenerator<Found, void, undefined>
}

import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { isPlainObject } from '../build/conditions.js'
import type { QueryBuilder } from '../build/query-builder.js'
import { wholeNumber } from '../build/whole-number.js'
import { inCertainOrder, Keyset } from './keyset.js'

/** A page of rows, by its number. */
export interface Page<Row> {
  /** The rows of the page. */
  readonly items: Row[]
  /** How many rows there are on all pages. */
  readonly total: number
  /** The number of this page, from 1. */
  readonly page: number
  /** The most rows of a page. */
  readonly perPage: number
  /** How many pages there are. */
  readonly pages: number
}

/** A part of the rows, and where the next begins. */
export interface CursorPage<Row> {
  /** The rows of the part. */
  readonly items: Row[]
  /** What the next part is asked for with; null: there is none. */
  readonly next: string | null
}

const PER_PAGE = 20

/** A page by its number: one statement counts, one reads. */
export async function pageOf(query: QueryBuilder, options: unknown): Promise<Page<object>> {
  const given = checkedOptions('paginate', options, ['page', 'perPage'])
  const page = wholeNumber('the number of a page', given['page'] ?? 1, 1)
  const perPage = wholeNumber('the length of a page', given['perPage'] ?? PER_PAGE, 1)
  checkUnlimited('paginate', query)
  const total = await query.count()
  const begin = (page - 1) * perPage
  const items = begin >= total ? [] : await inCertainOrder(query).offset(begin).limit(perPage).all()
  return { items, total, page, perPage, pages: Math.ceil(total / perPage) }
}

/** The rows behind a cursor. */
export async function cursorPageOf(
  query: QueryBuilder,
  options: unknown
): Promise<CursorPage<object>> {
  const given = checkedOptions('cursorPaginate', options, ['limit', 'after'])
  const limit = wholeNumber('the length of a page', given['limit'] ?? PER_PAGE, 1)
  checkUnlimited('cursorPaginate', query)
  const keyset = new Keyset(query)
  const { after } = given
  const rest =
    after === undefined || after === null ? keyset.ordered : keyset.behind(keyset.decode(after))
  if (rest === undefined) return { items: [], next: null }
  const { items, last } = await keyset.read(rest.limit(limit))
  const behind = items.length < limit || last === undefined ? undefined : keyset.behind(last)
  const more = last !== undefined && behind !== undefined && (await behind.exists())
  return { items, next: more ? keyset.encode(last) : null }
}

/** The rows in parts, each behind the last row of the one before. */
export async function* partsOf(
  query: QueryBuilder,
  size: unknown
): AsyncGenerator<object[], void, undefined> {
  const limit = wholeNumber('the size of a part', size, 1)
  checkUnlimited('reading in parts', query)
  const keyset = new Keyset(query)
  let rest: QueryBuilder | undefined = keyset.ordered
  while (rest !== undefined) {
    const part = await keyset.read(rest.limit(limit))
    if (part.last === undefined) return
    yield part.items
    if (part.items.length < limit) return
    rest = keyset.behind(part.last)
  }
}

/** Calls a function with each part; how many rows there were. It ends early by returning false. */
export async function eachPart(query: QueryBuilder, size: unknown, work: unknown): Promise<number> {
  if (typeof work !== 'function') {
    throw new VersaError('INVALID_QUERY', `chunk got ${kindOf(work)} to call`, {
      hint: 'pass a function: chunk(500, async users => { … })'
    })
  }
  let rows = 0
  for await (const part of partsOf(query, size)) {
    rows += part.length
    if ((await work(part)) === false) break
  }
  return rows
}

function checkUnlimited(what: string, { extras, source }: QueryBuilder): void {
  if (extras.limitAt < 0 && extras.offsetAt < 0) return
  throw new VersaError('INVALID_QUERY', `${what} has its own limit, and the query has one, too`, {
    table: source.name,
    hint: 'leave out limit and offset'
  })
}

function checkedOptions(
  what: string,
  options: unknown,
  names: readonly string[]
): Readonly<Record<string, unknown>> {
  if (options === undefined) return {}
  const unknown = isPlainObject(options)
    ? Object.keys(options).find(name => !names.includes(name))
    : kindOf(options)
  if (unknown === undefined) return options as Readonly<Record<string, unknown>>
  throw new VersaError('INVALID_QUERY', `${what} cannot take ${unknown.slice(0, 40)}`, {
    hint: `pass an object with ${names.join(' and ')}`
  })
}

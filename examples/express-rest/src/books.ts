import { type Response, Router } from 'express'
import type { Database } from 'versa-orm'
import { bodyOf, filtersOf, idOf, numberOf, versionOf } from './input.js'
import { Book, Loan } from './models.js'
import { Problem } from './problem.js'

/** What may be sorted by: a request chooses one of these, never a column. */
const orders = {
  title: ['title', 'asc'],
  oldest: ['year', 'asc'],
  newest: ['year', 'desc']
} as const

function isOrder(text: string): text is keyof typeof orders {
  return Object.hasOwn(orders, text)
}

export function books(db: Database): Router {
  const router = Router()

  router.get('/', async (request, response) => {
    const given = filtersOf(request, ['title', 'author', 'since', 'sort', 'limit', 'after'])
    const sort = given.sort ?? 'title'
    if (!isOrder(sort)) {
      throw new Problem(400, 'BAD_REQUEST', `sort is one of ${Object.keys(orders).join(', ')}`)
    }
    const [column, direction] = orders[sort]
    const page = await Book.query()
      .when(given.title, (q, text) => q.where('title', 'ilike', contains(text)))
      .when(given.author, (q, id) => q.where('authorId', numberOf('author', id, 1, 1e15)))
      .when(given.since, (q, year) => q.where('year', '>=', numberOf('since', year, 0, 9999)))
      .orderBy(column, direction)
      .orderBy('id')
      .with({ author: true })
      .withCount('loans', { as: 'lent', where: loans => loans.whereNull('returnedAt') })
      .cursorPaginate({
        limit: numberOf('limit', given.limit ?? '20', 1, 100),
        ...(given.after === undefined ? {} : { after: given.after })
      })
    response.json({ items: page.items, next: page.next })
  })

  router.get('/:id', async (request, response) => {
    send(response, await Book.with({ author: true, loans: true }).findOrFail(idOf(request)))
  })

  router.post('/', async (request, response) => {
    const book = await Book.make().fill(bodyOf(request)).save()
    response.status(201).location(`/books/${book.id}`)
    send(response, book)
  })

  router.patch('/:id', async (request, response) => {
    const seen = versionOf(request)
    const book = await Book.findOrFail(idOf(request))
    if (book.version !== seen) throw new Problem(412, 'STALE', 'Somebody changed the book: read it')
    // Whoever changes it between these lines makes this one fail with STALE: 412 as well.
    send(response, await book.fill(bodyOf(request)).save())
  })

  router.delete('/:id', async (request, response) => {
    const book = await Book.findOrFail(idOf(request))
    await book.delete()
    response.status(204).end()
  })

  /** Lends a copy. Counting and lending are one transaction: the last copy is lent once. */
  router.post('/:id/loans', async (request, response) => {
    const loan = await db.transaction(async () => {
      const book = await Book.query().forUpdate().findOrFail(idOf(request))
      const lent = await book.related('loans').whereNull('returnedAt').count()
      if (lent >= book.copies) throw new Problem(409, 'ALL_LENT', 'Every copy is lent')
      const made = Loan.make().fill(bodyOf(request))
      made.bookId = book.id
      return made.save()
    })
    response.status(201).json(loan)
  })

  return router
}

function send(response: Response, book: Book): void {
  response.set('etag', `"${book.version}"`).json(book)
}

/** A pattern for a part of a text: what was typed is no wildcard. */
function contains(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}

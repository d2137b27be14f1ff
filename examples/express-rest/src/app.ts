import express, { type Express } from 'express'
import type { Database } from 'versa-orm'
import { books } from './books.js'
import { bodyOf, filtersOf, idOf } from './input.js'
import { Author, Loan } from './models.js'
import { answerWithProblem, Problem } from './problem.js'

/** The service on an open database. */
export function appOn(db: Database): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(express.json({ limit: '100kb' }))

  app.get('/authors', async (request, response) => {
    const { after } = filtersOf(request, ['after'])
    const authors = Author.withCount('books').orderBy('name')
    response.json(await authors.cursorPaginate({ limit: 50, ...(after && { after }) }))
  })
  app.get('/authors/:id', async (request, response) => {
    response.json(await Author.with({ books: q => q.orderBy('year') }).findOrFail(idOf(request)))
  })
  app.post('/authors', async (request, response) => {
    const author = await Author.make().fill(bodyOf(request)).save()
    response.status(201).location(`/authors/${author.id}`).json(author)
  })

  app.use('/books', books(db))

  /** Gives a copy back; a second time changes nothing. */
  app.post('/loans/:id/return', async (request, response) => {
    const loan = await Loan.findOrFail(idOf(request))
    loan.returnedAt ??= new Date()
    response.json(await loan.save())
  })

  app.use(() => {
    throw new Problem(404, 'NOT_FOUND', 'There is no such address')
  })
  app.use(answerWithProblem)
  return app
}

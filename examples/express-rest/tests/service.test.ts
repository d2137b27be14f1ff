import { afterEach, beforeEach, expect, test } from 'vitest'
import { service } from './service.js'

let library: Awaited<ReturnType<typeof service>>
beforeEach(async () => {
  library = await service()
})
afterEach(() => library.close())

const notes = { authorId: 1, title: 'Notes', isbn: '1', year: 1843 }

async function fill() {
  const { ask } = library
  await ask('POST', '/authors', { name: 'Ada Lovelace', born: 1815 })
  await ask('POST', '/authors', { name: 'Grace Hopper' })
  await ask('POST', '/books', notes)
  await ask('POST', '/books', { authorId: 2, title: 'Compilers', isbn: '2', year: 1952 })
  await ask('POST', '/books', { authorId: 2, title: '100% COBOL', isbn: '3', year: 1960 })
}

async function titles(query: string): Promise<string[]> {
  const { body } = await library.ask('GET', `/books${query}`)
  return body.items.map(book => book.title)
}

test('a book is created, read with its author, changed and deleted', async () => {
  await fill()
  const { ask } = library
  const read = await ask('GET', '/books/1')
  expect(read.body).toMatchObject({ title: 'Notes', author: { name: 'Ada Lovelace' }, loans: [] })
  const match = { 'if-match': String(read.headers.get('etag')) }
  const changed = await ask('PATCH', '/books/1', { title: 'Notes by A. L.' }, match)
  expect(changed).toMatchObject({ status: 200, body: { title: 'Notes by A. L.', version: 2 } })
  expect(await ask('DELETE', '/books/1')).toMatchObject({ status: 204, body: null })
  expect(await ask('GET', '/books/1')).toMatchObject({ status: 404 })
})

test('a new resource says where it is', async () => {
  const { status, headers } = await library.ask('POST', '/authors', { name: 'Ada Lovelace' })
  expect([status, headers.get('location')]).toEqual([201, '/authors/1'])
})

test('filters and orders can be combined', async () => {
  await fill()
  expect(await titles('')).toEqual(['100% COBOL', 'Compilers', 'Notes'])
  expect(await titles('?author=2&sort=newest')).toEqual(['100% COBOL', 'Compilers'])
  expect(await titles('?since=1950&title=comp')).toEqual(['Compilers'])
})

test('what is typed into a filter is no wildcard', async () => {
  await fill()
  expect(await titles('?title=%25')).toEqual(['100% COBOL'])
  expect(await titles('?title=_')).toEqual([])
})

test.each([
  ['?title[$ne]=x', 'There is no filter title[$ne]'],
  ['?password=x', 'There is no filter password'],
  ['?title=a&title=b', 'title is given more than once'],
  ['?sort=version', 'sort is one of title, oldest, newest'],
  ['?limit=0', 'limit is a whole number from 1 to 100'],
  ['?author=1%20or%201', 'author is a whole number']
])('the query %s is refused', async (query, message) => {
  const { status, body } = await library.ask('GET', `/books${query}`)
  expect(status).toBe(400)
  expect(body.error.message).toContain(message)
})

test('a list is read in parts, whose authors and loans take no statement per book', async () => {
  await fill()
  library.statements.length = 0
  const first = await library.ask('GET', '/books?limit=2')
  expect(first.body.items).toMatchObject([
    { title: '100% COBOL', author: { name: 'Grace Hopper' }, lent: 0 },
    { title: 'Compilers', author: { name: 'Grace Hopper' }, lent: 0 }
  ])
  // The books with their counts, whether there are more, the authors.
  expect(library.statements).toHaveLength(3)
  const rest = await library.ask('GET', `/books?limit=2&after=${first.body.next}`)
  expect(rest.body).toMatchObject({ items: [{ title: 'Notes' }], next: null })
  expect(await library.ask('GET', '/books?after=forged')).toMatchObject({ status: 422 })
})

test.each([
  [{ ...notes, isbn: 7 }, 422, 'INVALID_VALUE', 'isbn'],
  [{ ...notes, title: { $gt: '' } }, 422, 'INVALID_VALUE', 'title'],
  [{ ...notes, title: 'x'.repeat(201) }, 422, 'INVALID_VALUE', 'title'],
  [{ authorId: 1, isbn: '9', year: 1 }, 422, 'NOT_NULL_VIOLATION', 'title'],
  [{ ...notes, id: 99 }, 422, 'MASS_ASSIGNMENT', 'id'],
  [{ ...notes, version: 99 }, 422, 'MASS_ASSIGNMENT', 'version'],
  [{ ...notes, prize: 1 }, 422, 'UNKNOWN_COLUMN', 'prize'],
  [notes, 409, 'UNIQUE_VIOLATION', 'isbn'],
  [[], 400, 'BAD_REQUEST', undefined],
  ['{', 400, 'entity.parse.failed', undefined]
])('the book %j is refused', async (book, status, code, field) => {
  await fill()
  const answer = await library.ask('POST', '/books', book)
  expect([answer.status, answer.body.error.code, answer.body.error.field]).toEqual([
    status,
    code,
    field
  ])
  expect(answer.body.error.message).not.toMatch(/npx|SELECT|INSERT/)
  expect(await titles('')).toHaveLength(3)
})

test('references to nothing, and deletes of what is referred to, are conflicts', async () => {
  await fill()
  const nobody = await library.ask('POST', '/books', { ...notes, isbn: '8', authorId: 9 })
  expect(nobody).toMatchObject({ status: 409, body: { error: { code: 'FOREIGN_KEY_VIOLATION' } } })
  await library.ask('POST', '/books/1/loans', { reader: 'Alan Turing' })
  expect(await library.ask('DELETE', '/books/1')).toMatchObject({ status: 409 })
})

test('a change has to say which version it changes', async () => {
  await fill()
  const { ask } = library
  expect(await ask('PATCH', '/books/1', { year: 1 })).toMatchObject({ status: 428 })
  const etag = { 'if-match': '"1"' }
  const both = await Promise.all([
    ask('PATCH', '/books/1', { year: 1841 }, etag),
    ask('PATCH', '/books/1', { year: 1842 }, etag)
  ])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
  expect(await ask('PATCH', '/books/1', { year: 1 }, { 'if-match': 'x' })).toMatchObject({
    status: 412
  })
})

test('the last copy is lent once, and again when it is back', async () => {
  await fill()
  const { ask } = library
  const lend = () => ask('POST', '/books/1/loans', { reader: 'Alan Turing' })
  const both = await Promise.all([lend(), lend()])
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
  expect(await ask('POST', '/loans/1/return')).toMatchObject({
    status: 200,
    body: { returnedAt: expect.stringMatching(/Z$/) }
  })
  expect(await lend()).toMatchObject({ status: 201 })
})

test.each(['/books/0', '/books/99', '/books/1e3', '/books/1%20or%201', '/nowhere'])(
  'there is no %s',
  async address => {
    expect(await library.ask('GET', address)).toMatchObject({ status: 404 })
  }
)

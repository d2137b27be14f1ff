import { belongsTo, type Database, hasMany, Model, sql, t } from 'versa-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure, fromOutside } from './support/failures.js'

class Author extends Model.table('authors', {
  id: t.id(),
  name: t.text(),
  bornOn: t.date().nullable().column('born_on')
}) {
  static books = hasMany(() => Book, 'authorId')

  get shout(): string {
    return `${this.name.toUpperCase()}!`
  }

  greet(greeting: string): string {
    return `${greeting}, ${this.name}`
  }
}

class Book extends Model.table('books', {
  id: t.id(),
  authorId: t.int().references('authors').column('author_id'),
  title: t.text()
}) {
  static author = belongsTo(() => Author, 'authorId')
}

/** Every name here means something in SQL. */
class Keyword extends Model.table(
  'order',
  {
    select: t.id(),
    group: t.text({ length: 20 }).unique(),
    where: t.int().nullable(),
    index: t.int().default(0),
    key: t.boolean().default(false)
  },
  { indexes: [['index', 'key']] }
) {}

describe('definitions', () => {
  const column = t.text()
  const invalid = { code: 'INVALID_MODEL' } as const

  test.each(['save', 'update', 'delete', 'load', 'related', 'constructor', 'toString', ''])(
    'a column cannot be the property %j',
    async property => {
      await expectFailure(() => Model.table('x', { [property]: column }), {
        ...invalid,
        names: /column/
      })
    }
  )

  test('a column may have such a name in the database', () => {
    expect(() => Model.table('x', { saved: t.boolean().column('save') })).not.toThrow()
  })

  test('contradictions', async () => {
    const twice = { a: t.text().column('x'), b: t.text().column('x') }
    await expectFailure(() => Model.table('x', {}), invalid)
    await expectFailure(() => Model.table('', { a: column }), invalid)
    await expectFailure(() => Model.table('x', twice), { ...invalid, names: /two columns/ })
    const missing = fromOutside<'a'>('b')
    for (const options of [
      { primaryKey: [missing] },
      { indexes: [[missing]] },
      { uniques: [[missing]] }
    ]) {
      await expectFailure(() => Model.table('x', { a: column }, options), {
        ...invalid,
        names: /"b"/
      })
    }
    await expectFailure(() => Model.table('x', { a: fromOutside<typeof column>('text') }), invalid)
    await expectFailure(() => t.enum(fromOutside<['a']>([])), invalid)
    await expectFailure(() => t.text().default(fromOutside<string>(undefined)), invalid)
  })

  test('a default that the column would refuse', async () => {
    const values = { a: t.int().default(1.5) }
    await expectFailure(() => Model.table('x', values), { code: 'INVALID_VALUE', column: 'a' })
  })
})

describeEachDatabase('models', open => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Author, Book, Keyword])
    const { id } = await Author.create({ name: 'Ada', bornOn: '1815-12-10' })
    await Book.create({ authorId: id, title: 'Notes' })
  })

  test('instances are of their class, with its methods', async () => {
    const author = await Author.findOrFail(1)
    expect(author).toBeInstanceOf(Author)
    expect(author.constructor.name).toBe('Author')
    expect(author.shout).toBe('ADA!')
    expect(author.greet('Hello')).toBe('Hello, Ada')
  })

  test('their columns are plain properties, and nothing else is', async () => {
    const author = await Author.findOrFail(1)
    const attributes = { id: 1, name: 'Ada', bornOn: '1815-12-10' }
    expect(Object.keys(author)).toEqual(['id', 'name', 'bornOn'])
    expect(Reflect.ownKeys(author)).toEqual(['id', 'name', 'bornOn'])
    expect({ ...author }).toEqual(attributes)
    expect(JSON.parse(JSON.stringify(author))).toEqual(attributes)
    expect(structuredClone({ ...author })).toEqual(attributes)
    expect(Object.keys(await Author.create({ name: 'Ben' }))).toEqual(['id', 'name', 'bornOn'])
  })

  test('loaded relations are plain properties too', async () => {
    const author = await Author.with({ books: { author: true } }).findOrFail(1)
    expect(Object.keys(author)).toEqual(['id', 'name', 'bornOn', 'books'])
    expect(JSON.parse(JSON.stringify(author)).books[0].author.name).toBe('Ada')
  })

  test('a new instance has no row', async () => {
    const author = Author.make({ name: 'Eve' })
    const noRow = { code: 'INVALID_QUERY', names: /save\(\)/ } as const
    await expectFailure(() => author.delete(), noRow)
    await author.save()
    await author.delete()
    await expectFailure(() => author.delete(), noRow)
    expect(await Author.where('name', 'Eve').exists()).toBe(false)
  })

  test('attributes that are no columns are refused', async () => {
    const values = fromOutside<{ name: string }>({ name: 'x', nmae: 'y' })
    await expectFailure(() => Author.make(values), { code: 'UNKNOWN_COLUMN', names: /name/ })
  })

  test('keywords of SQL are names like others', async () => {
    const row = await Keyword.create({ group: 'a', where: 1 })
    await Keyword.upsert({ group: 'a', index: 5 }, { on: ['group'] })
    await Keyword.where({ group: 'a', index: 5 }).update({ key: true, where: sql`1 + ${1}` })
    const found = await Keyword.where('select', row.select).orderBy('index').orderBy('key').first()
    expect(found).toMatchObject({ group: 'a', where: 2, index: 5, key: true })
    expect(await db.table('order').where('group', 'a').max('index')).toBe(5)
    expect(await Keyword.where('key', true).delete()).toBe(1)
  })
})

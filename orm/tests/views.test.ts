import {
  belongsTo,
  type Database,
  hasMany,
  hasOne,
  Model,
  prepare,
  sql,
  sum,
  t,
  VersaError
} from 'versa-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { canary, expectFailure, fromOutside } from './support/failures.js'

class Person extends Model.table('people', {
  id: t.id(),
  name: t.text(),
  age: t.int().nullable(),
  active: t.boolean().default(true),
  bornAt: t.timestamp().nullable().column('born_at')
}) {
  static letters = hasMany(() => Letter, 'personId')
  static totals = hasOne(() => Totals, 'personId')
}

class Letter extends Model.table('letters', {
  id: t.id(),
  personId: t.int().references('people', { onDelete: 'cascade' }).column('person_id'),
  words: t.int(),
  price: t.decimal(10, 2)
}) {
  static author = belongsTo(() => ActivePerson, 'personId')
}

/** By a query. */
class ActivePerson extends Model.view(
  'active_people',
  { id: t.int(), name: t.text(), bornAt: t.timestamp().nullable().column('born_at') },
  {
    as: () => Person.where('active', true).select('id', 'name', 'bornAt'),
    primaryKey: 'id'
  }
) {
  static letters = hasMany(() => Letter, 'personId')
  static totals = hasOne(() => Totals, 'personId')

  get initials(): string {
    return this.name.slice(0, 1)
  }
}

/** By SQL. */
class Totals extends Model.view(
  'totals',
  {
    personId: t.int().column('person_id'),
    words: t.int(),
    letters: t.int()
  },
  {
    as: sql`select person_id, sum(words) as words, count(*) as letters
      from letters group by person_id`,
    primaryKey: 'personId'
  }
) {
  static person = belongsTo(() => Person, 'personId')
}

/** Of a view. */
class Author extends Model.view(
  'authors',
  { id: t.int(), name: t.text(), words: t.int() },
  {
    as: sql`select p.id, p.name, t.words from ${sql.id('active_people')} p
      join totals t on t.person_id = p.id`,
    primaryKey: 'id'
  }
) {}

const models = [Author, Totals, ActivePerson, Letter, Person] as const

describeEachDatabase('views', (open, { traits }) => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create(models)
    await Person.createMany([
      { name: 'Ada', age: 36, bornAt: new Date('1815-12-10T00:00:00.123Z') },
      { name: 'Ben', active: false },
      { name: 'Cleo', age: 20 }
    ])
    await Letter.createMany([
      { personId: 1, words: 10, price: '1.50' },
      { personId: 1, words: 20, price: '10.25' },
      { personId: 2, words: 30, price: '2.00' },
      { personId: 3, words: 40, price: '0.10' }
    ])
  })

  describe('are read', () => {
    test('as models, rows, by key, by conditions, in pages and streams', async () => {
      const ada = await ActivePerson.findOrFail(1)
      expect(ada).toBeInstanceOf(ActivePerson)
      expect(ada.initials).toBe('A')
      expect({ ...ada }).toEqual({
        id: 1,
        name: 'Ada',
        bornAt: new Date('1815-12-10T00:00:00.123Z')
      })
      expect(await ActivePerson.find(2)).toBeNull()
      await expectFailure(() => ActivePerson.findOrFail(2), { code: 'NOT_FOUND' })
      expect((await ActivePerson.findMany([3, 2, 1])).map(({ id }) => id)).toEqual([3, 1])
      expect(await ActivePerson.orderBy('name', 'desc').pluck('name')).toEqual(['Cleo', 'Ada'])
      expect(await ActivePerson.where('bornAt', null).rows()).toEqual([
        { id: 3, name: 'Cleo', bornAt: null }
      ])
      expect(await ActivePerson.count()).toBe(2)
      expect(await ActivePerson.max('name')).toBe('Cleo')
      expect(await Totals.sum('words')).toBe(100)
      const { items, total } = await ActivePerson.orderBy('id').paginate({ page: 2, perPage: 1 })
      expect([items.map(({ id }) => id), total]).toEqual([[3], 2])
      const first = await ActivePerson.orderBy('name').cursorPaginate({ limit: 1 })
      const second = await ActivePerson.orderBy('name').cursorPaginate({ after: first.next })
      expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([1, 3])
      const streamed: number[] = []
      for await (const row of ActivePerson.orderBy('id').stream()) streamed.push(row.id)
      expect(streamed).toEqual([1, 3])
      const byName = prepare((name: string) => ActivePerson.where('name', name))
      expect((await byName.first('Cleo'))?.id).toBe(3)
    })

    test('many at once, in merged look-ups', async () => {
      const found = await Promise.all([1, 2, 3].map(id => ActivePerson.find(id)))
      expect(found.map(row => row?.name)).toEqual(['Ada', undefined, 'Cleo'])
    })

    test('views of views', async () => {
      expect(await Author.orderBy('id').rows()).toEqual([
        { id: 1, name: 'Ada', words: 30 },
        { id: 3, name: 'Cleo', words: 40 }
      ])
    })

    test('through relations, from and to them', async () => {
      const people = await ActivePerson.with({ letters: { author: true }, totals: true })
        .orderBy('id')
        .all()
      expect(people.map(({ letters, totals }) => [letters.length, totals?.words])).toEqual([
        [2, 30],
        [1, 40]
      ])
      expect(people[0]?.letters[0]?.author?.name).toBe('Ada')
      const letters = await Letter.with({ author: true }).orderBy('id').all()
      expect(letters.map(({ author }) => author?.name ?? null)).toEqual([
        'Ada',
        'Ada',
        null,
        'Cleo'
      ])
      const all = await Person.with({ totals: { person: true } })
        .orderBy('id')
        .rows()
      expect(all.map(({ totals }) => totals?.person?.name)).toEqual(['Ada', 'Ben', 'Cleo'])
      const [ada] = people
      expect(await ada?.related('letters').where('words', '>', 10).count()).toBe(1)
      expect((await ada?.load({ totals: true }))?.totals?.letters).toBe(2)
      expect(await ActivePerson.whereHas('letters', q => q.where('words', 40)).pluck('id')).toEqual(
        [3]
      )
      expect(
        (await ActivePerson.withCount('letters').orderBy('id').all()).map(row => row.lettersCount)
      ).toEqual([2, 1])
    })

    test('in joins, subqueries and by another name', async () => {
      const joined = await Letter.query()
        .join(ActivePerson, 'letters.personId', 'active_people.id')
        .select('active_people.name', { words: sum('letters.words') })
        .groupBy('active_people.name')
        .orderBy('active_people.name')
        .rows()
      expect(joined.map(row => Object.values(row))).toEqual([
        ['Ada', 30],
        ['Cleo', 40]
      ])
      const twice = ActivePerson.query()
        .join(ActivePerson.as('other'), 'active_people.id', 'other.id')
        .select('other.name')
      expect(await twice.count()).toBe(2)
      expect(await Letter.whereIn('personId', ActivePerson.query().select('id')).count()).toBe(3)
      expect(await db.table('totals').where('words', '>', 30).count()).toBe(1)
    })

    test('in a transaction, and locked with it', async () => {
      await db.transaction(async () => {
        await Person.create({ name: 'Dora' })
        expect(await ActivePerson.where('name', 'Dora').exists()).toBe(true)
        await Person.where('name', 'Dora').delete()
      })
    })
  })

  describe('are not written', () => {
    const outside = fromOutside<typeof Person>(ActivePerson)
    const relation = async () => fromOutside<Person>(await ActivePerson.findOrFail(1))

    test.each<[string, () => unknown]>([
      ['create', () => outside.create({ name: canary })],
      ['create of a value that does not fit', () => outside.create(fromOutside({ id: canary }))],
      ['createMany', () => outside.createMany([])],
      ['upsert', () => outside.upsert({ name: canary }, { on: ['name'] })],
      ['make', () => outside.make({ name: canary })],
      ['update', () => outside.where('id', 1).update({ name: canary })],
      ['update without a filter', () => outside.query().update({ name: canary })],
      ['delete', () => outside.where('id', 1).delete()],
      ['save', async () => (await relation()).save()],
      ['save of what changed', async () => Object.assign(await relation(), { name: '' }).save()],
      ['update of an instance', async () => (await relation()).update({ name: canary })],
      ['delete of an instance', async () => (await relation()).delete()],
      ['in a transaction', () => db.transaction(async tx => outside.using(tx).create({ name: '' }))]
    ])('by %s', async (_, write) => {
      await expectFailure(write, {
        code: 'READ_ONLY',
        table: 'active_people',
        names: 'is a view'
      })
    })

    test('through relations to them', async () => {
      const ada = await Person.findOrFail(1)
      const totals = fromOutside<{ create(v: object): unknown; save(v: object): unknown }>(
        ada.related('totals')
      )
      await expectFailure(() => totals.create({}), { code: 'READ_ONLY', table: 'totals' })
      const own = await Totals.findOrFail(1)
      await expectFailure(() => totals.save(own), { code: 'READ_ONLY', table: 'totals' })
      const owner = own.related('person')
      await expectFailure(() => owner.associate(ada), { code: 'READ_ONLY', table: 'totals' })
    })

    test('but a table is, through relations from them', async () => {
      const cleo = await ActivePerson.findOrFail(3)
      const letter = await cleo.related('letters').create({ words: 1, price: '1.00' })
      expect(letter.personId).toBe(3)
      await letter.delete()
    })
  })

  describe('are created and dropped', () => {
    test('twice is an error, createIfMissing is not', async () => {
      await expectFailure(() => db.schema.create([Totals]), { code: 'ALREADY_EXISTS' })
      await db.schema.createIfMissing(models)
      await db.schema.createIfMissing([...models].reverse())
      expect(await Author.count()).toBe(2)
    })

    test('dropping what is not there is no error', async () => {
      class Gone extends Model.view('gone', { id: t.int() }) {}
      await db.schema.drop([Gone])
      await db.schema.createIfMissing([Person])
      await db.schema.drop([Gone, Gone])
    })

    test('with every kind of value, which is written safely', async () => {
      const moment = new Date('1815-12-10T00:00:00.123Z')
      const text = `it's \\ "quo\`ted" $1 ? 漢字 😀`
      await Person.create({ name: text, age: -5, bornAt: moment })
      const definitions = {
        text: () => Person.where('name', text),
        like: () => Person.where('name', 'like', `it's \\\\ "quo\`%`),
        negative: () => Person.where('age', '<', -4),
        list: () => Person.whereIn('name', [text, 'nobody']),
        notIn: () => Person.whereNotIn('name', ['Ada', 'Ben', 'Cleo']),
        numbers: () => Person.whereIn('age', [-5, 7]),
        instant: () => Person.where('bornAt', moment).where('age', '!=', 36),
        between: () => Person.whereBetween('age', -9, -1),
        boolean: () => Person.where('active', true).where('age', '<', 0),
        fragment: () => Person.where(sql`age + ${0.5} < ${-4} and name <> ${"x'"}`),
        limit: () => Person.orderBy('id', 'desc').limit(1).offset(0),
        subquery: () => Person.whereNotIn('id', Letter.where('words', '>', 0).select('personId')),
        exists: () => Person.doesntHave('letters')
      }
      for (const [name, as] of Object.entries(definitions)) {
        class Written extends Model.view('written', { id: t.int(), name: t.text() }, { as }) {}
        await db.schema.create([Written])
        expect(await Written.pluck('name'), name).toEqual([text])
        await db.schema.drop([Written])
      }
      for (const empty of [[], ['nobody']]) {
        const as = () => Person.whereIn('name', empty)
        class Empty extends Model.view('written', { id: t.int() }, { as }) {}
        await db.schema.create([Empty])
        expect(await Empty.count()).toBe(0)
        await db.schema.drop([Empty])
      }
      await Person.where('name', text).delete()
    })

    test('decimals compare as numbers', async () => {
      class Dear extends Model.view(
        'dear_letters',
        { id: t.int(), price: t.decimal(10, 2) },
        { as: () => Letter.where('price', '>=', '10.2').select('id', 'price') }
      ) {}
      await db.schema.create([Dear])
      expect(await Dear.query().rows()).toEqual([{ id: 2, price: '10.25' }])
      await db.schema.drop([Dear])
    })

    test('of groups, joins and renamed columns', async () => {
      class Sums extends Model.view(
        'sums',
        { writer: t.text().column('writer_name'), words: t.int(), price: t.decimal() },
        {
          as: () =>
            Letter.query()
              .join(Person, 'letters.personId', 'people.id')
              .select(
                { writer: 'people.name' },
                { words: sum('letters.words'), price: sum('letters.price') }
              )
              .groupBy('people.name')
        }
      ) {}
      await db.schema.create([Sums])
      const [ada] = await Sums.orderBy('writer').limit(1).rows()
      expect(ada).toMatchObject({ writer: 'Ada', words: 30 })
      expect(Number(ada?.price)).toBe(11.75)
      await db.schema.drop([Sums])
    })

    test('with names that have to be quoted', async () => {
      class Odd extends Model.view(
        `vi"ew \`of\` 'it`,
        { value: t.text().column('co"l`umn') },
        { as: () => Person.where('id', 1).select({ value: 'name' }) }
      ) {}
      await db.schema.createIfMissing([Odd])
      await db.schema.createIfMissing([Odd])
      expect(await Odd.pluck('value')).toEqual(['Ada'])
      await db.schema.drop([Odd])
    })

    test('a definition without a column of the view names it, and nothing is left', async () => {
      class Short extends Model.view(
        'short',
        { id: t.int(), nope: t.int(), name: t.text() },
        { as: sql`select id, name from people` }
      ) {}
      await expectFailure(() => db.schema.create([Short]), {
        code: 'UNKNOWN_COLUMN',
        names: 'nope'
      })
      await expectFailure(() => Short.count(), { code: 'UNKNOWN_TABLE' })
      class Missing extends Model.view(
        'missing',
        { id: t.int(), one: t.int(), two: t.int() },
        { as: () => Person.query().select('id', 'name') }
      ) {}
      await expectFailure(() => db.schema.create([Missing]), {
        code: 'INVALID_MODEL',
        names: /has no one, two .*id, name/
      })
      class Nowhere extends Model.view(
        'nowhere',
        { id: t.int() },
        { as: sql`select id from no_such_table` }
      ) {}
      await expectFailure(() => db.schema.create([Nowhere]), { code: 'UNKNOWN_TABLE' })
    })
  })

  describe('that exist already', () => {
    class Existing extends Model.view('existing', { id: t.int(), name: t.text() }) {}

    test('are read without a definition, and not created', async () => {
      await db.sql`create view existing as select name, id, age from people`.execute()
      expect(await Existing.where('id', 1).rows()).toEqual([{ id: 1, name: 'Ada' }])
      await expectFailure(() => db.schema.create([Existing]), {
        code: 'INVALID_MODEL',
        table: 'existing',
        names: 'definition'
      })
      await db.schema.drop([Existing])
      await expectFailure(() => Existing.count(), { code: 'UNKNOWN_TABLE' })
    })

    test('find wants a key', async () => {
      await expectFailure(() => Existing.find({ id: 1 }), {
        code: 'INVALID_MODEL',
        names: 'primaryKey'
      })
    })
  })

  describe('materialized', () => {
    class Sales extends Model.view(
      'sales',
      { personId: t.int().column('person_id'), words: t.int() },
      {
        as: () =>
          Letter.query()
            .select('personId', { words: sum('words') })
            .groupBy('personId'),
        primaryKey: 'personId',
        materialized: true,
        indexes: [{ columns: ['personId'], unique: true }, ['words']]
      }
    ) {}
    class Plain extends Model.view(
      'kept_plain',
      { id: t.int() },
      { as: sql`select id from people`, materialized: true }
    ) {}
    const can = traits.product === 'PostgreSQL'
    afterAll(() => (can ? db.schema.drop([Sales, Plain]) : undefined))

    test.skipIf(can)('is unsupported', async () => {
      for (const action of ['create', 'createIfMissing', 'drop'] as const) {
        await expectFailure(() => db.schema[action]([Sales]), {
          code: 'UNSUPPORTED',
          table: 'sales',
          names: 'materialized'
        })
      }
      await expectFailure(() => Sales.refresh(), { code: 'UNSUPPORTED', table: 'sales' })
    })

    test.runIf(can)('keeps its rows until it is refreshed', async () => {
      await db.schema.create([Sales, Plain])
      await db.schema.createIfMissing([Sales, Plain])
      const words = async () => (await Sales.find(3))?.words
      expect(await words()).toBe(40)
      const letter = await Letter.create({ personId: 3, words: 2, price: '1.00' })
      expect(await words()).toBe(40)
      await Sales.refresh()
      expect(await words()).toBe(42)
      await letter.delete()
      await Sales.refresh({ concurrently: true })
      expect(await words()).toBe(40)
      const indexes = await db.sql`select indexname from pg_indexes where tablename = 'sales'
        order by 1`.rows()
      expect(indexes.map(row => row['indexname'])).toEqual([
        'sales_person_id_unique',
        'sales_words_index'
      ])
      await expectFailure(() => fromOutside<typeof Person>(Sales).create({ name: '' }), {
        code: 'READ_ONLY'
      })
    })

    test.runIf(can)('takes part in a transaction', async () => {
      const outcome = db.transaction(async tx => {
        await Letter.create({ personId: 3, words: 5, price: '1.00' })
        await Sales.using(tx).refresh()
        expect((await Sales.find(3))?.words).toBe(45)
        throw new Error('back')
      })
      await expect(outcome).rejects.toThrow('back')
      expect((await Sales.find(3))?.words).toBe(40)
    })

    test.runIf(can)('refreshed beside readers wants a unique index', async () => {
      await expectFailure(() => Plain.refresh({ concurrently: true }), {
        code: 'INVALID_MODEL',
        names: 'unique'
      })
    })

    test('what is not is not refreshed', async () => {
      await expectFailure(() => Totals.refresh(), { code: 'INVALID_MODEL', names: 'materialized' })
      await expectFailure(() => Sales.refresh(fromOutside({ concurrently: canary })), {
        code: 'INVALID_QUERY',
        names: 'concurrently'
      })
    })
  })
})

describe('the definition of a view', () => {
  const columns = { id: t.int() }
  test.each<[string, () => unknown, string]>([
    ['no name', () => Model.view('', columns), 'name'],
    ['no columns', () => Model.view('v', {}), 'columns'],
    ['text', () => Model.view('v', columns, { as: fromOutside(canary) }), 'no SQL'],
    ['no column', () => Model.view('v', columns, { primaryKey: fromOutside('x') }), 'primaryKey'],
    ['indexes', () => Model.view('v', columns, { indexes: [['id']] }), 'materialized']
  ])('with %s is refused', (_, define, names) => {
    expect(define).toThrow(VersaError)
    try {
      define()
    } catch (error) {
      expect(error).toMatchObject({ code: 'INVALID_MODEL' })
      expect(String(error)).toContain(names)
      expect(String(error)).not.toContain(canary)
    }
  })
})

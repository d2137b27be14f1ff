import { type Database, Model, sql, t, VersaError } from 'versa-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'

class Line extends Model.table('lines', {
  id: t.id(),
  price: t.int(),
  quantity: t.int().default(1),
  total: t.int().generated(sql`price * ${sql.id('quantity')}`),
  note: t.text().nullable()
}) {}

class Counted extends Model.table('counted', {
  id: t.bigint().identity(),
  label: t.text()
}) {}

class Numbered extends Model.table('numbered', {
  id: t.int({ bits: 32 }).identity('always'),
  label: t.text()
}) {}

class Guarded extends Model.table(
  'guarded',
  {
    id: t.id(),
    age: t.int().check(sql`age >= 0`).check(sql`age < 200`, { name: 'guarded_not_too_old' }),
    low: t.int().default(0),
    high: t.int().default(10),
    mark: t.enum(['a', 'b']).default('a')
  },
  { checks: { guarded_in_order: sql`${sql.id('low')} <= ${sql.id('high')}` } }
) {}

const hostile = 'it\'s \\ a "comment" \\\' */ -- ; $x \\\\ 漢字\nnext line'

class Described extends Model.table(
  'described',
  { id: t.id(), plain: t.text().comment('what it says'), odd: t.int().nullable().comment(hostile) },
  { comment: hostile }
) {}

class Event extends Model.table('events', {
  id: t.uuid({ generate: 'v7' }).primary(),
  token: t.uuid({ generate: 'v4' }),
  at: t.datetime().defaultNow(),
  time: t.time().defaultNow(),
  day: t.date().defaultNow()
}) {}

describeEachDatabase('columns', (open, { traits }) => {
  let db: Database

  beforeAll(async () => {
    db = await open()
  })

  describe('a generated column', () => {
    beforeAll(() => db.schema.create([Line]))

    test('is computed by the database, and read back', async () => {
      const line = await Line.create({ price: 3, quantity: 4 })
      expect(line.total).toBe(12)
      expect((await Line.findOrFail(line.id)).total).toBe(12)
      expect(await Line.where('total', 12).count()).toBe(1)
      const many = await Line.createMany([{ price: 1 }, { price: 2, quantity: 2 }])
      expect(many.map(({ total }) => total)).toEqual([1, 4])
      const made = await Line.upsert({ id: line.id, price: 5, quantity: 2 }, { on: ['id'] })
      expect(made.total).toBe(10)
    })

    test('follows what an instance saves', async () => {
      const line = await Line.create({ price: 3 })
      await line.update({ quantity: 5 })
      expect(line.total).toBe(15)
      line.note = 'nothing it is computed from'
      await line.save()
      expect(line.total).toBe(15)
      const fresh = Line.make({ price: 7 })
      await fresh.save()
      expect(fresh.total).toBe(7)
    })

    test('is written by nobody', async () => {
      const refused = { code: 'INVALID_QUERY', table: 'lines', column: 'total' } as const
      const given = { price: 1, total: 5 } as { price: number }
      await expectFailure(() => Line.create(given), refused)
      await expectFailure(() => Line.createMany([given]), refused)
      await expectFailure(() => Line.upsert({ id: 1, ...given }, { on: ['id'] }), refused)
      await expectFailure(() => Line.where('id', 1).update(given), refused)
      const change = { total: sql`1` } as object
      await expectFailure(() => Line.where('id', 1).update(change), refused)
      const line = await Line.create({ price: 1 })
      line.total = 9
      await expectFailure(() => line.save(), refused)
    })

    test('that is computed when it is read, where the database has it', async () => {
      class Late extends Model.table('late', {
        id: t.id(),
        word: t.varchar(20),
        length: t.int().generated(sql`length(word)`, { stored: false })
      }) {}
      if (traits.virtualColumns) {
        await db.schema.create([Late])
        expect((await Late.create({ word: 'four' })).length).toBe(4)
      } else {
        await expectFailure(() => db.schema.create([Late]), { code: 'UNSUPPORTED', table: 'late' })
      }
    })

    test('is not null unless it says so', async () => {
      class Sum extends Model.table('sums', {
        id: t.id(),
        a: t.int().nullable(),
        next: t.int().generated(sql`a + 1`)
      }) {}
      await db.schema.create([Sum])
      expect((await Sum.create({ a: 1 })).next).toBe(2)
      await expect(Sum.create({})).rejects.toThrow(VersaError)
    })
  })

  describe('an identity column', () => {
    beforeAll(() => db.schema.create([Counted, Numbered]))

    test('counts up, as a bigint too', async () => {
      const created = await Counted.createMany([{ label: 'a' }, { label: 'b' }])
      expect(created.map(({ id }) => id)).toEqual([1n, 2n])
      expect((await Counted.create({ id: 2n ** 60n, label: 'c' })).id).toBe(2n ** 60n)
      expect((await Counted.findOrFail(2n ** 60n)).label).toBe('c')
    })

    test('that is always counted takes no other number', async () => {
      expect((await Numbered.create({ label: 'a' })).id).toBe(1)
      await expectFailure(() => Numbered.create({ id: 7, label: 'b' } as { label: string }), {
        code: 'INVALID_QUERY',
        column: 'id'
      })
    })
  })

  describe('checks', () => {
    beforeAll(() => db.schema.create([Guarded]))

    test('refuse rows, by column and by table', async () => {
      await Guarded.create({ age: 0 })
      for (const row of [{ age: -1 }, { age: 200 }, { age: 1, low: 11 }]) {
        await expectFailure(() => Guarded.create(row), { code: 'CHECK_VIOLATION' })
      }
      await expectFailure(() => Guarded.where('age', 0).update({ age: 200 }), {
        code: 'CHECK_VIOLATION',
        constraint: 'guarded_not_too_old'
      })
    })

    test('and generated columns hold no values', async () => {
      class Bound extends Model.table('bound', {
        id: t.id(),
        age: t.int().check(sql`age >= ${18}`)
      }) {}
      await expectFailure(() => db.schema.create([Bound]), { code: 'INVALID_MODEL' })
    })

    test('of one name are refused', async () => {
      class Twice extends Model.table('twice', {
        id: t.id(),
        age: t.int().check(sql`age > 0`).check(sql`age < 9`)
      }) {}
      await expectFailure(() => db.schema.create([Twice]), {
        code: 'INVALID_MODEL',
        table: 'twice'
      })
    })
  })

  describe('indexes', () => {
    test('of columns, unique, named and in either direction', async () => {
      class Indexed extends Model.table(
        'indexed',
        {
          id: t.id(),
          name: t.varchar(50).index(),
          mail: t.varchar(50).index({ unique: true, name: 'one_mail', order: 'desc' }),
          age: t.int()
        },
        { indexes: [{ columns: [{ column: 'age', order: 'desc' }, 'name'] }, ['age']] }
      ) {}
      await db.schema.create([Indexed])
      await db.schema.createIfMissing([Indexed])
      await Indexed.create({ name: 'a', mail: 'a', age: 1 })
      await Indexed.create({ name: 'a', mail: 'b', age: 1 })
      await expectFailure(() => Indexed.create({ name: 'c', mail: 'a', age: 1 }), {
        code: 'UNIQUE_VIOLATION'
      })
    })

    test('of some rows, where the database has them', async () => {
      class Partial extends Model.table('partial', {
        id: t.id(),
        mail: t.varchar(50).index({ unique: true, where: sql`deleted = 0` }),
        deleted: t.int().default(0)
      }) {}
      if (!traits.partialIndexes) {
        await expectFailure(() => db.schema.create([Partial]), { code: 'UNSUPPORTED' })
        return
      }
      await db.schema.create([Partial])
      await Partial.createMany([{ mail: 'a' }, { mail: 'a', deleted: 1 }])
      await expectFailure(() => Partial.create({ mail: 'a' }), { code: 'UNIQUE_VIOLATION' })
    })

    test('of expressions, where the database has them', async () => {
      class Lower extends Model.table(
        'lowered',
        { id: t.id(), mail: t.varchar(50) },
        { indexes: [{ name: 'lower_mail', columns: [sql`lower(mail)`], unique: true }] }
      ) {}
      class Nameless extends Model.table(
        'nameless',
        { id: t.id(), mail: t.varchar(50) },
        { indexes: [{ columns: [sql`lower(mail)`] }] }
      ) {}
      await expectFailure(() => db.schema.create([Nameless]), { code: 'INVALID_MODEL' })
      if (!traits.expressionIndexes) {
        await expectFailure(() => db.schema.create([Lower]), { code: 'UNSUPPORTED' })
        return
      }
      await db.schema.create([Lower])
      await Lower.create({ mail: 'a' })
      await expectFailure(() => Lower.create({ mail: 'A' }), { code: 'UNIQUE_VIOLATION' })
    })
  })

  test('a collation decides what is the same text', async () => {
    const name = traits.caseInsensitive
    class Cased extends Model.table('cased', {
      id: t.id(),
      word: t.varchar(20).collation(name ?? 'C'),
      other: t.varchar(20)
    }) {}
    await db.schema.create([Cased])
    await Cased.create({ word: 'Ada', other: 'Ada' })
    expect(await Cased.where('word', 'aDA').count()).toBe(name === undefined ? 0 : 1)
    expect(await Cased.where('other', 'aDA').count()).toBe(0)
    class Wrong extends Model.table('wrong', {
      id: t.id(),
      word: t.varchar(20).collation('no "such` one')
    }) {}
    await expect(db.schema.create([Wrong])).rejects.toThrow(VersaError)
  })

  test('comments are kept as they are, whatever the mode of the session', async () => {
    await db.schema.create([Described])
    expect(await traits.hasComment(db, 'described', 'odd', hostile)).toBe(true)
    await db.schema.drop([Described])
    await db.transaction(async () => {
      if (traits.backslashMode) {
        await db.sql`set sql_mode = concat(@@sql_mode, ',NO_BACKSLASH_ESCAPES')`.execute()
      }
      await db.schema.create([Described])
      expect(await traits.hasComment(db, 'described', 'odd', hostile)).toBe(true)
      if (traits.backslashMode) {
        await db.sql`set sql_mode = replace(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')`.execute()
      }
    })
    await Described.create({ plain: 'x' })
  })

  test('UUIDs are made where none is given, and clocks are read in UTC', async () => {
    await db.schema.create([Event])
    const before = Date.now()
    const events = await Event.createMany(Array.from({ length: 100 }, () => ({})))
    const ids = events.map(({ id }) => id)
    expect(ids.every(id => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/.test(id))).toBe(true)
    expect([...ids].sort()).toEqual(ids)
    expect(new Set(events.map(({ token }) => token)).size).toBe(100)
    expect(events[0]?.token).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/)
    const own = '018F4A3C-7B1E-7CC2-9A6F-0123456789AB'
    expect((await Event.create({ id: own })).id).toBe(own.toLowerCase())

    const [first] = events
    const event = await Event.findOrFail(first?.id ?? '')
    const at = Date.parse(`${event.at}Z`)
    const slack = 5_000
    expect(at).toBeGreaterThan(before - slack)
    expect(at).toBeLessThan(Date.now() + slack)
    expect(event.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d*[1-9])?$/)
    expect(event.time).toMatch(/^\d\d:\d\d:\d\d(\.\d*[1-9])?$/)
    expect(await Event.where({ id: event.id, at: event.at, time: event.time }).count()).toBe(1)
    expect(event.at.startsWith(event.day)).toBe(true)
  })

  test('long texts are limited where no type limits them', async () => {
    class Long extends Model.table('long_texts', { id: t.id(), text: t.varchar(20_000) }) {}
    await db.schema.create([Long])
    const text = '漢'.repeat(20_000)
    expect((await Long.create({ text })).text).toBe(text)
    const longer = db.sql`insert into long_texts (text) values (${`${text}x`})`
    await expect(longer.execute()).rejects.toThrow(VersaError)
  })
})

describe('definitions that contradict themselves', () => {
  const refused: Record<string, () => unknown> = {
    'a varchar without a length': () => t.varchar(undefined as unknown as number),
    'a length of none': () => t.varchar(0),
    'bits of no type': () => t.int({ bits: 8 as 16 }),
    'an unknown mode': () => t.bigint({ mode: 'string' as 'number' }),
    'more digits than a number has': () => t.decimal(16, 2, { mode: 'number' }),
    'an unknown version': () => t.uuid({ generate: 'v1' as 'v4' }),
    'a check that is a string': () => t.int().check('age > 0' as never),
    'a generated column that is a string': () => t.int().generated('a + 1' as never),
    'a generated column with a default': () => t.int().default(1).generated(sql`a`),
    'a default of a generated column': () => t.int().generated(sql`a`).default(1),
    'an identity of text': () => (t.text() as never as ReturnType<typeof t.int>).identity(),
    'an unknown identity': () => t.int().identity('never' as 'always'),
    'a collation of a number': () => (t.int() as never as ReturnType<typeof t.text>).collation('C'),
    'a comment that is no text': () => t.int().comment(5 as never),
    'an order that is none': () => Model.table('x', { a: t.int().index({ order: 'up' as 'asc' }) }),
    'a where that is no SQL': () => Model.table('x', { a: t.int().index({ where: 'a' as never }) }),
    'a check of a table that is no SQL': () =>
      Model.table('x', { a: t.int() }, { checks: { a: 'a > 0' as never } })
  }

  test.each(Object.entries(refused))('%s', (_, define) => {
    let thrown: unknown
    try {
      define()
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(VersaError)
    expect(thrown).toMatchObject({ code: 'INVALID_MODEL', hint: expect.any(String) })
  })
})

import { type Database, Model, type Query, sql, t } from 'versa-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import {
  measurements,
  meeting,
  randomCondition,
  randomNumbers,
  truthOf
} from './support/three-valued.js'

class Row extends Model.table('measurements', {
  id: t.id(),
  a: t.int().nullable(),
  b: t.int().nullable(),
  label: t.text().nullable(),
  done: t.boolean().nullable()
}) {}

type RowQuery = Query<typeof Row>

const rows = measurements()

/** How many random conditions each database is asked; `VERSA_TEST_SEED` asks others. */
const conditions = 250
const firstSeed = Number(process.env['VERSA_TEST_SEED'] ?? 1)

describeEachDatabase('filters', open => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Row])
    await Row.createMany(rows)
  })

  const idsOf = async (query: RowQuery) => (await query.orderBy('id').all()).map(row => row.id)
  const idsWhere = (holds: (row: (typeof rows)[number]) => boolean | null) =>
    rows.filter(row => holds(row) === true).map(row => row.id)

  test(`${conditions} random conditions mean what SQL says`, async () => {
    for (let seed = firstSeed; seed < firstSeed + conditions; seed += 1) {
      const condition = randomCondition(randomNumbers(seed), 3)
      const found = await idsOf(meeting(Row.query(), condition))
      const told = `VERSA_TEST_SEED=${seed}: ${JSON.stringify(condition)}`
      expect(found, told).toEqual(idsWhere(row => truthOf(condition, row)))
    }
  })

  test('an update and a delete meet the same rows as a select', async () => {
    for (let seed = firstSeed; seed < firstSeed + 40; seed += 1) {
      const condition = randomCondition(randomNumbers(seed), 2)
      const expected = idsWhere(row => truthOf(condition, row)).length
      const undone = new Error('undone')
      const written = db.transaction(async () => {
        expect(await meeting(Row.query(), condition).update({ label: 'changed' })).toBe(expected)
        expect(await Row.where('label', 'changed').delete()).toBe(expected)
        throw undone
      })
      await expect(written, JSON.stringify(condition)).rejects.toBe(undone)
    }
    expect(await Row.query().count()).toBe(rows.length)
  })

  describe('forms of where', () => {
    test('a column and a value', async () => {
      expect(await idsOf(Row.where('a', 2))).toEqual(idsWhere(row => row.a === 2))
    })

    test('null means is null, and its negation is not null', async () => {
      const missing = idsWhere(row => row.a === null)
      const present = idsWhere(row => row.a !== null)
      expect(await idsOf(Row.where('a', null))).toEqual(missing)
      expect(await idsOf(Row.where('a', '=', null))).toEqual(missing)
      expect(await idsOf(Row.where({ a: null }))).toEqual(missing)
      expect(await idsOf(Row.where('a', '!=', null))).toEqual(present)
      expect(await idsOf(Row.whereNot('a', null))).toEqual(present)
    })

    test('an object is a condition of all its entries', async () => {
      const expected = idsWhere(row => row.a === 1 && row.done === true)
      expect(await idsOf(Row.where({ a: 1, done: true }))).toEqual(expected)
    })

    test('an object with a list means in', async () => {
      const expected = idsWhere(row => row.a === 1 || row.a === 2)
      expect(await idsOf(Row.where('a', 'in', [1, 2]))).toEqual(expected)
      expect(await idsOf(Row.whereNot('a', 'not in', [1, 2]))).toEqual(expected)
    })

    test('a fragment with bound values', async () => {
      const low = -1
      const query = Row.where(sql`${sql.id('a')} + ${sql.id('b')} > ${low}`)
      const expected = idsWhere(row => row.a !== null && row.b !== null && row.a + row.b > low)
      expect(await idsOf(query)).toEqual(expected)
      expect(await idsOf(query.where('done', true))).toEqual(
        expected.filter(id => rows[id - 1]?.done === true)
      )
    })

    test('a fragment with or keeps to itself', async () => {
      const query = Row.where('done', true).where(sql`a = ${1} or a = ${2}`)
      expect(await idsOf(query)).toEqual(
        idsWhere(row => row.done === true && (row.a === 1 || row.a === 2))
      )
    })

    test('orWhere in each of its forms', async () => {
      const expected = idsWhere(row => row.a === 1 || row.b === 2)
      expect(await idsOf(Row.where('a', 1).orWhere('b', 2))).toEqual(expected)
      expect(await idsOf(Row.where('a', 1).orWhere('b', '=', 2))).toEqual(expected)
      expect(await idsOf(Row.where('a', 1).orWhere({ b: 2 }))).toEqual(expected)
      expect(await idsOf(Row.where('a', 1).orWhere(q => q.where('b', 2)))).toEqual(expected)
      expect(await idsOf(Row.where('a', 1).orWhere(sql`b = ${2}`))).toEqual(expected)
    })

    test('a nested condition is bracketed', async () => {
      const query = Row.where('done', true).where(q => q.where('a', 1).orWhere('b', 2))
      expect(await idsOf(query)).toEqual(
        idsWhere(row => row.done === true && (row.a === 1 || row.b === 2))
      )
    })

    test('an empty nested condition changes nothing', async () => {
      expect(await idsOf(Row.where('a', 1).where(q => q))).toEqual(idsWhere(row => row.a === 1))
    })

    test('a query is not changed by those made from it', async () => {
      const base = Row.where('done', true)
      const narrow = base.where('a', 1)
      expect(await idsOf(base)).toEqual(idsWhere(row => row.done))
      expect(await idsOf(narrow)).toEqual(idsWhere(row => row.done === true && row.a === 1))
    })
  })

  describe('text', () => {
    test('equality and like tell upper from lower case', async () => {
      expect(await idsOf(Row.where('label', 'x'))).toEqual(idsWhere(row => row.label === 'x'))
      expect(await idsOf(Row.where('label', 'like', 'x%'))).toEqual(
        idsWhere(row => row.label?.startsWith('x') ?? null)
      )
      expect(await idsOf(Row.where('label', 'not like', 'x%'))).toEqual(
        idsWhere(row => row.label !== null && !row.label.startsWith('x'))
      )
    })

    test('ilike does not', async () => {
      expect(await idsOf(Row.where('label', 'ilike', 'x%'))).toEqual(
        idsWhere(row => row.label?.toLowerCase().startsWith('x') ?? null)
      )
      expect(await idsOf(Row.where('label', 'not ilike', 'X%'))).toEqual(
        idsWhere(row => row.label !== null && !row.label.toLowerCase().startsWith('x'))
      )
    })

    test('the wildcards of like are % and _, and a backslash escapes them', async () => {
      expect(await idsOf(Row.where('label', 'like', 'x_'))).toEqual(
        idsWhere(row => row.label?.startsWith('x') === true && row.label.length === 2)
      )
      expect(await idsOf(Row.where('label', 'like', 'x\\_'))).toEqual(
        idsWhere(row => row.label === 'x_')
      )
      expect(await idsOf(Row.where('label', 'ilike', 'X\\%'))).toEqual(
        idsWhere(row => row.label === 'x%')
      )
    })
  })

  describe('lists and subqueries', () => {
    test('a list of one, of many, of none', async () => {
      // Nearly as many as MySQL takes parameters; more than SQLite does.
      const many = Array.from({ length: 60_000 }, (_, index) => index - 30_000)
      expect(await idsOf(Row.whereIn('a', [1]))).toEqual(idsWhere(row => row.a === 1))
      expect(await idsOf(Row.whereIn('a', many))).toEqual(idsWhere(row => row.a !== null))
      expect(await idsOf(Row.whereIn('a', []))).toEqual([])
      expect(await idsOf(Row.whereNotIn('a', []))).toEqual(rows.map(row => row.id))
    })

    test('whereIn with a query', async () => {
      const inner = Row.where('done', true).whereNotNull('b').select('b')
      const values = rows.filter(row => row.done === true).map(row => row.b)
      expect(await idsOf(Row.whereIn('a', inner))).toEqual(
        idsWhere(row => row.a !== null && values.includes(row.a))
      )
      expect(await idsOf(Row.whereNotIn('a', inner))).toEqual(
        idsWhere(row => row.a !== null && !values.includes(row.a))
      )
    })

    test('whereExists and its negation', async () => {
      const some = Row.where('a', 3)
      const none = Row.where('a', 99)
      expect(await Row.whereExists(some).count()).toBe(rows.length)
      expect(await Row.whereExists(none).count()).toBe(0)
      expect(await Row.whereNotExists(none).count()).toBe(rows.length)
      expect(await Row.where('a', 1).whereNotExists(some).count()).toBe(0)
    })

    test('parameters of subqueries keep their places', async () => {
      const query = Row.where('b', 1)
        .whereIn('a', Row.where('b', 2).select('a'))
        .where('done', true)
        .whereExists(Row.where('label', 'x'))
        .where('id', '>', 3)
      const values = rows.filter(row => row.b === 2).map(row => row.a)
      expect(await idsOf(query)).toEqual(
        idsWhere(
          row => row.b === 1 && values.includes(row.a) && row.a !== null && row.done && row.id > 3
        )
      )
    })
  })
})

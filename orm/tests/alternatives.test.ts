import { type Database, Model, type Query, sql, t } from 'versa-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'

class Reading extends Model.table('readings', {
  id: t.int().primary(),
  low: t.int().nullable(),
  high: t.int().nullable(),
  word: t.text({ length: 20 }).nullable()
}) {}

class Mark extends Model.table('marks', { id: t.id(), readingId: t.int().column('reading_id') }) {}

type Row = { id: number; low: number | null; high: number | null; word: string | null }
type Readings = Query<typeof Reading>

/** What a condition says of a row: nothing where null is compared. */
type Truth = boolean | null

const rows: Row[] = Array.from({ length: 24 }, (_, at) => ({
  id: at + 1,
  low: at % 4 === 3 ? null : at % 5,
  high: at % 6 === 5 ? null : 2 + (at % 3),
  word: at % 7 === 6 ? null : (['pear', 'plum', 'fig'][at % 3] ?? null)
}))
const marked = [2, 3, 5, 7, 11, 13, 17, 19, 23]

const of = <V>(value: V | null, holds: (value: V) => boolean): Truth =>
  value === null ? null : holds(value)
const not = (truth: Truth): Truth => (truth === null ? null : !truth)
const or = (one: Truth, other: Truth): Truth =>
  one === true || other === true ? true : one === null || other === null ? null : false
const and = (one: Truth, other: Truth): Truth => not(or(not(one), not(other)))

const first = (row: Row): Truth => of(row.low, low => low === 4)
const hasMark = (row: Row): Truth => marked.includes(row.id)
const marks = () => Mark.query().whereColumn('readingId', '=', 'readings.id')
const columns = (row: Row): Truth => of(row.low, low => of(row.high, high => low >= high) ?? false)
const lowHigh = (row: Row): Truth => (row.low === null || row.high === null ? null : columns(row))

/** Each way to go on after a condition: as `and`, or as `or`; and what it adds. */
const cases: readonly (readonly [
  name: string,
  go: (query: Readings) => Readings,
  joined: 'and' | 'or',
  holds: (row: Row) => Truth
])[] = [
  ['orWhereNot', q => q.orWhereNot('high', 3), 'or', row => not(of(row.high, v => v === 3))],
  [
    'orWhereNot, brackets',
    q => q.orWhereNot(inner => inner.where('high', 3).where('word', 'fig')),
    'or',
    row =>
      not(
        and(
          of(row.high, v => v === 3),
          of(row.word, v => v === 'fig')
        )
      )
  ],
  [
    'whereNot, an object',
    q => q.whereNot({ high: 3, word: 'fig' }),
    'and',
    row =>
      not(
        and(
          of(row.high, v => v === 3),
          of(row.word, v => v === 'fig')
        )
      )
  ],
  ['orWhereIn', q => q.orWhereIn('high', [2, 4]), 'or', row => of(row.high, v => v !== 3)],
  ['orWhereNotIn', q => q.orWhereNotIn('high', [2]), 'or', row => of(row.high, v => v !== 2)],
  ['orWhereIn, nothing', q => q.orWhereIn('high', []), 'or', () => false],
  ['orWhereNotIn, nothing', q => q.orWhereNotIn('high', []), 'or', () => true],
  ['orWhereNull', q => q.orWhereNull('word'), 'or', row => row.word === null],
  ['orWhereNotNull', q => q.orWhereNotNull('word'), 'or', row => row.word !== null],
  [
    'orWhereBetween',
    q => q.orWhereBetween('high', 3, 4),
    'or',
    row => of(row.high, v => v >= 3 && v <= 4)
  ],
  [
    'orWhereNotBetween',
    q => q.orWhereNotBetween('high', 3, 4),
    'or',
    row => of(row.high, v => v < 3 || v > 4)
  ],
  ['orWhereColumn', q => q.orWhereColumn('low', '>=', 'high'), 'or', lowHigh],
  ['orWhereExists', q => q.orWhereExists(marks()), 'or', hasMark],
  ['orWhereNotExists', q => q.orWhereNotExists(marks()), 'or', row => not(hasMark(row))],
  ['whereNotExists', q => q.whereNotExists(marks()), 'and', row => not(hasMark(row))],
  [
    'a fragment as the value',
    q => q.where('low', '<', sql`${sql.id('high')} - ${1}`),
    'and',
    row => (row.high === null ? null : of(row.low, low => low < (row.high ?? 0) - 1))
  ],
  [
    'a fragment as the value, or',
    q => q.orWhere('low', '!=', sql`${sql.id('high')}`),
    'or',
    row => (row.high === null ? null : of(row.low, low => low !== row.high))
  ]
]

describeEachDatabase('conditions that go on', open => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Reading, Mark])
    await Reading.createMany(rows)
    await Mark.createMany(marked.map(readingId => ({ readingId })))
  })

  describe.each(cases)('%s', (_, go, joined, holds) => {
    const join = joined === 'and' ? and : or
    const found = (query: Readings) => query.orderBy('id').pluck('id')
    const idsOf = (truth: (row: Row) => Truth) =>
      rows.filter(row => truth(row) === true).map(({ id }) => id)

    test('behind a condition', async () => {
      const expected = idsOf(row => join(first(row), holds(row)))
      expect(await found(go(Reading.where('low', 4)))).toEqual(expected)
    })

    test('within brackets that are negated', async () => {
      const expected = idsOf(row => not(join(first(row), holds(row))))
      const query = Reading.query().whereNot(inner => go(inner.where('low', 4)))
      expect(await found(query)).toEqual(expected)
    })
  })
})

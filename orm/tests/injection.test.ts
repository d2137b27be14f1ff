import { type Database, Model, sql, t } from 'versa-orm'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { failureOf, fromOutside } from './support/failures.js'
import { hostileObjects, hostileStrings } from './support/hostile.js'

class Victim extends Model.table('victims', {
  id: t.id(),
  name: t.text(),
  secret: t.text().default('secret'),
  json: t.json<unknown>().nullable()
}) {}

const typedErrors =
  /^(UNKNOWN_COLUMN|UNKNOWN_TABLE|UNKNOWN_RELATION|INVALID_IDENTIFIER|INVALID_QUERY|INVALID_VALUE)$/

describeEachDatabase('injection', (open, { traits }) => {
  let db: Database

  beforeAll(async () => {
    db = await open({ maxConnections: 2 })
    await db.schema.create([Victim])
  })
  beforeEach(async () => {
    await Victim.query().allRows().delete()
    await Victim.create({ name: 'kept' })
  })
  afterEach(async () => {
    expect(await Victim.where('name', 'kept').where('secret', 'secret').count()).toBe(1)
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(fromOutside<{ polluted?: unknown }>({}).polluted).toBeUndefined()
  })

  /** An action is refused with a typed error, whose message is no place to inject into either. */
  const refused = async (action: () => unknown) => {
    const error = await failureOf(action)
    expect(error.code).toMatch(typedErrors)
  }

  describe.each(hostileStrings)('%j as', text => {
    const storable = traits.nulInText || !text.includes('\0')

    test('a value comes back unchanged, or is refused as a whole', async () => {
      const creates = [
        () => Victim.create({ name: text }),
        () => Victim.createMany([{ name: text }, { name: text }]),
        () => db.table('victims').insert({ name: text, secret: text }),
        () => db.sql`insert into victims (name, secret) values (${text}, ${text})`.execute(),
        () => Victim.upsert({ id: 7_000_000, name: text }, { on: ['id'] })
      ]
      for (const create of creates) {
        if (storable) await create()
        else await refused(create)
      }
      if (!storable) return expect(await Victim.query().count()).toBe(1)
      const found = await Victim.where('name', text).all()
      expect(found.map(victim => victim.name)).toEqual(Array(6).fill(text))
      expect(await Victim.where({ name: text }).count()).toBe(6)
      expect(await Victim.whereIn('name', [text, 'none']).count()).toBe(6)
      expect(await Victim.where(sql`name = ${text}`).count()).toBe(6)
      expect(await Victim.where(sql.in(sql.id('name'), [text])).count()).toBe(6)
      expect(await Victim.whereBetween('name', text, text).count()).toBe(6)
      expect(await Victim.where('name', text).update({ secret: text })).toBe(6)
      expect((await Victim.where('secret', text).first())?.secret).toBe(text)
      expect(await Victim.where('name', text).delete()).toBe(6)
    })

    test('a pattern matches itself at most', async () => {
      const escaped = text.replace(/[\\%_]/g, '\\$&')
      if (!storable) return refused(() => Victim.where('name', 'like', escaped).all())
      await Victim.create({ name: text })
      const found = await Victim.where('name', 'like', escaped).all()
      expect(found.map(victim => victim.name)).toEqual([text])
    })

    test('a document comes back unchanged', async () => {
      const json = { [text === '__proto__' ? '_proto_' : text]: [text, { text }] }
      // PostgreSQL's jsonb cannot hold the character U+0000.
      if (!storable) return refused(() => Victim.create({ name: 'x', json }))
      const { id } = await Victim.create({ name: 'x', json })
      expect((await Victim.findOrFail(id)).json).toEqual(json)
    })

    test('the name of a column is unknown', async () => {
      const column = fromOutside<'name'>(text)
      await refused(() => Victim.where(column, 'x').all())
      await refused(() => Victim.where(fromOutside({ [text]: 'x' })).all())
      await refused(() => Victim.orderBy(column).all())
      await refused(() => Victim.query().select(column).rows())
      await refused(() => Victim.query().select('id').groupBy(column).rows())
      await refused(() => Victim.query().max(column))
      await refused(() => Victim.whereIn(column, ['x']).all())
      await refused(() => Victim.where('id', 1).update(fromOutside({ [column]: 'x' })))
      await refused(() => Victim.upsert({ name: 'x' }, { on: [column] }))
      await refused(() => Victim.create(fromOutside({ name: 'x', [text]: 'x' })))
      await refused(() => Victim.with(fromOutside<Record<never, true>>({ [text]: true })).all())
    })

    test('the name of a column without a model is quoted', async () => {
      // PostgreSQL has a column of the table's own name in every table: the whole row.
      if (text === 'victims') return expect(await db.table(text).exists()).toBe(true)
      const victims = db.table('victims')
      await refused(() => victims.where(text, 'x').rows())
      await refused(() => victims.orderBy(text).rows())
      await refused(() => victims.select(text).rows())
      await refused(() => victims.insert({ name: 'x', [text]: 'x' }))
      await refused(() => victims.where('id', 1).update({ [text]: 'x' }))
      await refused(() => db.sql`select ${sql.id(text)} from victims`.rows())
    })

    test('the name of a table is quoted', async () => {
      if (text === 'victims') return expect(await db.table(text).count()).toBe(1)
      await refused(() => db.table(text).rows())
      await refused(() => db.table(text).insert({ a: 1 }))
      await refused(() => db.sql`select 1 from ${sql.id(text)}`.rows())
    })

    test('an alias is quoted, or refused', async () => {
      const query = Victim.query().select({ [text]: 'name' })
      const acceptable = text !== '' && !text.includes('\0') && Buffer.byteLength(text) <= 63
      if (!acceptable) return refused(() => query.rows())
      const [row] = await query.rows()
      expect(Object.entries(row ?? {})).toEqual([[text, 'kept']])
      expect(Object.getPrototypeOf(row)).toBe(Object.prototype)
    })

    test('an operator or a direction is refused', async () => {
      await refused(() => Victim.where('name', fromOutside<'='>(text), 'x').all())
      await refused(() => Victim.whereColumn('name', fromOutside<'='>(text), 'secret').all())
      await refused(() => Victim.orderBy('name', fromOutside<'asc'>(text)).all())
      const nulls = fromOutside<'first'>(text)
      await refused(() => Victim.orderBy('name', 'asc', { nulls }).all())
      await refused(() => Victim.query().limit(fromOutside<number>(text)).all())
    })
  })

  describe.each(hostileObjects.map(value => [JSON.stringify(value), value]))(
    '%s as',
    (_, value) => {
      test('a value in a filter is refused', async () => {
        const text = fromOutside<string>(value)
        await refused(() => Victim.where('name', text).all())
        await refused(() => Victim.where({ name: text }).all())
        await refused(() => Victim.where('name', '=', text).delete())
        await refused(() => Victim.whereIn('name', [text]).all())
        await refused(() => Victim.find(fromOutside<number>(value)))
        await refused(() => db.table('victims').where('name', value).delete())
        await refused(() =>
          db.sql`select * from victims where name = ${fromOutside<string>(value)}`.rows()
        )
      })

      test('a whole filter is refused or finds nothing it was not asked for', async () => {
        await refused(() => Victim.where(fromOutside(value)).delete())
        await refused(() => Victim.orderBy(fromOutside<'name'>(value)).all())
      })

      test('a document is data and nothing else', async () => {
        const { id } = await Victim.create({ name: 'x', json: value })
        const read = (await Victim.findOrFail(id)).json
        // Entries, because `__proto__` is an own key here; sorted, because databases sort keys.
        const entries = (data: unknown) => Object.entries(Object(data)).sort()
        expect(entries(read)).toEqual(entries(value))
      })
    }
  )
})

import { connect, type Database, Model, t } from 'versa-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'
import { runProgram } from './support/programs.js'

class City extends Model.table('cities', { id: t.id(), name: t.text() }) {}

describe('the default database', () => {
  const opened: Database[] = []
  const memory = async (): Promise<Database> => {
    const db = await connect('sqlite::memory:')
    opened.push(db)
    return db
  }
  afterEach(async () => {
    for (const db of opened.splice(0)) await db.close()
  })

  test('is the first that was opened', async () => {
    const first = await memory()
    const second = await memory()
    await first.schema.create([City])
    await second.schema.create([City])
    await City.create({ name: 'first' })
    expect(await City.using(first).query().count()).toBe(1)
    expect(await City.using(second).query().count()).toBe(0)
  })

  test('is the next one when that is closed', async () => {
    const first = await memory()
    const second = await memory()
    await second.schema.create([City])
    await first.close()
    await City.create({ name: 'second' })
    expect(await City.using(second).query().count()).toBe(1)
  })

  test('none is open', async () => {
    await expectFailure(() => City.query().all(), { code: 'INVALID_MODEL', names: /connect/ })
    await expectFailure(() => City.create({ name: 'x' }), { code: 'INVALID_MODEL' })
    await expectFailure(() => City.make({ name: 'x' }).save(), { code: 'INVALID_MODEL' })
  })

  test('another can be chosen, and its instances stay with it', async () => {
    const first = await memory()
    const second = await memory()
    await first.schema.create([City])
    await second.schema.create([City])
    const SecondCity = City.using(second)
    const city = await SecondCity.create({ name: 'Lyon' })
    expect(city).toBeInstanceOf(City)
    city.name = 'Nice'
    await city.save()
    expect((await SecondCity.findOrFail(city.id)).name).toBe('Nice')
    expect(await City.query().count()).toBe(0)
    await city.delete()
    expect(await SecondCity.query().count()).toBe(0)
  })

  test('a transaction of one does not take in the other', async () => {
    const first = await memory()
    const second = await memory()
    await first.schema.create([City])
    await second.schema.create([City])
    const run = first.transaction(async () => {
      await City.create({ name: 'undone' })
      await City.using(second).create({ name: 'kept' })
      throw new Error('undone')
    })
    await expect(run).rejects.toThrow('undone')
    expect(await City.query().count()).toBe(0)
    expect(await City.using(second).query().count()).toBe(1)
  })
})

describeEachDatabase('a connection', (open, database) => {
  test('says what it is connected to', async () => {
    const db = await open()
    expect(db.product).toBe(database.traits.product)
    expect(db.version).toMatch(/^\d+\.\d+/)
  })

  test('can be closed twice, and refuses work afterwards', async () => {
    const db = await open()
    await db.schema.createIfMissing([City])
    await Promise.all([db.close(), db.close()])
    await db.close()
    const closed = { code: 'CONNECTION_CLOSED' } as const
    await expectFailure(() => City.using(db).query().all(), closed)
    await expectFailure(() => City.using(db).create({ name: 'x' }), closed)
    await expectFailure(() => db.sql`select 1`.rows(), closed)
    await expectFailure(() => db.table('cities').count(), closed)
    await expectFailure(() => db.transaction(async () => {}), closed)
    await expectFailure(() => db.schema.create([City]), closed)
    await expectFailure(async () => {
      for await (const city of City.using(db).query().stream()) expect(city).toBeUndefined()
    }, closed)
  })

  test('closing waits for what is running', async () => {
    const db = await open()
    await db.schema.createIfMissing([City])
    const created = City.using(db).create({ name: 'in flight' })
    await db.close()
    expect((await created).name).toBe('in flight')
  })

  test('is closed by await using, also when the block throws', async () => {
    const escaped: Database[] = []
    const block = async () => {
      await using db = await connect(database.url())
      escaped.push(db)
      throw new Error('mine')
    }
    await expect(block()).rejects.toThrow('mine')
    for (const db of escaped) {
      await expectFailure(() => db.sql`select 1`.rows(), { code: 'CONNECTION_CLOSED' })
    }
    expect(escaped).toHaveLength(1)
  })

  test('many statements at the same time', async () => {
    const db = await open({ maxConnections: 3 })
    const numbers = Array.from({ length: 200 }, (_, index) => index)
    const rows = await Promise.all(
      numbers.map(number => db.sql`select ${number} + 0 as answer`.first<{ answer: number }>())
    )
    expect(rows.map(row => Number(row?.answer))).toEqual(numbers)
  })
})

describeEachDatabase('a process', (_, database) => {
  test.each([
    ['with an open connection', ''],
    ['with work in flight', 'db.sql`select 1 as one`.rows().catch(() => {})'],
    ['with a stream that was left', 'await db.sql`select 1 as one`.rows()\nCity.query().stream()'],
    ['with an open transaction', 'db.transaction(() => new Promise(() => {})).catch(() => {})'],
    ['after process.exit with work in flight', 'db.sql`select 1`.rows()\nprocess.exit(0)']
  ])('ends by itself %s', async (_name, last) => {
    const program = `
      import { connect, Model, t } from 'versa-orm'
      class City extends Model.table('cities', { id: t.id(), name: t.text() }) {}
      const db = await connect(process.argv.at(-1))
      await db.schema.createIfMissing([City])
      console.log('ready', City.name)
      ${last}`
    const outcome = await runProgram(program, [database.url()])
    expect(outcome).toEqual({ code: 0, signal: null, stdout: 'ready City\n', stderr: '' })
  })
})

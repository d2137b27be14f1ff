import { columnsOf, connect, type Database, Model, type ModelColumn, sql, t } from 'versa-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure, fromOutside } from './support/failures.js'

class Everything extends Model.table('everything', {
  id: t.id(),
  text: t.text(),
  bounded: t.text({ length: 90 }),
  varchar: t.varchar(80),
  int: t.int(),
  small: t.int({ bits: 16 }),
  bigint: t.bigint(),
  safe: t.bigint({ mode: 'number' }),
  float: t.float(),
  decimal: t.decimal(),
  price: t.decimal(8, 2),
  whole: t.decimal(6),
  rate: t.decimal(5, 4, { mode: 'number' }),
  boolean: t.boolean(),
  date: t.date(),
  time: t.time(),
  datetime: t.datetime(),
  timestamp: t.timestamp(),
  json: t.json<{ a: number }>(),
  bytes: t.bytes(),
  uuid: t.uuid(),
  enum: t.enum(['a', 'b'])
}) {}

/** A column that is required, and nothing else. */
const usual = {
  nullable: false,
  optional: false,
  generated: false,
  hasDefault: false,
  primaryKey: false,
  unique: false,
  fillable: true,
  hidden: false
}

/** The column of a property. */
function columnOf(columns: readonly ModelColumn[], property: string): ModelColumn {
  const column = columns.find(found => found.property === property)
  if (column === undefined) throw new Error(`there is no column ${property}`)
  return column
}

/** The properties of the columns that have a flag. */
function having(columns: readonly ModelColumn[], flag: keyof typeof usual): string[] {
  return columns.filter(column => column[flag]).map(({ property }) => property)
}

test('each type is named, with its sizes and what its values are', () => {
  const plain = (property: string, type: string, valueType: string, sizes = {}) => ({
    ...usual,
    property,
    name: property,
    type,
    valueType,
    ...sizes
  })
  const [id, ...others] = columnsOf(Everything)
  expect(id).toEqual({
    ...plain('id', 'int', 'number', { bits: 64 }),
    optional: true,
    hasDefault: true,
    primaryKey: true,
    unique: true
  })
  expect(others).toEqual([
    plain('text', 'text', 'string'),
    plain('bounded', 'varchar', 'string', { length: 90 }),
    plain('varchar', 'varchar', 'string', { length: 80 }),
    plain('int', 'int', 'number', { bits: 64 }),
    plain('small', 'int', 'number', { bits: 16 }),
    plain('bigint', 'bigint', 'bigint', { bits: 64 }),
    plain('safe', 'int', 'number', { bits: 64 }),
    plain('float', 'float', 'number'),
    plain('decimal', 'decimal', 'string', { precision: 38, scale: 10 }),
    plain('price', 'decimal', 'string', { precision: 8, scale: 2 }),
    plain('whole', 'decimal', 'string', { precision: 6, scale: 0 }),
    plain('rate', 'decimal', 'number', { precision: 5, scale: 4 }),
    plain('boolean', 'boolean', 'boolean'),
    plain('date', 'date', 'string'),
    plain('time', 'time', 'string'),
    plain('datetime', 'datetime', 'string'),
    plain('timestamp', 'timestamp', 'Date'),
    plain('json', 'json', 'unknown'),
    plain('bytes', 'bytes', 'Uint8Array'),
    plain('uuid', 'uuid', 'string'),
    plain('enum', 'enum', 'string', { values: ['a', 'b'] })
  ])
})

describe('a default', () => {
  const columns = columnsOf(
    class extends Model.table('defaults', {
      text: t.text().default('x'),
      number: t.int().default(0),
      big: t.bigint().default(5n),
      flag: t.boolean().default(false),
      nothing: t.int().nullable().default(null),
      made: t.text().default(() => 'made'),
      uuid: t.uuid({ generate: 'v7' }),
      now: t.timestamp().defaultNow(),
      fixed: t.timestamp().default(new Date(0)),
      list: t.json<string[]>().default([])
    }) {}
  )

  test('may be left out of an insert', () => {
    expect(having(columns, 'optional')).toHaveLength(10)
    expect(having(columns, 'hasDefault')).toHaveLength(10)
  })

  test('is told where it is one value, and not an object of the model', () => {
    const told = columns.filter(column => 'default' in column)
    expect(told.map(column => [column.property, column.default])).toEqual([
      ['text', 'x'],
      ['number', 0],
      ['big', 5n],
      ['flag', false],
      ['nothing', null]
    ])
  })
})

describe('keys', () => {
  class Pair extends Model.table(
    'pairs',
    {
      left: t.int(),
      right: t.int().unique(),
      code: t.text(),
      slug: t.text().index({ unique: true }),
      some: t.text().index({ unique: true, where: sql`some <> ''` }),
      both: t.text(),
      plain: t.text().index()
    },
    { primaryKey: ['left', 'right'], uniques: [['code'], ['both', 'plain']] }
  ) {}

  test('of several columns are no column by itself', () => {
    expect(having(columnsOf(Pair), 'primaryKey')).toEqual(['left', 'right'])
    expect(having(columnsOf(Pair), 'unique')).toEqual(['right', 'code', 'slug'])
  })

  test('of other tables are named with their column and schema', () => {
    class Child extends Model.table(
      'children',
      {
        plain: t.int().references('parents'),
        other: t.text().references('countries', { column: 'code', onDelete: 'cascade' }),
        far: t.int().references('parents', { schema: 'audit', onUpdate: 'set null' })
      },
      { schema: 'family' }
    ) {}
    expect(columnsOf(Child).map(({ references }) => references)).toEqual([
      { table: 'parents', column: 'id', schema: 'family' },
      { table: 'countries', column: 'code', schema: 'family', onDelete: 'cascade' },
      { table: 'parents', column: 'id', schema: 'audit', onUpdate: 'set null' }
    ])
    expect(columnsOf(Pair)[0]).not.toHaveProperty('references')
  })
})

describe('what instances do', () => {
  const columns = {
    id: t.id(),
    madeBy: t.text().column('made_by').comment('who made it'),
    token: t.text(),
    twice: t.int().generated(sql`id * 2`)
  }
  class Open extends Model.table('open', columns) {}
  class Listed extends Model.table('listed', columns, {
    fillable: ['madeBy'],
    hidden: ['token'],
    timestamps: { createdAt: 'bornAt' },
    version: 'edition',
    softDelete: { column: 'removed_at' }
  }) {}
  class Guarded extends Model.table('guarded', columns, { guarded: ['id'], visible: ['id'] }) {}

  test('options add columns, behind the others', () => {
    const names = columnsOf(Listed).map(({ property, name }) => [property, name])
    expect(names.slice(4)).toEqual([
      ['deletedAt', 'removed_at'],
      ['bornAt', 'born_at'],
      ['updatedAt', 'updated_at'],
      ['edition', 'edition']
    ])
    expect(columnOf(columnsOf(Listed), 'edition')).toMatchObject({ generated: true, default: 1 })
  })

  test('what the database computes is generated, and never filled', () => {
    expect(having(columnsOf(Open), 'generated')).toEqual(['twice'])
    expect(having(columnsOf(Open), 'fillable')).toEqual(['id', 'madeBy', 'token'])
    expect(having(columnsOf(Guarded), 'fillable')).toEqual(['madeBy', 'token'])
  })

  test('what may be filled is what the model says, unless it is unguarded', () => {
    expect(having(columnsOf(Listed), 'fillable')).toEqual(['madeBy'])
    const all = ['id', 'madeBy', 'token', 'deletedAt', 'bornAt', 'updatedAt']
    expect(having(columnsOf(Listed.unguarded()), 'fillable')).toEqual(all)
  })

  test('what is hidden is what JSON leaves out', () => {
    expect(having(columnsOf(Open), 'hidden')).toEqual([])
    expect(having(columnsOf(Listed), 'hidden')).toEqual(['token'])
    expect(having(columnsOf(Guarded), 'hidden')).toEqual(['madeBy', 'token', 'twice'])
  })

  test('a column that has its own name in the database has both, and its comment', () => {
    const madeBy = { property: 'madeBy', name: 'made_by', comment: 'who made it' }
    expect(columnOf(columnsOf(Open), 'madeBy')).toMatchObject(madeBy)
  })

  test('an identity that takes no other number is generated', () => {
    const ids = { id: t.bigint().identity('always') }
    const [id] = columnsOf(class extends Model.table('identities', ids) {})
    expect(id).toMatchObject({ generated: true, optional: true, primaryKey: true, fillable: false })
  })
})

describe('of which classes', () => {
  class Animal extends Model.table(
    'animals',
    { id: t.id(), kind: t.varchar(20).discriminator(), name: t.text() },
    { globalScopes: { named: q => q.where('name', '!=', '') } }
  ) {
    static kinds = () => ({ dog: Dog })
  }
  class Dog extends Animal {}

  test('one of several in a table has the columns of all; the discriminator is optional', () => {
    expect(columnsOf(Dog)).toEqual(columnsOf(Animal))
    expect(columnOf(columnsOf(Dog), 'kind')).toMatchObject({ optional: true, hasDefault: true })
  })

  test('a view has the columns that it was told, which nobody writes', () => {
    class Named extends Model.view(
      'named',
      { id: t.int(), name: t.text().nullable(), size: t.int().default(3) },
      { as: () => Animal.select('id', 'name'), primaryKey: 'id' }
    ) {}
    const columns = columnsOf(Named)
    const all = ['id', 'name', 'size']
    expect(having(columns, 'generated')).toEqual(all)
    expect(having(columns, 'optional')).toEqual(all)
    expect(having(columns, 'fillable')).toEqual([])
    expect(having(columns, 'nullable')).toEqual(['name'])
    expect(having(columns, 'primaryKey')).toEqual(['id'])
  })

  test('one that is bound to a database has the same', async () => {
    await using db = await connect('sqlite::memory:')
    expect(columnsOf(Animal.using(db))).toEqual(columnsOf(Animal))
  })

  test.each([
    ['undefined', undefined],
    ['null', null],
    ['another class', Map],
    ['the class that models extend', Model],
    ['an alias', Animal.as('a')],
    ['a query', Animal.where('id', 1)],
    ['an instance', new Animal()]
  ])('not of %s', async (_, value) => {
    const columns = () => columnsOf(fromOutside<typeof Animal>(value))
    await expectFailure(columns, { code: 'INVALID_MODEL', names: /columnsOf.*no model/ })
  })
})

test('who got the columns cannot change the model by them', () => {
  const change = (columns: readonly ModelColumn[]) => {
    const { values } = columnOf(columns, 'enum')
    fromOutside<string[]>(values).push('c')
    fromOutside<{ nullable: boolean }[]>(columns).forEach(column => {
      column.nullable = true
    })
  }
  change(columnsOf(Everything))
  expect(columnOf(columnsOf(Everything), 'enum')).toMatchObject({
    values: ['a', 'b'],
    nullable: false
  })
})

describeEachDatabase('columns as data', open => {
  class Ticket extends Model.table(
    'tickets',
    {
      id: t.bigint().identity(),
      code: t.uuid({ generate: 'v4' }),
      holder: t.varchar(80),
      seat: t.int().nullable(),
      price: t.decimal(8, 2).default('0.00'),
      state: t.enum(['held', 'paid']),
      soldAt: t.timestamp().defaultNow().column('sold_at')
    },
    { timestamps: true, version: true }
  ) {}
  const values: Readonly<Record<string, unknown>> = { holder: 'Ada', state: 'held' }
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Ticket])
  })

  const required = columnsOf(Ticket).filter(({ optional }) => !optional)

  test('an insert needs what is not optional, and no more', async () => {
    expect(required.map(({ property }) => property)).toEqual(Object.keys(values))
    await Ticket.create(fromOutside(values))
    for (const { property } of required) {
      const { [property]: _, ...rest } = values
      const create = () => Ticket.create(fromOutside(rest))
      await expectFailure(create, { code: 'NOT_NULL_VIOLATION', column: property })
    }
  })

  test('values are of the types that are named', async () => {
    const ticket: Readonly<Record<string, unknown>> = { ...(await Ticket.firstOrFail()) }
    for (const { property, valueType, nullable } of columnsOf(Ticket)) {
      const value = ticket[property]
      if (nullable && value === null) continue
      expect(value instanceof Date ? 'Date' : typeof value, property).toBe(valueType)
    }
  })

  test('names are those that the database has', async () => {
    const [row] = await db.table('tickets').rows()
    expect(Object.keys(row ?? {})).toEqual(columnsOf(Ticket).map(({ name }) => name))
  })
})

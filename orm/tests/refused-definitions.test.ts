import {
  belongsTo,
  belongsToMany,
  connect,
  type Database,
  hasMany,
  Model,
  morphTo,
  t
} from 'versa-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectFailure, fromOutside } from './support/failures.js'

// A definition is refused before anything is sent: one database shows it for all.

describe('definitions that are refused', () => {
  let db: Database
  beforeAll(async () => {
    db = await connect('sqlite::memory:')
  })
  afterAll(() => db.close())

  const parent = { id: t.id(), name: t.text() }
  class Owner extends Model.table('owners', parent) {}
  class Keyless extends Model.table('keyless', { name: t.text() }) {}
  class Pair extends Model.table(
    'pairs',
    { left: t.int(), right: t.int() },
    { primaryKey: ['left', 'right'] }
  ) {}

  test.each<[what: string, define: () => unknown, names: RegExp]>([
    ['references without a table', () => t.int().references(''), /references.*no table/],
    [
      'references with an unknown change',
      () => t.int().references('owners', { onDelete: fromOutside('explode') }),
      /onDelete.*cascade/
    ],
    ['a column without a name', () => t.int().column(''), /column.*no name/],
    [
      'a relation to no function',
      () => hasMany(fromOutside<() => typeof Owner>(Owner.name), 'id'),
      /no function/
    ],
    [
      'the latest of those that are all loaded',
      () => fromOutside<{ latestOfMany(): void }>(hasMany(() => Owner, 'id')).latestOfMany(),
      /latestOfMany/
    ]
  ])('at once: %s', async (_, define, names) => {
    await expectFailure(define, { code: 'INVALID_MODEL', names })
  })

  test('something that is no model cannot be created', async () => {
    const names = /no model/
    await expectFailure(() => db.schema.create(fromOutside([class User {}])), {
      code: 'INVALID_MODEL',
      names
    })
  })

  test('a relation that has the name of a column', async () => {
    class Child extends Model.table('children', { id: t.id(), owner: t.int() }) {
      // A name that a column has, too: the compiler does not compare the two.
      static owner = belongsTo(() => Owner, 'owner')
    }
    await expectFailure(() => Child.with({ owner: true }).all(), {
      code: 'INVALID_MODEL',
      names: /Child\.owner.*rename/
    })
  })

  test('a relation that leads to no model', async () => {
    class Child extends Model.table('children', { id: t.id(), ownerId: t.int() }) {
      static owner = belongsTo(() => fromOutside<typeof Owner>(undefined), 'ownerId')
    }
    await expectFailure(() => Child.with({ owner: true }).all(), {
      code: 'INVALID_MODEL',
      names: /Child\.owner.*model.*circular/
    })
  })

  test('a relation by a column that is none', async () => {
    class Child extends Model.table('children', { id: t.id(), ownerId: t.int() }) {
      static owner = belongsTo(() => Owner, fromOutside<'ownerId'>('ownerld'))
    }
    await expectFailure(() => Child.with({ owner: true }).all(), {
      code: 'INVALID_MODEL',
      names: /"ownerld".*children.*ownerId/
    })
  })

  test('a relation to a table without a primary key', async () => {
    class Child extends Model.table('children', { id: t.id(), ownerId: t.int() }) {
      static owner = belongsTo(() => Keyless, 'ownerId')
    }
    await expectFailure(() => Child.with({ owner: true }).all(), {
      code: 'INVALID_MODEL',
      names: /keyless.*none/
    })
  })

  test('a polymorphic relation to a key of two columns', async () => {
    class Child extends Model.table('children', {
      id: t.id(),
      kind: t.text(),
      ownerId: t.int()
    }) {
      static owner = morphTo(() => ({ pair: Pair }), { type: 'kind', id: 'ownerId' })
    }
    await expectFailure(() => Child.with({ owner: true }).all(), {
      code: 'INVALID_MODEL',
      names: /pairs.*one column/
    })
  })

  test('data of pairs whose table has no model', async () => {
    class Child extends Model.table('children', { id: t.id() }) {
      static owners = belongsToMany(() => Owner, {
        through: 'child_owners',
        foreignKey: 'child_id',
        relatedKey: 'owner_id',
        pivot: fromOutside<never>(['since'])
      })
    }
    await expectFailure(() => Child.with({ owners: true }).all(), {
      code: 'INVALID_MODEL',
      names: /pivot.*model/
    })
  })

  test('a table without a primary key has no rows to find or to save', async () => {
    await db.schema.create([Keyless])
    await Keyless.create({ name: 'kept' })
    const refused = { code: 'INVALID_MODEL', table: 'keyless', names: /primary key/ } as const
    await expectFailure(() => Keyless.find(fromOutside(1)), refused)
    const row = await Keyless.firstOrFail()
    row.name = 'changed'
    await expectFailure(() => row.save(), refused)
    expect(await Keyless.pluck('name')).toEqual(['kept'])
  })
})

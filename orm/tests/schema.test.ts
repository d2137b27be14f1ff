import { type Database, hasMany, Model, t } from 'versa-orm'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { blogModels, Post, PostTag, User } from './support/blog.js'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'

class Employee extends Model.table('employees', {
  id: t.id(),
  managerId: t.int().nullable().references('employees', { onDelete: 'set null' })
}) {}

/** Two tables that refer to each other. */
class Team extends Model.table('teams', {
  id: t.id(),
  captainId: t.int().nullable().references('players').column('captain_id')
}) {}
class Player extends Model.table('players', {
  id: t.id(),
  teamId: t.int().nullable().references('teams', { onDelete: 'cascade' }).column('team_id')
}) {}

class Defaults extends Model.table('defaults', {
  id: t.id(),
  text: t.text().default('it\'s \\ "quoted" 漢字'),
  int: t.int().default(-5),
  big: t.bigint().default(2n ** 62n),
  float: t.float().default(0.1),
  decimal: t.decimal(10, 3).default('-1.500'),
  yes: t.boolean().default(true),
  no: t.boolean().default(false),
  date: t.date().default('2024-02-29'),
  timestamp: t.timestamp().default(new Date('2024-02-29T12:34:56.789Z')),
  json: t.json<unknown>().default({ a: ["it's"] }),
  role: t.enum(['a', 'b']).default('b'),
  uuid: t.uuid().default(() => crypto.randomUUID()),
  none: t.text().nullable()
}) {}

class Coordinate extends Model.table(
  'coordinates',
  { x: t.int(), y: t.int(), z: t.int().nullable(), label: t.text({ length: 20 }) },
  { primaryKey: ['x', 'y'], uniques: [['label', 'z']], indexes: [['z']] }
) {}

describeEachDatabase('schema', (open, { traits, url }) => {
  let db: Database

  beforeAll(async () => {
    db = await open()
  })

  describe('creates and drops', () => {
    test('in dependency order, whatever the order of the list', async () => {
      await db.schema.create([...blogModels].reverse())
      const user = await User.create({ email: 'a', name: 'a' })
      await Post.create({ userId: user.id, title: 'x' })
      await db.schema.drop(blogModels)
      await expectFailure(() => User.query().all(), { code: 'UNKNOWN_TABLE', table: 'users' })
      await expectFailure(() => PostTag.query().all(), { code: 'UNKNOWN_TABLE' })
    })

    test('a table that refers to itself', async () => {
      await db.schema.create([Employee])
      const boss = await Employee.create({})
      const other = await Employee.create({ managerId: boss.id })
      await boss.delete()
      expect((await Employee.findOrFail(other.id)).managerId).toBeNull()
      await expectFailure(() => Employee.create({ managerId: 404 }), {
        code: 'FOREIGN_KEY_VIOLATION'
      })
      await db.schema.drop([Employee])
    })

    test('tables that refer to each other', async () => {
      await db.schema.create([Team, Player])
      const team = await Team.create({})
      const player = await Player.create({ teamId: team.id })
      await team.update({ captainId: player.id })
      await expectFailure(() => Team.create({ captainId: 404 }), {
        code: 'FOREIGN_KEY_VIOLATION'
      })
      await expectFailure(() => Player.create({ teamId: 404 }), { code: 'FOREIGN_KEY_VIOLATION' })
      await db.schema.drop([Team, Player])
      await expectFailure(() => Team.query().all(), { code: 'UNKNOWN_TABLE' })
      await db.schema.create([Player, Team])
      await db.schema.drop([Player, Team])
    })

    test('twice is an error, createIfMissing is not and keeps the rows', async () => {
      await db.schema.create([Employee])
      await Employee.create({})
      await expectFailure(() => db.schema.create([Employee]), { code: 'ALREADY_EXISTS' })
      await db.schema.createIfMissing([Employee, Coordinate])
      await db.schema.createIfMissing([Employee, Coordinate])
      expect(await Employee.query().count()).toBe(1)
      expect(await Coordinate.query().count()).toBe(0)
      await db.schema.drop([Employee, Coordinate])
    })

    test('dropping what is not there is no error', async () => {
      await db.schema.drop([Employee])
      await db.schema.drop([Employee])
    })

    test('names of the longest length, with quotes and spaces', async () => {
      const name = `ta"b\`le ${'x'.repeat(55)}`
      class Odd extends Model.table(
        name,
        {
          id: t.id(),
          value: t
            .text({ length: 10 })
            .unique()
            .column(`co"l\`umn ${'y'.repeat(53)}`)
        },
        { indexes: [['value', 'id']] }
      ) {}
      await db.schema.create([Odd])
      await Odd.create({ value: 'v' })
      expect((await Odd.where('value', 'v').firstOrFail()).id).toBe(1)
      await expectFailure(() => Odd.create({ value: 'v' }), { code: 'UNIQUE_VIOLATION' })
      await db.schema.drop([Odd])
    })

    test('a table in a schema that is named', async () => {
      const schema = traits.schema ?? new URL(url()).pathname.slice(1)
      class Parent extends Model.table('placed', { id: t.id(), a: t.text() }, { schema }) {
        static children = hasMany(() => Child, 'parentId')
      }
      class Child extends Model.table(
        'placed_children',
        { id: t.id(), parentId: t.int().column('parent_id') },
        { schema, indexes: [['parentId']] }
      ) {}
      await db.schema.create([Parent, Child])
      const { id } = await Parent.create({ a: 'x' })
      await Child.create({ parentId: id })
      expect((await Parent.with({ children: true }).findOrFail(id)).children).toHaveLength(1)
      const joined = Parent.query().join(Child, 'placed.id', 'placed_children.parentId')
      expect(await joined.where('placed.a', 'x').select('placed_children.id').rows()).toEqual([
        { id: 1 }
      ])
      expect(await db.table(`${schema}.placed`).where('a', 'x').count()).toBe(1)
      expect(await Parent.where('a', 'x').update({ a: 'y' })).toBe(1)
      expect(await Parent.where('a', 'y').delete()).toBe(1)
      await db.schema.drop([Parent, Child])
    })

    test('names that no database keeps are refused', async () => {
      class Long extends Model.table('x'.repeat(64), { id: t.id() }) {}
      await expectFailure(() => db.schema.create([Long]), { code: 'INVALID_IDENTIFIER' })
    })
  })

  describe('columns', () => {
    beforeAll(() => db.schema.create([Defaults, Coordinate]))
    afterEach(() => Coordinate.query().allRows().delete())

    const expected = {
      text: 'it\'s \\ "quoted" 漢字',
      int: -5,
      big: 2n ** 62n,
      float: 0.1,
      decimal: '-1.500',
      yes: true,
      no: false,
      date: '2024-02-29',
      timestamp: new Date('2024-02-29T12:34:56.789Z'),
      json: { a: ["it's"] },
      role: 'b',
      none: null
    }

    test('defaults of every type', async () => {
      const created = await Defaults.create({})
      expect(created).toMatchObject(expected)
      expect(created.uuid).toMatch(/^[0-9a-f-]{36}$/)
      expect(await Defaults.findOrFail(created.id)).toEqual(created)
    })

    test('static defaults are in the database too', async () => {
      await db.table('defaults').insert({ uuid: crypto.randomUUID() })
      expect(await Defaults.orderBy('id', 'desc').firstOrFail()).toMatchObject(expected)
    })

    test('a document that is a default is not shared between instances', async () => {
      const one = await Defaults.create({})
      const two = Defaults.make({})
      Object.assign(one.json ?? {}, { changed: true })
      await two.save()
      expect((await Defaults.findOrFail(two.id)).json).toEqual({ a: ["it's"] })
    })

    test('a primary key of several columns', async () => {
      await Coordinate.createMany([
        { x: 1, y: 1, label: 'a' },
        { x: 1, y: 2, label: 'b' }
      ])
      await expectFailure(() => Coordinate.create({ x: 1, y: 2, label: 'c' }), {
        code: 'UNIQUE_VIOLATION'
      })
      const point = await Coordinate.where({ x: 1, y: 2 }).firstOrFail()
      await point.update({ label: 'changed' })
      expect((await Coordinate.where({ x: 1, y: 1 }).firstOrFail()).label).toBe('a')
      await point.delete()
      expect(await Coordinate.query().count()).toBe(1)
    })

    test('find by a key of several columns', async () => {
      await Coordinate.create({ x: 3, y: 4, label: 'a' })
      expect((await Coordinate.find({ x: 3, y: 4 }))?.label).toBe('a')
      expect(await Coordinate.find({ x: 4, y: 3 })).toBeNull()
    })

    test('a unique pair takes nulls more than once', async () => {
      await Coordinate.create({ x: 1, y: 1, label: 'a', z: 1 })
      await expectFailure(() => Coordinate.create({ x: 2, y: 1, label: 'a', z: 1 }), {
        code: 'UNIQUE_VIOLATION'
      })
      await Coordinate.create({ x: 3, y: 1, label: 'a' })
      await Coordinate.create({ x: 4, y: 1, label: 'a' })
      expect(await Coordinate.query().count()).toBe(3)
    })
  })
})

import { mkdtempSync, rmSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  belongsTo,
  belongsToMany,
  connect,
  count,
  type Database,
  hasMany,
  hasManyThrough,
  Model,
  sql,
  t
} from 'versa-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase, temporaryFolder } from './support/databases.js'
import { canary, expectFailure, fromOutside } from './support/failures.js'

describeEachDatabase('several schemas', (open, { traits, url }) => {
  const attached = mkdtempSync(path.join(tmpdir(), 'versa-test-'))
  const isFile = traits.product === 'SQLite'
  const isDatabase = traits.product === 'MariaDB'
  const mark = Math.random().toString(36).slice(2, 10)
  // On servers of MySQL's kind a schema is a database, and has to be told from those of others.
  const audit = isDatabase ? `versa_test_audit_${mark}` : 'audit'
  const odd = isDatabase ? `versa_test_o"d\`d ${mark}` : 'o"d`d 漢字'
  const own = () => traits.schema ?? new URL(url()).pathname.slice(1)
  let db: Database

  beforeAll(async () => {
    const file = (name: string) => path.join(attached, name).replaceAll("'", "''")
    db = await open({
      initStatements: isFile
        ? [
            `attach '${traits.shared ? file('audit.db') : ':memory:'}' as audit`,
            `attach '${traits.shared ? file('odd.db') : ':memory:'}' as "o""d\`d 漢字"`
          ]
        : []
    })
    if (isFile) return
    await db.schema.createSchema(audit)
    await db.schema.createSchema(odd)
  })
  afterAll(async () => {
    if (!isFile) {
      await db.schema.dropSchema(audit)
      await db.schema.dropSchema(odd)
    }
    rmSync(attached, { recursive: true, force: true })
  })

  /** The same table in two schemas, and one that refers to it. */
  const define = () => {
    class User extends Model.table('users', {
      id: t.id(),
      name: t.varchar(40).unique(),
      age: t.int().nullable()
    }) {
      static logs = hasMany(() => Log, 'userId')
      static notes = hasManyThrough(() => Note, {
        through: () => Log,
        foreignKey: 'userId',
        relatedKey: 'logId'
      })
      static shadows = belongsToMany(() => Shadow, {
        through: `${audit}.users_shadows`,
        foreignKey: 'user_id',
        relatedKey: 'shadow_id'
      })
    }
    class Shadow extends Model.table(
      'users',
      {
        id: t.id(),
        name: t.varchar(40).unique(),
        seenAt: t.timestamp().defaultNow().column('seen_at'),
        price: t.decimal(10, 2).nullable()
      },
      { schema: audit, indexes: [['seenAt']] }
    ) {
      static original = belongsTo(() => User, 'name', 'name')
      static logs = hasMany(() => Log, 'shadowId')
    }
    class Log extends Model.table(
      'logs',
      {
        id: t.id(),
        userId: t.int().column('user_id'),
        shadowId: t.int().nullable().references('users').column('shadow_id'),
        text: t.text()
      },
      { schema: audit }
    ) {
      static user = belongsTo(() => User, 'userId')
      static shadow = belongsTo(() => Shadow, 'shadowId')
      static notes = hasMany(() => Note, 'logId')
    }
    class Note extends Model.table(
      'no"t`es',
      { id: t.id(), logId: t.int().column('log_id'), text: t.text() },
      { schema: odd }
    ) {}
    class UserShadow extends Model.table(
      'users_shadows',
      { userId: t.int().column('user_id'), shadowId: t.int().column('shadow_id') },
      { schema: audit, primaryKey: ['userId', 'shadowId'] }
    ) {}
    return { User, Shadow, Log, Note, UserShadow, models: [Note, Log, Shadow, User, UserShadow] }
  }
  const { User, Shadow, Log, Note, models } = define()

  beforeAll(async () => {
    await db.schema.create(models)
    await User.createMany([{ name: 'Ada', age: 36 }, { name: 'Ben' }])
    await Shadow.createMany([
      { name: 'Ben', price: '1.50' },
      { name: 'Ada', price: null },
      { name: 'Nobody', price: '2.25' }
    ])
    await Log.createMany([
      { userId: 1, shadowId: 2, text: 'a1' },
      { userId: 1, shadowId: 2, text: 'a2' },
      { userId: 2, shadowId: null, text: 'b' }
    ])
    await Note.createMany([
      { logId: 1, text: 'n1' },
      { logId: 3, text: 'n2' }
    ])
    const [ada] = await User.orderBy('id').all()
    await ada?.related('shadows').attach([2, 3])
  })

  test('hold tables of the same name, whose shapes are told apart', async () => {
    expect(await User.orderBy('id').pluck('name')).toEqual(['Ada', 'Ben'])
    expect(await Shadow.orderBy('id').pluck('name')).toEqual(['Ben', 'Ada', 'Nobody'])
    expect((await User.find(1))?.name).toBe('Ada')
    expect((await Shadow.find(1))?.name).toBe('Ben')
    const all = await Promise.all([User.find(2), Shadow.find(2), User.find(1), Shadow.find(3)])
    expect(all.map(row => row?.name)).toEqual(['Ben', 'Ada', 'Ada', 'Nobody'])
  })

  test('creating twice is an error, createIfMissing is not', async () => {
    await expectFailure(() => db.schema.create([Shadow]), { code: 'ALREADY_EXISTS' })
    await db.schema.createIfMissing(models)
    await db.schema.createIfMissing([...models].reverse())
    expect(await Shadow.count()).toBe(3)
  })

  test('write: create, upsert, update, save, delete, constraints', async () => {
    const moment = new Date('2020-02-29T12:00:00.123Z')
    const made = await Shadow.create({ name: 'Cleo', seenAt: moment, price: '0.50' })
    expect({ ...made }).toEqual({ id: made.id, name: 'Cleo', seenAt: moment, price: '0.50' })
    expect(await Shadow.findOrFail(made.id)).toEqual(made)
    await expectFailure(() => Shadow.create({ name: 'Cleo' }), { code: 'UNIQUE_VIOLATION' })
    const again = await Shadow.upsert({ name: 'Cleo', price: '0.75' }, { on: ['name'] })
    expect([again.id, again.price, again.seenAt]).toEqual([made.id, '0.75', moment])
    again.price = '0.80'
    await again.save()
    expect(await Shadow.where('name', 'Cleo').update({ price: sql`price + ${1}` })).toBe(1)
    expect(Number((await Shadow.findOrFail(made.id)).price)).toBe(1.8)
    const many = await Shadow.createMany([{ name: 'x' }, { name: 'y', price: '9.00' }])
    expect(many.map(({ name, price }) => [name, price])).toEqual([
      ['x', null],
      ['y', '9.00']
    ])
    await again.delete()
    expect(await Shadow.whereIn('name', ['x', 'y', 'Cleo']).delete()).toBe(2)
    await expectFailure(() => Log.create({ userId: 1, shadowId: 404, text: '' }), {
      code: 'FOREIGN_KEY_VIOLATION'
    })
  })

  test('an insert tells what it wrote, whichever table of the name it was', async () => {
    class Main extends Model.table('echoes', {
      id: t.id(),
      a: t.int().default(1),
      b: t.text().nullable()
    }) {}
    class Other extends Model.table(
      'echoes',
      { b: t.int(), id: t.text().primary(), a: t.bigint().default(7n) },
      { schema: audit }
    ) {}
    await db.schema.create([Main, Other])
    for (let round = 1; round < 4; round++) {
      expect({ ...(await Main.create({ b: 'x' })) }).toEqual({ id: round, a: 1, b: 'x' })
      const id = `k${round}`
      expect({ ...(await Other.create({ id, b: 5 })) }).toEqual({ id, a: 7n, b: 5 })
    }
    const rows = Array.from({ length: 70 }, (_, at) => ({ b: `${at}` }))
    const made = await Main.createMany(rows)
    expect(made.map(({ id }) => id)).toEqual(rows.map((_, at) => at + 4))
    const others = await Other.createMany(rows.map(({ b }) => ({ id: `m${b}`, b: Number(b) })))
    expect(others.map(({ b }) => b)).toEqual(rows.map(({ b }) => Number(b)))
    expect([await Main.count(), await Other.count()]).toEqual([73, 73])
    await db.schema.drop([Main, Other])
  })

  test('relations and eager loads go across', async () => {
    const users = await User.with({ logs: { shadow: true, notes: true }, notes: true })
      .orderBy('id')
      .all()
    expect(users.map(({ logs }) => logs.map(({ text }) => text).sort())).toEqual([
      ['a1', 'a2'],
      ['b']
    ])
    expect(users[0]?.logs[0]?.shadow?.name).toBe('Ada')
    expect(users.map(({ notes }) => notes.map(({ text }) => text))).toEqual([['n1'], ['n2']])
    const shadows = await Shadow.with({ original: true, logs: { user: true } })
      .orderBy('id')
      .all()
    expect(shadows.map(({ original }) => original?.id ?? null)).toEqual([2, 1, null])
    const paired = await User.with({ shadows: q => q.orderBy('id') }).findOrFail(1)
    expect(paired.shadows.map(({ name }) => name)).toEqual(['Ada', 'Nobody'])
    await paired.related('shadows').sync([1, 2])
    expect(await paired.related('shadows').orderBy('id').pluck('name')).toEqual(['Ben', 'Ada'])
    await paired.related('shadows').sync([2, 3])
    const log = await paired.related('logs').create({ text: 'new' })
    expect(log.userId).toBe(1)
    await log.delete()
  })

  test('conditions on related rows and numbers of them, though both have one name', async () => {
    expect(await User.whereHas('shadows', q => q.where('name', 'Nobody')).pluck('name')).toEqual([
      'Ada'
    ])
    expect(await Shadow.has('original').orderBy('name').pluck('name')).toEqual(['Ada', 'Ben'])
    expect(await Shadow.doesntHave('original').pluck('name')).toEqual(['Nobody'])
    const counted = await User.withCount('shadows').withCount('logs').orderBy('id').rows()
    expect(counted.map(row => [row.shadowsCount, row.logsCount])).toEqual([
      [2, 2],
      [0, 1]
    ])
    expect(
      await Shadow.whereIn('name', User.where('age', '>', 18).select('name')).pluck('id')
    ).toEqual([2])
    const same = User.query().whereColumn('users.name', 'shadow.name').select('id')
    expect(await Shadow.as('shadow').query().whereExists(same).count()).toBe(2)
  })

  test('a table between that has the name of the target', async () => {
    class Pivot extends Model.table(
      'users',
      { id: t.id(), ownerId: t.int().column('owner_id'), userId: t.int().column('user_id') },
      { schema: odd }
    ) {}
    class Owner extends Model.table('users', { id: t.id(), name: t.varchar(40) }) {
      static shadows = belongsToMany(() => Shadow, {
        through: () => Pivot,
        foreignKey: 'ownerId',
        relatedKey: 'userId',
        pivot: ['id']
      })
      static loose = belongsToMany(() => Shadow, {
        through: `${odd}.users`,
        foreignKey: 'owner_id',
        relatedKey: 'user_id'
      })
    }
    await db.schema.create([Pivot])
    const owner = await Owner.findOrFail(1)
    await owner.related('shadows').attach([1, 3])
    const loaded = await Owner.with({ shadows: true, loose: true }).findOrFail(1)
    expect(loaded.shadows.map(({ name, pivot }) => [name, pivot.id])).toEqual([
      ['Ben', 1],
      ['Nobody', 2]
    ])
    expect(loaded.loose.map(({ name }) => name).sort()).toEqual(['Ben', 'Nobody'])
    expect(await Owner.whereHas('shadows', q => q.where('name', 'Ben')).pluck('id')).toEqual([1])
    expect((await Owner.withCount('loose').findOrFail(1)).looseCount).toBe(2)
    expect(await owner.related('loose').where('name', 'Ben').count()).toBe(1)
    await owner.related('loose').sync([2])
    await owner.related('shadows').toggle([2, 3])
    expect(await owner.related('shadows').pluck('id')).toEqual([3])
    expect(await owner.related('loose').detach()).toBe(1)
    await db.schema.drop([Pivot])
  })

  test('joins, with another name where both have one', async () => {
    const joined = await Log.query()
      .join(User, 'logs.userId', 'users.id')
      .where('users.name', 'Ada')
      .select('logs.text', 'users.age')
      .orderBy('logs.text')
      .rows()
    expect(joined).toEqual([
      { text: 'a1', age: 36 },
      { text: 'a2', age: 36 }
    ])
    const both = await User.query()
      .join(Shadow.as('shadow'), 'users.name', 'shadow.name')
      .orderBy('users.id')
      .select('users.id', { shadow: 'shadow.id', price: 'shadow.price' })
      .rows()
    expect(both).toEqual([
      { id: 1, shadow: 2, price: null },
      { id: 2, shadow: 1, price: '1.50' }
    ])
    const grouped = await Shadow.query()
      .leftJoin(Log, 'users.id', 'logs.shadowId')
      .groupBy('users.name')
      .orderBy('users.name')
      .select('users.name', { logs: count('logs.id') })
      .rows()
    expect(grouped.map(({ logs }) => logs)).toEqual([2, 0, 0])
    await expectFailure(
      () => User.query().join(fromOutside<typeof Log>(Shadow), 'users.id', 'users.id'),
      { code: 'INVALID_QUERY', names: 'another name' }
    )
  })

  test('tables without a model, by a name with a dot or an option', async () => {
    expect(await db.table(`${audit}.users`).where('name', 'Ada').pluck('id')).toEqual([2])
    expect(await db.table('users', { schema: audit }).where('name', 'Ada').pluck('id')).toEqual([2])
    expect(await db.table('users').where('name', 'Ada').pluck('id')).toEqual([1])
    expect(await db.table('users', { schema: own() }).where('name', 'Ada').pluck('id')).toEqual([1])
    expect(await db.table('users', {}).count()).toBe(2)
    const notes = db.table('no"t`es', { schema: odd })
    const [row] = await notes.insertReturning({ log_id: 2, text: 'loose' }, ['id'])
    expect(await notes.where('id', row?.id).update({ text: 'changed' })).toBe(1)
    expect(await notes.where('text', 'changed').delete()).toBe(1)
    const joined = db
      .table('users')
      .join(`${audit}.logs`, 'users.id', `${audit}.logs.user_id`)
      .where(`${audit}.logs.text`, 'b')
    expect(await joined.select('users.name').rows()).toEqual([{ name: 'Ben' }])
    const typed = User.query().join(`${audit}.logs`, 'users.id', `${audit}.logs.user_id`)
    expect(await typed.where('users.id', 2).count()).toBe(1)
    await db.transaction(async tx => {
      expect(await tx.table('users', { schema: audit }).count()).toBe(3)
    })
    for (const bad of ['', 1, null, {}]) {
      await expectFailure(() => db.table('users', fromOutside({ schema: bad })), {
        code: 'INVALID_QUERY',
        names: 'schema'
      })
    }
    await expectFailure(() => db.table('users', fromOutside('audit')), { code: 'INVALID_QUERY' })
  })

  test('a dot in a name is a part of it where the schema stands beside', async () => {
    class Dotted extends Model.table('do.t', { id: t.id(), a: t.int() }, { schema: audit }) {}
    await db.schema.create([Dotted])
    await Dotted.create({ a: 1 })
    expect(await db.table('do.t', { schema: audit }).pluck('a')).toEqual([1])
    expect(await Dotted.where('a', 1).count()).toBe(1)
    await db.schema.drop([Dotted])
  })

  test('streams, transactions and rollbacks', async () => {
    const outcome = db.transaction(async () => {
      await User.where('id', 2).update({ age: 1 })
      await Log.where('text', 'b').update({ text: canary })
      throw new Error('back')
    })
    await expect(outcome).rejects.toThrow('back')
    expect((await User.findOrFail(2)).age).toBeNull()
    const texts: string[] = []
    for await (const { text } of Log.orderBy('id').stream()) texts.push(text)
    expect(texts).toEqual(['a1', 'a2', 'b'])
  })

  test('views', async () => {
    class Seen extends Model.view(
      'users_seen',
      { id: t.int(), price: t.decimal(10, 2) },
      {
        as: () => Shadow.where('price', '>', '1.00').select('id', 'price'),
        primaryKey: 'id',
        schema: audit
      }
    ) {}
    await db.schema.create([Seen])
    await db.schema.createIfMissing([Seen])
    expect(await Seen.orderBy('id').rows()).toEqual([
      { id: 1, price: '1.50' },
      { id: 3, price: '2.25' }
    ])
    await db.schema.drop([Seen])
    await expectFailure(() => Seen.count(), { code: 'UNKNOWN_TABLE' })
    class Across extends Model.view(
      'across',
      { name: t.text() },
      { as: () => Log.query().join(User, 'logs.userId', 'users.id').select('users.name') }
    ) {}
    if (isFile) {
      await expectFailure(() => db.schema.create([Across]), {
        code: 'UNSUPPORTED',
        table: 'across',
        names: 'file'
      })
      return
    }
    await db.schema.create([Across])
    expect(await Across.where('name', 'Ada').count()).toBe(2)
    await db.schema.drop([Across])
  })

  test('foreign keys across schemas', async () => {
    class Child extends Model.table(
      'across_children',
      { id: t.id(), userId: t.int().references('users', { schema: own() }).column('user_id') },
      { schema: audit }
    ) {}
    if (isFile) {
      await expectFailure(() => db.schema.create([Child]), {
        code: 'UNSUPPORTED',
        table: 'across_children',
        names: /another file.*foreign key/
      })
      return
    }
    await db.schema.create([Child])
    await Child.create({ userId: 1 })
    await expectFailure(() => Child.create({ userId: 404 }), { code: 'FOREIGN_KEY_VIOLATION' })
    await db.schema.drop([Child])
    class Parent extends Model.table('zz_parents', { id: t.id() }, { schema: audit }) {}
    class Kid extends Model.table('aa_kids', {
      id: t.id(),
      parentId: t.int().references('zz_parents', { schema: audit, onDelete: 'cascade' })
    }) {}
    await db.schema.create([Kid, Parent])
    const { id } = await Parent.create({})
    await Kid.create({ parentId: id })
    await Parent.where('id', id).delete()
    expect(await Kid.count()).toBe(0)
    await db.schema.drop([Parent, Kid])
  })

  test('are created where they are missing, and dropped with all in them', async () => {
    const name = isDatabase ? `versa_test_ne"w\` ${mark}` : 'ne"w` schema'
    class Inside extends Model.table('inside', { id: t.id() }, { schema: name }) {}
    await expectFailure(() => db.schema.create([Inside]), {
      code: 'UNKNOWN_TABLE',
      names: isFile ? 'attach' : 'createSchema'
    })
    await expectFailure(() => Inside.count(), { code: 'UNKNOWN_TABLE', table: 'inside' })
    if (isFile) {
      for (const action of ['createSchema', 'dropSchema'] as const) {
        await expectFailure(() => db.schema[action](name), { code: 'UNSUPPORTED', names: 'attach' })
      }
      return
    }
    await db.schema.createSchema(name)
    await db.schema.createSchema(name)
    await db.schema.create([Inside])
    await Inside.create({})
    await db.schema.dropSchema(name)
    await db.schema.dropSchema(name)
    await expectFailure(() => Inside.count(), { code: 'UNKNOWN_TABLE' })
  })

  test.each([['', 'INVALID_IDENTIFIER'] as const, [5, 'INVALID_IDENTIFIER'] as const])(
    'the name %j is refused',
    async (name, code) => {
      await expectFailure(() => db.schema.dropSchema(fromOutside(name)), {
        code: isFile && name === '' ? 'UNSUPPORTED' : code
      })
    }
  )
})

describe('an attached file', () => {
  const folder = temporaryFolder()

  test('that was removed is noticed before something is written', async () => {
    const file = path.join(folder(), 'other.db')
    await using db = await connect(`sqlite:${path.join(folder(), 'main.db')}`, {
      initStatements: [`attach '${file}' as other`]
    })
    class Note extends Model.table('notes', { id: t.id(), text: t.text() }, { schema: 'other' }) {}
    const Notes = Note.using(db)
    await db.schema.create([Note])
    await Notes.create({ text: 'kept' })
    await rename(file, `${file}.moved`)
    await sleep(150)
    await expectFailure(() => Notes.create({ text: 'lost' }), { code: 'CONNECTION_LOST' })
  })

  test('is read by readers while the connection that writes is taken', async () => {
    const file = path.join(folder(), 'read.db')
    await using db = await connect(`sqlite:${path.join(folder(), 'main2.db')}`, {
      initStatements: [`attach '${file}' as other`, 'pragma other.journal_mode = wal']
    })
    class Note extends Model.table('notes', { id: t.id(), n: t.int() }, { schema: 'other' }) {}
    const Notes = Note.using(db)
    await db.schema.create([Note])
    await Notes.createMany([{ n: 1 }, { n: 2 }])
    await db.transaction(async () => {
      await Notes.create({ n: 3 })
      expect(await Notes.count()).toBe(3)
      expect(await db.outside(() => Notes.count())).toBe(2)
    })
    expect(await Notes.sum('n')).toBe(6)
  })

  test('with a temporary table of the same name: what is written is what is told', async () => {
    await using db = await connect('sqlite::memory:', { initStatements: ["attach '' as other"] })
    class Note extends Model.table('notes', { id: t.id(), n: t.int().nullable() }) {}
    const Notes = Note.using(db)
    await db.schema.create([Note])
    expect({ ...(await Notes.create({})) }).toEqual({ id: 1, n: null })
    await db.sql`create temp table notes (n text default 'x', id integer primary key)`.execute()
    await db.sql`insert into temp.notes (id) values (41)`.execute()
    await expectFailure(() => Notes.create({}), { code: 'INVALID_VALUE' })
    expect({ ...(await Notes.create({ n: 5 })) }).toEqual({ id: 43, n: 5 })
    expect(await db.sql`select id from main.notes`.rows()).toEqual([{ id: 1 }])
  })
})

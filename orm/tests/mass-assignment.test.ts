import { belongsToMany, type Database, hasMany, Model, sql, t } from 'versa-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { canary, expectFailure, failureOf, fromOutside } from './support/failures.js'
import { hostileObjects, hostileStrings } from './support/hostile.js'

class Member extends Model.table(
  'members',
  {
    id: t.id(),
    email: t.text({ length: 80 }).unique(),
    name: t.text().nullable(),
    role: t.enum(['admin', 'member']).default('member'),
    age: t.int().nullable(),
    settings: t.json<object>().nullable()
  },
  { fillable: ['email', 'name', 'age', 'settings'], timestamps: true, version: true }
) {
  static notes = hasMany(() => Note, 'memberId')
  static groups = belongsToMany(() => Group, {
    through: () => Membership,
    foreignKey: 'memberId',
    relatedKey: 'groupId',
    pivot: ['rank']
  })
}

class Note extends Model.table(
  'notes',
  {
    id: t.id(),
    memberId: t.int().references('members', { onDelete: 'cascade' }),
    body: t.text(),
    pinned: t.boolean().default(false)
  },
  { guarded: ['id', 'memberId', 'pinned'] }
) {}

class Group extends Model.table('groups_of_members', { id: t.id(), label: t.text() }) {}

class Membership extends Model.table(
  'memberships',
  {
    memberId: t.int().references('members', { onDelete: 'cascade' }),
    groupId: t.int().references('groups_of_members', { onDelete: 'cascade' }),
    rank: t.int().default(0),
    owner: t.boolean().default(false)
  },
  { primaryKey: ['memberId', 'groupId'], fillable: ['rank'] }
) {}

/** Says nothing of what values may set. */
class Open extends Model.table('opens', { id: t.id(), label: t.text() }) {}

class AllButNone extends Model.table(
  'all_but_none',
  { id: t.id(), a: t.text() },
  { guarded: [] }
) {}

class Nothing extends Model.table('nothings', { id: t.id(), a: t.text() }, { fillable: [] }) {}

const refused = (column: string) =>
  ({ code: 'MASS_ASSIGNMENT', column, names: /fillable/ }) as const

/** The body of a request. */
const body = (text: string): unknown => JSON.parse(text)

describeEachDatabase('mass assignment', (open, { traits }) => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Member, Note, Group, Membership, Open, AllButNone, Nothing])
  })
  beforeEach(async () => {
    for (const model of [Membership, Note, Member, Group, Open]) {
      await model.query().allRows().delete()
    }
  })

  describe('fill', () => {
    test('sets what is fillable', async () => {
      const member = await Member.make().fill(body('{"email":"a","age":36}')).save()
      expect(await Member.findOrFail(member.id)).toMatchObject({
        email: 'a',
        age: 36,
        role: 'member'
      })
      await member.fill(body('{"name":"Ada"}')).save()
      expect((await Member.findOrFail(member.id)).name).toBe('Ada')
    })

    test('refuses what is not, and sets nothing then', async () => {
      const member = await Member.create({ email: 'a' })
      const before = { ...member }
      for (const column of ['role', 'id', 'createdAt', 'updatedAt', 'version']) {
        const values = body(`{"name":"x","${column}":"${canary}"}`)
        await expectFailure(() => member.fill(values), refused(column))
      }
      expect({ ...member }).toEqual(before)
    })

    test('refuses what is no column, and keys that every object has', async () => {
      const member = Member.make()
      for (const key of ['nope', '__proto__', 'constructor', 'toString', 'save', 'notes', '']) {
        const values = body(`{"name":"x","${key}":{"role":"admin"}}`)
        await expectFailure(() => member.fill(values), { code: 'UNKNOWN_COLUMN' })
      }
      expect({ ...member }).toEqual({})
      expect(member).toBeInstanceOf(Member)
      expect(Reflect.get({}, 'role')).toBeUndefined()
    })

    test('refuses what is no object of values', async () => {
      const bodies = ['null', '5', '"x"', '[]', '[{"name":"x"}]', 'true']
      for (const text of bodies) {
        await expectFailure(() => Member.make().fill(body(text)), { code: 'INVALID_QUERY' })
      }
      class Values {
        name = 'x'
      }
      await expectFailure(() => Member.make().fill(new Values()), { code: 'INVALID_QUERY' })
      const inherited = Object.create({ role: 'admin' })
      await expectFailure(() => Member.make().fill(inherited), { code: 'INVALID_QUERY' })
      await expectFailure(() => Member.make().fill({ name: undefined }), { code: 'INVALID_QUERY' })
    })

    test('checks each value: objects are no operators and no SQL', async () => {
      const wrong: [string, string][] = [
        ['age', '"36"'],
        ['age', '{"$gt":0}'],
        ['age', '[1]'],
        ['email', '{"text":"x"}'],
        ['email', '{"parts":[{"kind":"text","text":"1"}],"key":"","values":[]}'],
        ['name', '5'],
        ['name', `{"${canary}":1}`]
      ]
      for (const [column, value] of wrong) {
        const member = Member.make({ email: 'a' })
        const values = body(`{"${column}":${value}}`)
        await expectFailure(() => member.fill(values), { code: 'INVALID_VALUE', column })
        expect({ ...member }).toEqual({ email: 'a' })
      }
      const none = body('{"email":null}')
      await expectFailure(() => Member.make().fill(none), { code: 'NOT_NULL_VIOLATION' })
      const fragment = { email: sql`'x'` }
      await expectFailure(() => Member.make().fill(fragment), { code: 'INVALID_VALUE' })
      // A document is an object, and stays one.
      const member = await Member.create({ email: 'a' })
      await member.fill(body('{"settings":{"$gt":0,"constructor":1}}')).save()
      const found = await Member.findOrFail(member.id)
      expect(found.settings).toEqual({ $gt: 0, constructor: 1 })
    })

    test('hostile values are refused by their column, or stay text', async () => {
      for (const value of hostileObjects) {
        const member = Member.make({ email: 'a' })
        const failed = await failureOf(() => member.fill({ age: value }))
        expect(failed.code).toMatch(/^(INVALID_VALUE|INVALID_QUERY|NOT_NULL_VIOLATION)$/)
        expect({ ...member }).toEqual({ email: 'a' })
        const whole = await failureOf(() => member.fill({ value, age: value }))
        expect(whole.code).toMatch(/^(UNKNOWN_COLUMN|INVALID_QUERY)$/)
      }
      for (const name of hostileStrings.filter(text => text.isWellFormed())) {
        if (name.includes('\0') && !traits.nulInText) continue
        const member = await Member.make({ email: 'h' }).fill({ name }).save()
        expect((await Member.findOrFail(member.id)).name).toBe(name)
        await member.delete()
        await expectFailure(() => member.fill({ [`${name}!`]: 1 }), { code: 'UNKNOWN_COLUMN' })
      }
    })

    test('a value that changes while it is looked at is looked at once', () => {
      let asked = 0
      const values = {
        get age() {
          asked += 1
          return asked === 1 ? 36 : sql`1`
        }
      }
      expect({ ...Member.make().fill(values) }).toEqual({ age: 36 })
    })

    test('a model that does not say what is fillable refuses everything', async () => {
      const expected = { code: 'MASS_ASSIGNMENT', table: 'opens', names: /fillable/ } as const
      await expectFailure(() => Open.make().fill({ label: 'x' }), expected)
      await expectFailure(() => Open.make().fill({}), expected)
      await expectFailure(() => Open.unguarded().make().fill({ label: 'x' }), expected)
    })

    test('of a model with guarded columns, and with none', async () => {
      const note = Note.make()
      note.fill({ body: 'x' })
      await expectFailure(() => note.fill({ pinned: true }), refused('pinned'))
      expect({ ...note }).toEqual({ body: 'x' })
      expect({ ...AllButNone.make().fill({ id: 5, a: 'x' }) }).toEqual({ id: 5, a: 'x' })
      await expectFailure(() => Nothing.make().fill({ a: 'x' }), refused('a'))
    })
  })

  describe('where it is declared, every object of values is looked at', () => {
    const values = fromOutside<{ email: string }>({ email: 'b', role: 'admin' })

    test('create, createMany, make, upsert, update', async () => {
      const member = await Member.create({ email: 'a', name: 'A' })
      await expectFailure(() => Member.create(values), refused('role'))
      await expectFailure(() => Member.createMany([{ email: 'c' }, values]), refused('role'))
      await expectFailure(() => Member.make(values), refused('role'))
      await expectFailure(() => Member.upsert(values, { on: ['email'] }), refused('role'))
      await expectFailure(() => member.update(values), refused('role'))
      await expectFailure(() => Member.where('id', member.id).update(values), refused('role'))
      expect({ ...member }).toMatchObject({ email: 'a', role: 'member' })
      expect(await Member.query().count()).toBe(1)
      expect(await Member.where('role', 'admin').count()).toBe(0)
    })

    test('writes through relations: the keys are the relation’s', async () => {
      const member = await Member.create({ email: 'a' })
      const note = await member.related('notes').create({ body: 'x' })
      expect(note.memberId).toBe(member.id)
      const notes = member.related('notes')
      const other = fromOutside<{ body: string }>({ body: 'x', memberId: 9 })
      await expectFailure(() => notes.create(other), refused('memberId'))
      await expectFailure(() => notes.createMany([other]), refused('memberId'))
      const group = await Group.create({ label: 'g' })
      const groups = member.related('groups')
      await groups.attach(group, { rank: 3 })
      const data = fromOutside<{ rank: number }>({ owner: true })
      await expectFailure(() => groups.updateExistingPivot(group, data), refused('owner'))
      await groups.detach()
      await expectFailure(() => groups.attach(group, data), refused('owner'))
      await expectFailure(() => groups.sync([group.id], { data }), refused('owner'))
      expect(await Membership.query().count()).toBe(0)
      await groups.create({ label: 'made' }, { rank: 1 })
      expect(await Membership.where('owner', false).count()).toBe(1)
    })

    test('properties are code’s own', async () => {
      const member = Member.make({ email: 'a' })
      member.role = 'admin'
      await member.save()
      member.createdAt = new Date(0)
      await member.save()
      const found = await Member.findOrFail(member.id)
      expect(found).toMatchObject({ role: 'admin', createdAt: new Date(0) })
    })
  })

  describe('around it', () => {
    test('forceFill', async () => {
      const member = Member.make({ email: 'a' }).forceFill({ role: 'admin', name: 'A' })
      await member.save()
      expect((await Member.findOrFail(member.id)).role).toBe('admin')
      const unknown = fromOutside<{ name: string }>({ nope: 1 })
      await expectFailure(() => member.forceFill(unknown), { code: 'UNKNOWN_COLUMN' })
    })

    test('unguarded: of all writes, and of nothing that comes from it', async () => {
      const All = Member.unguarded()
      const admin = await All.create({ email: 'a', role: 'admin', createdAt: new Date(0) })
      expect(admin).toBeInstanceOf(Member)
      expect(admin.constructor).toBe(Member)
      const values = fromOutside<object>({ role: 'member' })
      await expectFailure(() => admin.update(values), refused('role'))
      const found = await All.where('id', admin.id).firstOrFail()
      await expectFailure(() => found.update(values), refused('role'))
      const made = All.make({ email: 'b', role: 'admin' })
      await expectFailure(() => made.update(values), refused('role'))
      await made.save()
      await All.createMany([{ email: 'c', role: 'admin' }])
      await All.upsert({ email: 'd', role: 'admin' }, { on: ['email'] })
      await All.where('email', 'd').update({ role: 'member' })
      expect(await All.where('role', 'admin').count()).toBe(3)
      expect(Member.unguarded()).toBe(All)
      expect(All.unguarded()).toBe(All)
    })

    test('unguarded in a transaction that is used by hand, from either side', async () => {
      await using tx = await db.begin()
      await Member.using(tx).unguarded().create({ email: 'a', role: 'admin' })
      const made = await Member.unguarded().using(tx).create({ email: 'b', role: 'admin' })
      await made.update({ name: 'in the transaction' })
      await tx.commit()
      expect(await Member.where('role', 'admin').count()).toBe(2)
    })
  })
})

test('definitions that make no sense are refused', async () => {
  const define = (options: object) => () =>
    Model.table('x', { id: t.id(), a: t.text() }, fromOutside<{ comment: string }>(options))
  const wrong = [
    { fillable: ['b'] },
    { guarded: ['a', 'b'] },
    { fillable: 'a' },
    { fillable: [5] },
    { fillable: ['a'], guarded: ['id'] },
    { hidden: ['pasword'] },
    { visible: ['b'] },
    { hidden: ['a'], visible: ['id'] }
  ]
  for (const options of wrong) await expectFailure(define(options), { code: 'INVALID_MODEL' })
})

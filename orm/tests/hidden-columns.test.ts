import { inspect } from 'node:util'
import { belongsTo, belongsToMany, type Database, hasMany, Model, t } from 'versa-orm'
import { beforeAll, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure, fromOutside } from './support/failures.js'
import { StatementLog } from './support/statements.js'

class Person extends Model.table(
  'persons',
  {
    id: t.id(),
    name: t.text(),
    password: t.text(),
    token: t.text().nullable()
  },
  { hidden: ['password', 'token'] }
) {
  static letters = hasMany(() => Letter, 'personId')
  static clubs = belongsToMany(() => Club, {
    through: () => Member,
    foreignKey: 'personId',
    relatedKey: 'clubId',
    pivot: ['code', 'since']
  })

  get initials(): string {
    return this.name.slice(0, 1)
  }
}

class Letter extends Model.table(
  'letters',
  { id: t.id(), personId: t.int(), subject: t.text(), body: t.text() },
  { visible: ['id', 'subject'] }
) {
  static person = belongsTo(() => Person, 'personId')
}

class Club extends Model.table('clubs', { id: t.id(), label: t.text() }) {}

class Member extends Model.table(
  'club_members',
  { personId: t.int(), clubId: t.int(), code: t.text(), since: t.int() },
  { primaryKey: ['personId', 'clubId'], hidden: ['code'] }
) {}

/** It has a toJSON of its own. */
class Own extends Model.table('owns', { id: t.id(), secret: t.text() }, { hidden: ['secret'] }) {
  override toJSON() {
    return { id: 0 }
  }
}

describeEachDatabase('hidden columns', open => {
  let db: Database
  const log = new StatementLog()
  const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

  beforeAll(async () => {
    db = await open({ log: log.record })
    await db.schema.create([Person, Letter, Club, Member, Own])
    const ada = await Person.create({ name: 'Ada', password: 'pw-1', token: 'tk-1' })
    await Person.createMany(
      Array.from({ length: 30 }, (_, at) => ({ name: `P${at}`, password: `pw-${at + 2}` }))
    )
    await ada.related('letters').create({ subject: 'Hello', body: 'secret body' })
    await ada.related('clubs').create({ label: 'Chess' }, { code: 'pivot-code', since: 1 })
    await Own.create({ secret: 'x' })
  })

  const ada = () => Person.where('name', 'Ada').firstOrFail()

  test('JSON leaves them out; code reads them', async () => {
    const person = await ada()
    expect(json(person)).toEqual({ id: person.id, name: 'Ada' })
    expect(person.toJSON()).toEqual({ id: person.id, name: 'Ada' })
    expect(person.password).toBe('pw-1')
    expect(Object.keys(person)).toContain('password')
    expect(JSON.stringify(await Person.query().all())).not.toMatch(/pw-|tk-/)
    const made = Person.make({ name: 'x', password: 'pw-x' })
    expect(json(made)).toEqual({ name: 'x' })
    expect(json(await Person.create({ name: 'x', password: 'pw-x' }))).not.toHaveProperty('token')
  })

  test('of relations and pivots, too, on every level', async () => {
    const [person] = await Person.where('name', 'Ada')
      .with({ letters: { person: true }, clubs: true })
      .all()
    const shown = json(person)
    expect(shown).toEqual({
      id: person?.id,
      name: 'Ada',
      letters: [{ id: 1, subject: 'Hello', person: { id: person?.id, name: 'Ada' } }],
      clubs: [{ id: 1, label: 'Chess', pivot: { since: 1 } }]
    })
    expect(person?.clubs[0]?.pivot).toEqual({ code: 'pivot-code', since: 1 })
    expect(person?.letters[0]?.body).toBe('secret body')
    const seen = inspect(person, { depth: 10 })
    expect(seen).not.toMatch(/pw-|tk-|secret|pivot-code/)
    expect(seen).toMatch(
      /Person \{.*Club \{.*since: 1.*letters: \[.*Letter \{|Person \{.*Letter \{.*since: 1/s
    )
  })

  test('logs leave them out, and look as ever', async () => {
    const person = await ada()
    expect(inspect(person)).toBe(`Person { id: ${person.id}, name: 'Ada' }`)
    expect(inspect({ person })).toBe(`{ person: Person { id: ${person.id}, name: 'Ada' } }`)
    expect(inspect(Person.make({ name: 'x', password: 'p' }))).toBe("Person { name: 'x' }")
  })

  test('rows are plain and have all', async () => {
    const [row] = await Person.where('name', 'Ada').rows()
    expect(json(row)).toEqual({ id: row?.id, name: 'Ada', password: 'pw-1', token: 'tk-1' })
    const [hidden] = await Person.where('name', 'Ada').makeHidden('name').rows()
    expect(json(hidden)).toEqual(json(row))
  })

  test('makeVisible and makeHidden of an instance, the last call counts', async () => {
    const [person, other] = [await ada(), await ada()]
    expect(json(person.makeVisible('token'))).toEqual({ id: person.id, name: 'Ada', token: 'tk-1' })
    expect(json(person.makeHidden('token', 'name'))).toEqual({ id: person.id })
    expect(json(person.makeVisible('name'))).toEqual({ id: person.id, name: 'Ada' })
    expect(json(other)).toEqual({ id: person.id, name: 'Ada' })
    const loaded = await other.load({ letters: true })
    expect(json(loaded.makeHidden('letters'))).toEqual({ id: person.id, name: 'Ada' })
    expect(inspect(loaded)).not.toContain('letters')
  })

  test('of a query: of all that it gives, however it gives them', async () => {
    const query = Person.where('name', 'Ada').makeVisible('token').makeHidden('id')
    const expected = { name: 'Ada', token: 'tk-1' }
    expect(json(await query.all())).toEqual([expected])
    expect(json(await query.first())).toEqual(expected)
    expect(json(await query.sole())).toEqual(expected)
    expect(json((await query.paginate()).items)).toEqual([expected])
    for await (const person of query.stream()) expect(json(person)).toEqual(expected)
    expect(json(await ada())).not.toHaveProperty('token')
    const key = (await ada()).id
    expect(json(await Person.makeHidden('name').find(key))).toEqual({ id: key })
    const many = await Person.makeVisible('password').findMany([key])
    expect(json(many)).toEqual([{ id: key, name: 'Ada', password: 'pw-1' }])
    const nested = await Person.where('id', key)
      .with({ letters: q => q.makeVisible('body') })
      .firstOrFail()
    expect(json(nested.letters)).toEqual([{ id: 1, subject: 'Hello', body: 'secret body' }])
  })

  test('what one asks to see, another who asks in the same tick does not', async () => {
    const { id } = await ada()
    const letters = async (open: boolean) =>
      (await Person.where('id', id).firstOrFail()).load({
        letters: q => (open ? q.makeVisible('body') : q)
      })
    const all = await Promise.all([letters(true), letters(false), letters(true)])
    const bodies = all.map(person => JSON.stringify(person).includes('secret body'))
    expect(bodies).toEqual([true, false, true])
  })

  test('a model that hides nothing can hide, instance by instance', async () => {
    const club = await Club.findOrFail(1)
    expect(json(club.makeHidden('label'))).toEqual({ id: 1 })
    expect(json(await Club.findOrFail(1))).toEqual({ id: 1, label: 'Chess' })
    expect(inspect(await Club.findOrFail(1))).toBe("Club { id: 1, label: 'Chess' }")
    expect(json(await Club.query().makeHidden('id').all())).toEqual([{ label: 'Chess' }])
  })

  test('a toJSON of the class wins', async () => {
    const own = await Own.query().firstOrFail()
    expect(json(own)).toEqual({ id: 0 })
    expect(json(own.makeVisible('secret'))).toEqual({ id: 0 })
    expect(inspect(own)).toBe(`Own { id: ${own.id}, secret: 'x' }`)
  })

  test('what is hidden is compared, saved and copied as ever', async () => {
    const person = await ada()
    person.password = 'pw-9'
    expect(person.isDirty('password')).toBe(true)
    await person.save()
    expect((await ada()).password).toBe('pw-9')
    await person.update({ password: 'pw-1' })
    expect({ ...person }).toEqual({ ...(await ada()) })
    expect(json(person.replicate())).toEqual({ name: 'Ada' })
    const statements = await log.sqlOf(() => JSON.stringify(person))
    expect(statements).toEqual([])
  })

  test('names that are no column are refused by queries', async () => {
    const name = fromOutside<'name'>('nmae')
    const expected = { code: 'UNKNOWN_COLUMN', names: /name/ } as const
    await expectFailure(() => Person.makeHidden(name).all(), expected)
    await expectFailure(() => Person.query().makeVisible(name).all(), expected)
  })
})

test('a model that hides nothing has no toJSON, which would cost', () => {
  class Plain extends Model.table('plains', { id: t.id() }) {}
  expect('toJSON' in Plain.prototype).toBe(false)
  expect('toJSON' in Person.prototype).toBe(true)
})

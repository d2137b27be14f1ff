import {
  belongsTo,
  belongsToMany,
  type Database,
  hasMany,
  hasManyThrough,
  hasOne,
  hasOneThrough,
  Model,
  morphMany,
  morphOne,
  morphTo,
  morphToMany,
  type Query,
  t
} from 'versa-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure, fromOutside } from './support/failures.js'
import { StatementLog } from './support/statements.js'

class Country extends Model.table('countries', { id: t.id(), name: t.text() }) {
  static writers = hasMany(() => Writer, 'countryId')
  static essays = hasManyThrough(() => Essay, {
    through: () => Writer,
    foreignKey: 'countryId',
    relatedKey: 'writerId'
  })
  static anyEssay = hasOneThrough(() => Essay, {
    through: () => Writer,
    foreignKey: 'countryId',
    relatedKey: 'writerId'
  })
}

class Writer extends Model.table('writers', {
  id: t.id(),
  countryId: t.int().references('countries').column('country_id'),
  bossId: t.int().nullable().references('writers').column('boss_id'),
  name: t.text()
}) {
  static essays = hasMany(() => Essay, 'writerId')
  static lastEssay = hasOne(() => Essay, 'writerId').latestOfMany()
  static firstEssay = hasOne(() => Essay, 'writerId').oldestOfMany()
  static longestEssay = hasOne(() => Essay, 'writerId').latestOfMany('words')
  static boss = belongsTo(() => Writer, 'bossId')
  static staff = hasMany(() => Writer, 'bossId')
  static portrait = morphOne(() => Picture, { type: 'ownerType', id: 'ownerId', value: 'writer' })
}

class Essay extends Model.table('essays', {
  id: t.id(),
  writerId: t.int().references('writers').column('writer_id'),
  title: t.text(),
  words: t.int()
}) {
  static writer = belongsTo(() => Writer, 'writerId')
  static pictures = morphMany(() => Picture, { type: 'ownerType', id: 'ownerId', value: 'essay' })
  static labels = morphToMany(() => Label, {
    through: () => Labelling,
    foreignKey: 'subjectId',
    relatedKey: 'labelId',
    type: { column: 'subjectType', value: 'essay' },
    pivot: ['weight']
  })
}

class Picture extends Model.table('pictures', {
  id: t.id(),
  ownerType: t.text().nullable().column('owner_type'),
  ownerId: t.int().nullable().column('owner_id'),
  url: t.text()
}) {
  static owner = morphTo(() => ({ essay: Essay, writer: Writer }), {
    type: 'ownerType',
    id: 'ownerId'
  })
  static labels = morphToMany(() => Label, {
    through: () => Labelling,
    foreignKey: 'subjectId',
    relatedKey: 'labelId',
    type: { column: 'subjectType', value: 'picture' }
  })
}

class Label extends Model.table('labels', { id: t.id(), word: t.text() }) {
  static essays = morphToMany(() => Essay, {
    through: () => Labelling,
    foreignKey: 'labelId',
    relatedKey: 'subjectId',
    type: { column: 'subjectType', value: 'essay' }
  })
}

class Labelling extends Model.table(
  'labellings',
  {
    labelId: t.int().references('labels').column('label_id'),
    subjectType: t.text({ length: 20 }).column('subject_type'),
    subjectId: t.int().column('subject_id'),
    weight: t.int().default(0)
  },
  { primaryKey: ['labelId', 'subjectType', 'subjectId'] }
) {}

/** Keys of two columns, of different kinds. */
class Flight extends Model.table(
  'flights',
  { airline: t.text({ length: 2 }), number: t.int(), to: t.text() },
  { primaryKey: ['airline', 'number'] }
) {
  static legs = hasMany(() => Leg, ['airline', 'flight'])
  static crew = belongsToMany(() => Crew, {
    through: () => CrewOfFlight,
    foreignKey: ['airline', 'flight'],
    relatedKey: 'crewId'
  })
}

class Leg extends Model.table('legs', {
  id: t.id(),
  airline: t.text({ length: 2 }),
  flight: t.int(),
  day: t.date()
}) {
  static of = belongsTo(() => Flight, ['airline', 'flight'])
}

class Crew extends Model.table('crew', { id: t.id(), name: t.text() }) {
  static flights = belongsToMany(() => Flight, {
    through: () => CrewOfFlight,
    foreignKey: 'crewId',
    relatedKey: ['airline', 'flight']
  })
}

class CrewOfFlight extends Model.table(
  'crew_of_flights',
  { airline: t.text({ length: 2 }), flight: t.int(), crewId: t.int().column('crew_id') },
  { primaryKey: ['airline', 'flight', 'crewId'] }
) {}

const models = [
  Country,
  Writer,
  Essay,
  Picture,
  Label,
  Labelling,
  Flight,
  Leg,
  Crew,
  CrewOfFlight
] as const

async function seed(): Promise<void> {
  await Country.createMany([{ name: 'Chile' }, { name: 'Peru' }, { name: 'Empty' }])
  await Writer.createMany([
    { countryId: 1, name: 'Ana' },
    { countryId: 1, name: 'Beto', bossId: 1 },
    { countryId: 2, name: 'Caro', bossId: 1 }
  ])
  await Essay.createMany([
    { writerId: 1, title: 'One', words: 300 },
    { writerId: 2, title: 'Two', words: 100 },
    { writerId: 1, title: 'Three', words: 100 },
    { writerId: 3, title: 'Four', words: 200 },
    { writerId: 1, title: 'Five', words: 300 }
  ])
  await Picture.createMany([
    { ownerType: 'essay', ownerId: 1, url: 'e1' },
    { ownerType: 'writer', ownerId: 1, url: 'w1' },
    { ownerType: 'essay', ownerId: 1, url: 'e1b' },
    { ownerType: null, ownerId: null, url: 'none' }
  ])
  await Label.createMany([{ word: 'red' }, { word: 'blue' }])
  await Labelling.createMany([
    { labelId: 1, subjectType: 'essay', subjectId: 1, weight: 5 },
    { labelId: 2, subjectType: 'essay', subjectId: 1, weight: 7 },
    { labelId: 1, subjectType: 'essay', subjectId: 2 },
    { labelId: 2, subjectType: 'picture', subjectId: 2 }
  ])
  await Flight.createMany([
    { airline: 'LA', number: 1, to: 'SCL' },
    { airline: 'LA', number: 2, to: 'LIM' },
    { airline: 'IB', number: 1, to: 'MAD' }
  ])
  await Leg.createMany([
    { airline: 'LA', flight: 1, day: '2026-01-01' },
    { airline: 'IB', flight: 1, day: '2026-01-02' },
    { airline: 'LA', flight: 1, day: '2026-01-03' }
  ])
  await Crew.createMany([{ name: 'Dan' }, { name: 'Eva' }])
  await CrewOfFlight.createMany([
    { airline: 'LA', flight: 1, crewId: 1 },
    { airline: 'LA', flight: 1, crewId: 2 },
    { airline: 'IB', flight: 1, crewId: 2 }
  ])
}

describeEachDatabase('kinds of relations', open => {
  let db: Database
  const log = new StatementLog()

  beforeAll(async () => {
    db = await open({ log: log.record })
    await db.schema.create(models)
    await seed()
  })

  const titles = (essays: readonly { title: string }[]) => essays.map(essay => essay.title).sort()

  describe('through', () => {
    test('many rows of a model behind another', async () => {
      const sql = await log.sqlOf(async () => {
        const countries = await Country.orderBy('id').with({ essays: true }).all()
        expect(countries.map(country => titles(country.essays))).toEqual([
          ['Five', 'One', 'Three', 'Two'],
          ['Four'],
          []
        ])
        expect(countries[0]?.essays[0]).toBeInstanceOf(Essay)
      })
      expect(sql).toHaveLength(2)
    })

    test('one row, conditions, further levels and the query of one', async () => {
      const countries = await Country.orderBy('id')
        .with({
          anyEssay: q => q.where('words', '>', 150).orderBy('id'),
          essays: q => q.where('words', 100).with({ writer: true })
        })
        .all()
      expect(countries.map(country => country.anyEssay?.title)).toEqual(['One', 'Four', undefined])
      expect(countries[0]?.essays.map(essay => essay.writer.name).sort()).toEqual(['Ana', 'Beto'])
      const chile = await Country.findOrFail(1)
      expect(titles(await chile.related('essays').where('words', 100).all())).toEqual([
        'Three',
        'Two'
      ])
    })

    test('two of each', async () => {
      const countries = await Country.orderBy('id')
        .with({ essays: q => q.orderBy('title').limit(2) })
        .all()
      expect(countries.map(country => country.essays.map(essay => essay.title))).toEqual([
        ['Five', 'One'],
        ['Four'],
        []
      ])
    })
  })

  describe('of many', () => {
    test('the latest, the first, and the one with the largest value', async () => {
      const sql = await log.sqlOf(async () => {
        const writers = await Writer.orderBy('id')
          .with({ lastEssay: true, firstEssay: true, longestEssay: true })
          .all()
        expect(writers.map(writer => writer.lastEssay?.title)).toEqual(['Five', 'Two', 'Four'])
        expect(writers.map(writer => writer.firstEssay?.title)).toEqual(['One', 'Two', 'Four'])
        // Of equal ones the one with the larger key.
        expect(writers.map(writer => writer.longestEssay?.title)).toEqual(['Five', 'Two', 'Four'])
      })
      expect(sql).toHaveLength(4)
    })

    test('conditions are of all rows, then one is picked', async () => {
      const [ana] = await Writer.where('id', 1)
        .with({ lastEssay: q => q.where('words', '<', 300) })
        .all()
      expect(ana?.lastEssay?.title).toBe('Three')
      expect(await ana?.related('lastEssay').first()).toMatchObject({ title: 'Five' })
    })

    test('rows whose picked one meets a condition', async () => {
      const found = await Writer.whereHas('lastEssay', q => q.where('words', 100)).pluck('name')
      expect(found).toEqual(['Beto'])
      const long = Writer.whereHas('longestEssay', q => q.where('words', '>=', 200))
      expect((await long.pluck('name')).sort()).toEqual(['Ana', 'Caro'])
    })

    test('what cannot be picked', async () => {
      await expectFailure(() => Writer.with({ lastEssay: q => q.limit(1) }), {
        code: 'INVALID_QUERY',
        names: /one row/
      })
      class Broken extends Model.table('writers', { id: t.id() }) {
        static picture = hasOne(() => Picture, 'ownerId').latestOfMany('ownerType')
      }
      await expectFailure(() => Broken.with({ picture: true }), {
        code: 'INVALID_MODEL',
        names: /null/
      })
    })
  })

  describe('self-referencing', () => {
    test('in both directions, and by conditions', async () => {
      const ana = await Writer.where('id', 1)
        .with({ staff: { boss: true } })
        .firstOrFail()
      expect(ana.staff.map(writer => [writer.name, writer.boss?.name])).toEqual([
        ['Beto', 'Ana'],
        ['Caro', 'Ana']
      ])
      expect(await Writer.has('staff').pluck('name')).toEqual(['Ana'])
      expect(await Writer.whereHas('boss', q => q.where('name', 'Ana')).count()).toBe(2)
      expect(await Writer.whereDoesntHave('boss').pluck('name')).toEqual(['Ana'])
      const nested = Writer.whereHas('boss', q => q.whereHas('staff', s => s.where('name', 'Caro')))
      expect(await nested.count()).toBe(2)
      const counted = await Writer.withCount('staff').orderBy('id').all()
      expect(counted.map(writer => writer.staffCount)).toEqual([2, 0, 0])
    })
  })

  describe('polymorphic', () => {
    test('one and many rows that belong to several models', async () => {
      const essays = await Essay.orderBy('id').with({ pictures: true }).all()
      expect(essays.map(essay => essay.pictures.map(picture => picture.url))).toEqual([
        ['e1', 'e1b'],
        [],
        [],
        [],
        []
      ])
      const writers = await Writer.orderBy('id').with({ portrait: true }).all()
      expect(writers.map(writer => writer.portrait?.url)).toEqual(['w1', undefined, undefined])
    })

    test('the row they belong to, each model with its own relations', async () => {
      const sql = await log.sqlOf(async () => {
        const pictures = await Picture.orderBy('id')
          .with({ owner: { essay: { writer: true }, writer: true } })
          .all()
        const [first, second, , last] = pictures
        expect(first?.owner).toBeInstanceOf(Essay)
        expect(second?.owner).toBeInstanceOf(Writer)
        expect(last?.owner).toBeNull()
        const owner = first?.owner
        expect(owner instanceof Essay ? owner.writer : undefined).toMatchObject({ name: 'Ana' })
      })
      expect(sql).toHaveLength(4)
      const [, row] = await Picture.orderBy('id').with({ owner: true }).rows()
      expect(row?.owner).toMatchObject({ name: 'Ana' })
      const picture = await Picture.findOrFail(3)
      expect(await picture.related('owner').first()).toMatchObject({ title: 'One' })
      expect(await (await Picture.findOrFail(4)).related('owner').all()).toEqual([])
    })

    test('conditions on what they belong to', async () => {
      const urls = async (query: Query<typeof Picture>) => (await query.pluck('url')).sort()
      expect(await urls(Picture.has('owner'))).toEqual(['e1', 'e1b', 'w1'])
      expect(await urls(Picture.query().whereDoesntHave('owner'))).toEqual(['none'])
      expect(await urls(Picture.whereHas('owner', q => q.where('id', 1)))).toEqual([
        'e1',
        'e1b',
        'w1'
      ])
      await expectFailure(() => Picture.has('owner', '>', 1), {
        code: 'INVALID_QUERY',
        names: /counted/
      })
    })

    test('many to many, from both sides, with data of the pairs', async () => {
      const essays = await Essay.orderBy('id')
        .limit(2)
        .with({ labels: q => q.orderBy('id') })
        .all()
      expect(
        essays.map(essay => essay.labels.map(label => [label.word, label.pivot.weight]))
      ).toEqual([
        [
          ['red', 5],
          ['blue', 7]
        ],
        [['red', 0]]
      ])
      expect(essays[0]?.labels[0]).toBeInstanceOf(Label)
      const [row] = await Essay.where('id', 2).with({ labels: true }).rows()
      expect(row?.labels).toEqual([{ id: 1, word: 'red', pivot: { weight: 0 } }])
      const labels = await Label.orderBy('id').with({ essays: true }).all()
      expect(labels.map(label => titles(label.essays))).toEqual([['One', 'Two'], ['One']])
      const pictures = await Picture.where('id', 2).with({ labels: true }).all()
      expect(pictures[0]?.labels.map(label => label.word)).toEqual(['blue'])
      expect(await Picture.has('labels').pluck('id')).toEqual([2])
      const picture = await Picture.findOrFail(2)
      expect(await picture.related('labels').pluck('word')).toEqual(['blue'])
    })

    test('a type that there is not', async () => {
      const unknown = fromOutside<{ owner: { essay: true } }>({ owner: { nobody: true } })
      await expectFailure(() => Picture.with(unknown), { code: 'INVALID_QUERY', names: /essay/ })
      const lost = Picture.make({ ownerType: 'nobody', ownerId: 1, url: '' })
      await expectFailure(() => lost.related('owner'), { code: 'INVALID_QUERY', names: /writer/ })
    })
  })

  describe('keys of several columns', () => {
    test('one to many and back', async () => {
      const flights = await Flight.orderBy('airline').orderBy('number').with({ legs: true }).all()
      expect(flights.map(flight => [flight.airline, flight.legs.length])).toEqual([
        ['IB', 1],
        ['LA', 2],
        ['LA', 0]
      ])
      const legs = await Leg.orderBy('id').with({ of: true }).all()
      expect(legs.map(leg => leg.of?.to)).toEqual(['SCL', 'MAD', 'SCL'])
      const [flight] = flights
      expect(await flight?.related('legs').pluck('day')).toEqual(['2026-01-02'])
    })

    test('many to many, a limit for each, and conditions', async () => {
      const flights = await Flight.orderBy('airline')
        .orderBy('number')
        .with({ crew: q => q.orderBy('name') })
        .all()
      expect(flights.map(flight => flight.crew.map(one => one.name))).toEqual([
        ['Eva'],
        ['Dan', 'Eva'],
        []
      ])
      const limited = await Flight.where('airline', 'LA')
        .orderBy('number')
        .with({ crew: q => q.orderBy('name', 'desc').limit(1), legs: { limit: 1 } })
        .all()
      expect(limited.map(flight => [flight.crew[0]?.name, flight.legs.length])).toEqual([
        ['Eva', 1],
        [undefined, 0]
      ])
      const crew = await Crew.orderBy('id').with({ flights: true }).all()
      expect(crew.map(one => one.flights.map(flight => flight.to).sort())).toEqual([
        ['SCL'],
        ['MAD', 'SCL']
      ])
      expect(await Crew.whereHas('flights', q => q.where('to', 'MAD')).pluck('name')).toEqual([
        'Eva'
      ])
      const counted = await Flight.withCount('crew').withCount('legs').orderBy('to').all()
      expect(counted.map(flight => [flight.to, flight.crewCount, flight.legsCount])).toEqual([
        ['LIM', 0, 0],
        ['MAD', 1, 1],
        ['SCL', 2, 2]
      ])
    })

    test('find, findMany and load of one', async () => {
      const flight = await Flight.findOrFail({ airline: 'IB', number: 1 })
      expect((await flight.load({ legs: true })).legs).toHaveLength(1)
      const found = await Flight.findMany([
        { airline: 'LA', number: 2 },
        { airline: 'XX', number: 2 },
        { airline: 'IB', number: 1 }
      ])
      expect(found.map(flight => flight.to)).toEqual(['LIM', 'MAD'])
    })

    test('keys that do not pair up', async () => {
      class Broken extends Model.table('legs', { id: t.id(), airline: t.text() }) {
        static of = belongsTo(() => Flight, 'airline')
      }
      await expectFailure(() => Broken.with({ of: true }), {
        code: 'INVALID_MODEL',
        names: /2|two/
      })
    })
  })

  test('loadMissing loads what is not there', async () => {
    const writer = await Writer.where('id', 1)
      .with({ essays: q => q.where('id', 1) })
      .firstOrFail()
    const sql = await log.sqlOf(async () => {
      const more = await writer.loadMissing({ essays: true, staff: true })
      expect(more.essays).toHaveLength(1)
      expect(more.staff).toHaveLength(2)
    })
    expect(sql).toHaveLength(1)
    expect(await log.sqlOf(() => writer.loadMissing({ essays: true }))).toEqual([])
  })
})

import {
  belongsTo,
  belongsToMany,
  type Database,
  hasMany,
  Model,
  prepare,
  scope,
  t
} from 'versa-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure, fromOutside } from './support/failures.js'
import { StatementLog } from './support/statements.js'

class Owner extends Model.table('owners', { id: t.id(), name: t.text() }) {
  static animals = hasMany(() => Animal, 'ownerId')
  static dogs = hasMany(() => Dog, 'ownerId')
  static shown = belongsToMany(() => Animal, {
    through: 'shows',
    foreignKey: 'owner_id',
    relatedKey: 'animal_id'
  })
}

class Show extends Model.table(
  'shows',
  { ownerId: t.int().column('owner_id'), animalId: t.int().column('animal_id') },
  { primaryKey: ['ownerId', 'animalId'] }
) {}

class Animal extends Model.table(
  'animals',
  {
    id: t.id(),
    kind: t.varchar(20).discriminator(),
    ownerId: t.int().nullable().column('owner_id'),
    name: t.varchar(80).unique(),
    volume: t.int().nullable(),
    lives: t.int().nullable(),
    data: t.json<{ a: number }>().nullable(),
    born: t.timestamp().nullable()
  },
  { softDelete: true }
) {
  static kinds = () => ({ animal: Animal, dog: Dog, puppy: Puppy, cat: Cat })
  static owner = belongsTo(() => Owner, 'ownerId')
  static loud = scope(
    () => Animal,
    (q, volume: number) => q.where('volume', '>=', volume)
  )
  get sound() {
    return '…'
  }
}

/** No row is of it and no other. */
class Pet extends Animal {}

class Dog extends Pet {
  declare volume: number
  override get sound() {
    return 'wau'
  }
  bark() {
    return this.sound.repeat(this.volume)
  }
}

class Puppy extends Dog {
  override get sound() {
    return 'wiff'
  }
}

class Cat extends Animal {
  override get sound() {
    return 'miau'
  }
}

class Stranger extends Animal {}

const models = [Owner, Animal, Show]

describeEachDatabase('classes that share a table', open => {
  let db: Database
  const log = new StatementLog()

  beforeEach(async () => {
    if (db === undefined) db = await open({ log: log.record })
    else await db.schema.drop(models)
    await db.schema.create([...models, Dog, Cat])
    await Owner.createMany([{ name: 'Ada' }, { name: 'Grace' }])
    await Animal.create({ name: 'amoeba' })
    await Dog.createMany([
      { name: 'Rex', volume: 2, ownerId: 1, born: new Date(0) },
      { name: 'Waldi', volume: 1, ownerId: 2 }
    ])
    await Puppy.create({ name: 'Tiny', volume: 3, ownerId: 1 })
    await Cat.create({ name: 'Tom', lives: 7, ownerId: 1, data: { a: 1 } })
    await Show.createMany([2, 5].map(animalId => ({ ownerId: 2, animalId })))
  })

  const classesOf = (rows: readonly object[]) => rows.map(row => row.constructor)
  const all = [Animal, Dog, Dog, Puppy, Cat]

  test('an insert through a class says which it is', async () => {
    expect(await db.table('animals').orderBy('id').pluck('kind')).toEqual([
      'animal',
      'dog',
      'dog',
      'puppy',
      'cat'
    ])
    const dog = await Dog.create({ name: 'Fido', volume: 1 })
    expect(dog).toBeInstanceOf(Dog)
    expect([dog.kind, dog.bark()]).toEqual(['dog', 'wau'])
    const made = new Cat()
    made.name = 'Mimi'
    await made.save()
    expect([made.kind, made.sound]).toEqual(['cat', 'miau'])
    const given = await Animal.create({ kind: 'dog', name: 'Laika', volume: 1 })
    expect(given).toBeInstanceOf(Dog)
    const [puppy, grown] = await Dog.createMany([
      { kind: 'puppy', name: 'a', volume: 1 },
      { name: 'b', volume: 1 }
    ])
    expect([puppy?.constructor, grown?.constructor]).toEqual([Puppy, Dog])
    expect((await Cat.upsert({ name: 'c' }, { on: ['name'] })).kind).toBe('cat')
  })

  test('what is found is an instance of its class', async () => {
    expect(classesOf(await Animal.orderBy('id').all())).toEqual(all)
    expect((await Animal.find(2))?.constructor).toBe(Dog)
    expect((await Animal.where('name', 'Tom').first())?.sound).toBe('miau')
    expect(classesOf(await Animal.findMany([5, 4, 2]))).toEqual([Cat, Puppy, Dog])
    const streamed: object[] = []
    for await (const animal of Animal.orderBy('id').stream()) streamed.push(animal)
    expect(classesOf(streamed)).toEqual(all)
    const bySize = prepare((volume: number) => Animal.where('volume', '>=', volume).orderBy('id'))
    expect(classesOf(await bySize.all(2))).toEqual([Dog, Puppy])
    const { items } = await Animal.orderBy('id').cursorPaginate({ limit: 2 })
    expect(classesOf(items)).toEqual([Animal, Dog])
    const found = await Promise.all([1, 2, 3, 4, 5].map(id => Animal.find(id)))
    expect(found.map(animal => animal?.constructor)).toEqual(all)
    expect(await Animal.loud(3).pluck('name')).toEqual(['Tiny'])
  })

  test('a class finds its rows and those of classes that extend it', async () => {
    expect(await Dog.orderBy('id').pluck('name')).toEqual(['Rex', 'Waldi', 'Tiny'])
    expect(classesOf(await Dog.orderBy('id').all())).toEqual([Dog, Dog, Puppy])
    expect(classesOf(await Pet.orderBy('id').all())).toEqual([Dog, Dog, Puppy])
    expect(classesOf(await Puppy.all())).toEqual([Puppy])
    expect(await Cat.find(2)).toBeNull()
    expect(await Cat.count()).toBe(1)
    expect(await Cat.where('id', 2).orWhere('id', 5).pluck('id')).toEqual([5])
    expect(await Cat.query().withoutGlobalScopes().count()).toBe(1)
    expect(await Dog.loud(2).orderBy('id').pluck('name')).toEqual(['Rex', 'Tiny'])
    expect(await Cat.where('id', '>', 0).update({ lives: 6 })).toBe(1)
    expect(await Cat.where('id', '>', 0).delete()).toBe(1)
    expect(await Cat.withTrashed().count()).toBe(1)
    expect(await Animal.count()).toBe(4)
    expect(await Puppy.where('id', '>', 0).forceDelete()).toBe(1)
    expect(await db.table('animals').count()).toBe(4)
  })

  test('through relations', async () => {
    const [ada, grace] = await Owner.orderBy('id')
      .with({
        animals: q => q.orderBy('id').with({ owner: true }),
        dogs: q => q.orderBy('id'),
        shown: q => q.orderBy('id')
      })
      .all()
    expect(classesOf(ada?.animals ?? [])).toEqual([Dog, Puppy, Cat])
    expect(ada?.animals[0]?.owner?.name).toBe('Ada')
    expect(ada?.dogs.map(dog => dog.bark())).toEqual(['wauwau', 'wiffwiffwiff'])
    expect(classesOf(grace?.shown ?? [])).toEqual([Dog, Cat])
    const counted = await Owner.withCount('dogs').orderBy('id').all()
    expect(counted.map(owner => owner.dogsCount)).toEqual([2, 1])
    expect(await Owner.has('dogs', '>=', 2).pluck('id')).toEqual([1])
    expect((await Dog.with({ owner: true }).orderBy('id').first())?.owner?.name).toBe('Ada')
    const dog = await ada?.related('dogs').create({ name: 'New', volume: 1 })
    expect([dog?.kind, dog?.ownerId]).toEqual(['dog', 1])
    const saved = await ada?.related('animals').save(Cat.make({ name: 'Felix' }))
    expect([saved?.constructor, saved?.kind]).toEqual([Cat, 'cat'])
    const loaded = await dog?.load({ owner: true })
    expect(loaded?.owner?.name).toBe('Ada')
  })

  test('joins and queries within', async () => {
    const names = Owner.query().join(Dog, 'owners.id', 'animals.ownerId').orderBy('animals.id')
    expect(await names.pluck('animals.name')).toEqual(['Rex', 'Waldi', 'Tiny'])
    expect(await Owner.whereIn('id', Cat.select('ownerId')).pluck('name')).toEqual(['Ada'])
  })

  test('bound to a database and to a transaction', async () => {
    const Bound = Animal.using(db)
    const dog = await Bound.findOrFail(2)
    expect(dog).toBeInstanceOf(Dog)
    await dog.update({ name: 'Rexi' })
    await using tx = await db.begin()
    const cat = await Cat.using(tx).create({ name: 'Mimi' })
    expect(cat.kind).toBe('cat')
    expect(classesOf(await Animal.using(tx).orderBy('id').all())).toHaveLength(6)
    expect(await Dog.using(tx).count()).toBe(3)
    await tx.rollback()
    expect(await Cat.count()).toBe(1)
  })

  test('saving writes what changed, and a kind does not change', async () => {
    const [animal] = await Animal.where('id', 5).all()
    const cat = animal as Cat
    cat.lives = 6
    const [statement] = await log.sqlOf(() => cat.save())
    expect(statement).toMatch(/lives/)
    expect(statement).not.toMatch(/kind/)
    expect(await log.sqlOf(() => cat.save())).toEqual([])
    cat.kind = 'dog'
    await expectFailure(() => cat.save(), { code: 'INVALID_QUERY', column: 'kind' })
    await expectFailure(() => Animal.where('id', 5).update({ kind: 'dog' }), {
      code: 'INVALID_QUERY',
      column: 'kind'
    })
    await expectFailure(
      () => Animal.upsert({ name: 'Tom', kind: 'dog' }, { on: ['name'], update: ['kind'] }),
      { code: 'INVALID_QUERY', column: 'kind' }
    )
  })

  test('many rows, and a row that is taken back', async () => {
    await Dog.createMany(Array.from({ length: 40 }, (_, at) => ({ name: `d${at}`, volume: at })))
    const dogs = await Animal.where('name', 'like', 'd%').orderBy('id').all()
    expect(dogs.every(dog => dog instanceof Dog)).toBe(true)
    const [first] = dogs
    expect(await log.sqlOf(() => first?.save())).toEqual([])
    await first?.update({ volume: 99 })
    expect((await Dog.findOrFail(first?.id ?? 0)).volume).toBe(99)
    let dog: Dog | undefined
    await db
      .transaction(async () => {
        dog = await Dog.create({ name: 'gone', volume: 1 })
        throw new Error('no')
      })
      .catch(() => {})
    await dog?.save()
    expect(dog?.kind).toBe('dog')
  })

  describe('what is not understood', () => {
    test('a kind of another class', async () => {
      const failure = { code: 'INVALID_VALUE', table: 'animals', column: 'kind' } as const
      await expectFailure(() => Cat.create({ kind: 'dog', name: 'x' }), failure)
      await expectFailure(() => Animal.create({ kind: 'horse', name: 'x' }), failure)
      await expectFailure(() => Pet.create({ kind: 'cat', name: 'x' }), failure)
      await expectFailure(() => Pet.create({ name: 'x' }), {
        code: 'NOT_NULL_VIOLATION',
        column: 'kind'
      })
      expect(await Pet.create({ kind: 'dog', name: 'x' })).toBeInstanceOf(Dog)
    })

    test('a row of an unknown kind is a failure, or of the base class', async () => {
      await db.table('animals').insert({ kind: 'horse', name: 'Fury' })
      await expectFailure(() => Animal.all(), {
        code: 'INVALID_VALUE',
        table: 'animals',
        column: 'kind',
        names: 'kinds of Animal'
      })
      expect(await Dog.count()).toBe(3)
      class Beast extends Model.table('animals', {
        id: t.id(),
        kind: t.varchar(20).nullable().discriminator({ unknown: 'base' }),
        name: t.varchar(80)
      }) {
        static kinds = () => ({ dog: Hound })
      }
      class Hound extends Beast {}
      expect(classesOf(await Beast.orderBy('id').all())).toEqual([
        Beast,
        Hound,
        Hound,
        Beast,
        Beast,
        Beast
      ])
      expect((await Beast.create({ kind: 'cow', name: 'Elsa' })).constructor).toBe(Beast)
    })

    test('a class that is not named, and names of none', async () => {
      await expectFailure(() => Stranger.all(), {
        code: 'INVALID_MODEL',
        names: 'static kinds'
      })
      const columns = { id: t.id(), kind: t.text().discriminator() }
      const kindsOf = (kinds: unknown) => {
        class Thing extends Model.table('things', columns) {}
        Object.assign(Thing, { kinds })
        return () => Thing.all()
      }
      for (const kinds of [undefined, {}, () => 1, () => ({ a: Owner }), () => ({ a: 1 })]) {
        await expectFailure(kindsOf(kinds), { code: 'INVALID_MODEL', names: 'kinds of Thing' })
      }
      const two = { id: t.id(), a: t.text().discriminator(), b: t.text().discriminator() }
      await expectFailure(() => Model.table('x', two), { code: 'INVALID_MODEL' })
      const number = fromOutside<ReturnType<typeof t.text>>(t.int())
      await expectFailure(() => number.discriminator(), { code: 'INVALID_MODEL' })
    })
  })
})

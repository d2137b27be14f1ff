import { connect, type Database, Model, t } from 'versa-orm'
import { beforeAll, expect, test, vi } from 'vitest'
import { describeEachDatabase } from './support/databases.js'

class Animal extends Model.table('animals', {
  id: t.id(),
  kind: t.varchar(20).discriminator(),
  name: t.text(),
  data: t.json<number[]>().nullable()
}) {
  static kinds = () => ({ dog: Dog, cat: Cat })
}

class Dog extends Animal {}

class Cat extends Animal {}

// It is asked once whether code may be made from text: here it may not.
beforeAll(async () => {
  vi.stubGlobal('Function', () => {
    throw new EvalError('code generation is not allowed here')
  })
  await using db = await connect('sqlite::memory:')
  await db.sql`select 1 as one`.rows()
  vi.unstubAllGlobals()
})

describeEachDatabase('classes that share a table, where code cannot be generated', open => {
  test('rows are instances of their classes, and are saved', async () => {
    const db: Database = await open()
    await db.schema.create([Animal])
    await Dog.create({ name: 'Rex', data: [1] })
    await Cat.createMany(Array.from({ length: 20 }, (_, at) => ({ name: `Tom ${at}` })))
    const all = await Animal.orderBy('id').all()
    expect(all.slice(0, 2).map(animal => animal.constructor)).toEqual([Dog, Cat])
    expect(all[0]?.data).toEqual([1])
    await all[1]?.update({ name: 'Tom' })
    expect(await Cat.where('name', 'Tom').pluck('id')).toEqual([2])
    expect(await Dog.count()).toBe(1)
  })
})

import type { Database } from 'versa-orm'
import { beforeAll, expect, test } from 'vitest'
import { blogModels, User } from './support/blog.js'
import { describeEachDatabase } from './support/databases.js'
import { failureOf } from './support/failures.js'

const thisFile = 'call-site.test.ts'

describeEachDatabase('the stack of an error names the call', open => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create(blogModels)
    await User.create({ email: 'a', name: 'a' })
  })

  /** Every call that can fail in the database, made from this file. */
  const calls: Record<string, () => Promise<unknown>> = {
    create: () => User.create({ email: 'a', name: 'b' }),
    createMany: () => User.createMany([{ email: 'a', name: 'b' }]),
    save: () => User.make({ email: 'a', name: 'b' }).save(),
    'db.sql rows': () => db.sql`select * from no_such_table`.rows(),
    'db.sql execute': () => db.sql`update no_such_table set a = ${1}`.execute(),
    'db.table rows': () => db.table('no_such_table').rows(),
    'db.table insert': () => db.table('users').insert({ email: 'a', name: 'b' }),
    all: () => User.where({ email: 'a' }).whereIn('id', db.table('nowhere').select('id')).all(),
    'within a transaction': () =>
      db.transaction(async () => User.create({ email: 'a', name: 'b' })),
    findOrFail: () => User.findOrFail(99)
  }

  test.each(Object.entries(calls))('%s', async (_, call) => {
    const error = await failureOf(async () => await call())
    expect(error.stack).toContain(thisFile)
    expect(error.stack?.split('\n')[0]).toContain(error.code)
  })

  test('after an await in between', async () => {
    const later = async () => {
      await User.query().count()
      return await User.create({ email: 'a', name: 'b' })
    }
    expect((await failureOf(later)).stack).toContain(thisFile)
  })

  test('of a stream', async () => {
    const walk = async () => {
      for await (const row of db.table('no_such_table').streamRows()) expect(row).toBeUndefined()
    }
    expect((await failureOf(walk)).stack).toContain(thisFile)
  })
})

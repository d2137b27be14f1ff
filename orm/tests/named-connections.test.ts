import { randomBytes } from 'node:crypto'
import { connect, connection, type Database, hasMany, Model, t } from 'versa-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure, failureOf, fromOutside } from './support/failures.js'

/** Other test files open databases in this process's place: names are this file's own. */
const analytics = `analytics ${randomBytes(4).toString('hex')}`

class Visit extends Model.table('visits', { id: t.id(), path: t.text() }) {
  static connection = analytics
}

class Hit extends Model.table(
  'hits',
  { id: t.id(), visitId: t.int().column('visit_id') },
  { connection: analytics }
) {}

class User extends Model.table('users', { id: t.id(), name: t.text() }) {
  static visits = hasMany(() => Visit, 'id')
}

describeEachDatabase('named connections', open => {
  let main: Database
  let other: Database

  beforeAll(async () => {
    // Opened first: one with a name is no default.
    other = await connect('sqlite::memory:', { name: analytics })
    main = await open()
    await main.schema.create([User])
    await other.schema.create([Visit, Hit, User])
  })
  afterAll(() => other.close())

  test('models say where they are, others are on the default database', async () => {
    await User.create({ name: 'Ada' })
    await Visit.create({ path: '/' })
    await Hit.create({ visitId: 1 })
    expect(await main.table('users').count()).toBe(1)
    expect(await other.table('users').count()).toBe(0)
    expect(await other.table('visits').rows()).toEqual([{ id: 1, path: '/' }])
    expect(await Hit.query().count()).toBe(1)
  })

  test('found by their name', async () => {
    expect(connection(analytics)).toBe(other)
    expect(await connection(analytics).table('hits').count()).toBe(1)
    await User.using(analytics).create({ name: 'Grace' })
    expect(await User.using(other).rows()).toMatchObject([{ name: 'Grace' }])
    expect(await User.query().count()).toBe(1)
  })

  test('relations lead from one to the other', async () => {
    const user = await User.with({ visits: true }).firstOrFail()
    expect(user.visits).toMatchObject([{ path: '/' }])
    const [visit] = user.visits
    await visit?.update({ path: '/home' })
    expect(await Visit.find(1)).toMatchObject({ path: '/home' })
  })

  test('a transaction is one of its own database', async () => {
    const run = main.transaction(async () => {
      await User.create({ name: 'undone' })
      await Visit.create({ path: 'kept' })
      await other.transaction(async () => User.create({ name: 'also undone' }))
      throw new Error('undone')
    })
    await expect(run).rejects.toThrow('undone')
    expect(await User.where('name', 'like', '%undone').count()).toBe(0)
    expect(await Visit.where('path', 'kept').count()).toBe(1)
  })

  test('a name that no connection has', async () => {
    const near = analytics.replace('analytics', 'analytic')
    const named = new RegExp(`${near}.*${analytics}`, 's')
    const unknown = { code: 'UNKNOWN_CONNECTION' } as const
    await expectFailure(() => connection(near), { ...unknown, names: named })
    await expectFailure(() => User.using(near), { ...unknown, names: named })
    class Lost extends Model.table('lost', { id: t.id() }, { connection: near }) {}
    await expectFailure(() => Lost.query().count(), unknown)
  })

  test('a name belongs to one of them', async () => {
    const second = () => connect('sqlite::memory:', { name: analytics })
    await expectFailure(second, { code: 'INVALID_CONFIGURATION', names: analytics })
    const name = `${analytics} twice`
    const both = await Promise.allSettled([1, 2].map(() => connect('sqlite::memory:', { name })))
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await connection(name).close()
  })

  test('closing removes it', async () => {
    const name = `${analytics} for a moment`
    const moment = await connect('sqlite::memory:', { name })
    const bound = User.using(name)
    await moment.close()
    await expectFailure(() => connection(name), { code: 'UNKNOWN_CONNECTION' })
    await expectFailure(() => bound.query().count(), { code: 'CONNECTION_CLOSED' })
    const again = await connect('sqlite::memory:', { name })
    expect(connection(name)).toBe(again)
    await again.close()
  })

  test('names that make no sense', async () => {
    for (const name of ['', 7, {}]) {
      const run = () => connect('sqlite::memory:', { name: fromOutside<string>(name) })
      await expectFailure(run, { code: 'INVALID_CONFIGURATION', names: /name/ })
    }
  })
})

describe('the default database', () => {
  test('is one without a name, or the one of the name default', async () => {
    const named = await connect('sqlite::memory:', { name: `${analytics} alone` })
    const error = await failureOf(() => User.query().count())
    expect(error).toMatchObject({ code: 'INVALID_MODEL' })
    expect(error.hint).toContain(`${analytics} alone`)
    const standard = await connect('sqlite::memory:', { name: 'default' })
    await standard.schema.create([User])
    expect(await User.query().count()).toBe(0)
    await standard.close()
    await named.close()
  })
})

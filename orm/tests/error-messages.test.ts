// What an error says: the code first, the hint behind it, and on its last line where to read more.
import { type Database, VersaError } from 'versa-orm'
import { beforeAll, expect, test } from 'vitest'
import { blogModels, User } from './support/blog.js'
import { describeEachDatabase } from './support/databases.js'
import { failureOf } from './support/failures.js'

test('a message has two lines: what happened and what to do, and where to read more', () => {
  const error = new VersaError('NOT_FOUND', 'no user has this key', { hint: 'use find' })
  expect(error.message).toBe(
    'NOT_FOUND: no user has this key (use find)\nMore: npx versa doc NOT_FOUND'
  )
  expect(error.docs).toBe('npx versa doc NOT_FOUND')
  expect(Object.keys(error)).not.toContain('docs')
})

describeEachDatabase('the message of an error', open => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create(blogModels)
  })

  test('has its parts once, from the engine as from here', async () => {
    for (const failing of [
      () => db.table('no_such_table').rows(),
      () => User.query().limit(-1).all(),
      () => User.findOrFail(1)
    ]) {
      const { code, hint, message } = await failureOf(failing)
      expect(message.startsWith(`${code}: `)).toBe(true)
      expect(message.endsWith(` (${hint})\nMore: npx versa doc ${code}`)).toBe(true)
      expect(message.split('\n')).toHaveLength(2)
    }
  })

  test('is the same for each whose look-ups were merged', async () => {
    await db.schema.drop(blogModels)
    const failures = await Promise.all([1, 2].map(id => failureOf(() => User.find(id))))
    const [one, other] = failures.map(({ message }) => message)
    expect(one?.split('\n')).toHaveLength(2)
    expect(other).toBe(one)
  })

  test('says of an empty text that it is empty', async () => {
    const { message } = await failureOf(() => db.table('').rows())
    expect(message).toContain('an empty string')
  })
})

import { connect, Model, t } from 'versa-orm'
import { expect, test } from 'vitest'
import { expectFailure } from '../../support/failures.js'

class Child extends Model.table('children', { id: t.id(), parent: t.int() }) {}

test('rows in bulk whose commit fails leave no transaction behind', async () => {
  await using db = await connect('sqlite::memory:')
  const children = Child.using(db)
  await db.sql`create table parents (id integer primary key)`.execute()
  // Checked at the commit: each insert succeeds, and then the whole fails.
  await db.sql`
    create table children (
      id integer primary key,
      parent integer not null references parents (id) deferrable initially deferred
    )`.execute()
  await db.sql`insert into parents values (1)`.execute()
  await expectFailure(() => children.createMany([{ parent: 1 }, { parent: 2 }]), {
    code: 'FOREIGN_KEY_VIOLATION'
  })
  await children.create({ parent: 1 })
  // Had that been in a transaction that was never ended, this could not begin one.
  await db.transaction(() => children.create({ parent: 1 }))
  expect(await children.query().count()).toBe(2)
})

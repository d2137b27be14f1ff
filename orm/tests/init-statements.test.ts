import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from 'versa-orm'
import { describe, expect, test } from 'vitest'
import { describeEachDatabase, temporaryFolder } from './support/databases.js'
import { canary, expectFailure } from './support/failures.js'

describeEachDatabase('init statements', (open, database) => {
  const { product } = database.traits
  const statements = {
    PostgreSQL: ["set lock_timeout = '1234ms'", 'set geqo = off; set statement_timeout = 56789'],
    MariaDB: ['set innodb_lock_wait_timeout = 17', 'set @mine = 42'],
    SQLite: ['pragma cache_size = -4321', 'pragma synchronous = full; pragma temp_store = memory']
  }[product]
  const settings = async (db: Awaited<ReturnType<typeof open>>) => {
    if (product === 'PostgreSQL') {
      return db.sql`select current_setting('lock_timeout') as a, current_setting('geqo') as b,
        current_setting('statement_timeout') as c`.first()
    }
    if (product === 'MariaDB') {
      return db.sql`select @@innodb_lock_wait_timeout as a, @mine as b`.first()
    }
    return db.sql`select (select cache_size from pragma_cache_size) as a,
      (select synchronous from pragma_synchronous) as b,
      (select temp_store from pragma_temp_store) as c`.first()
  }
  const expected = {
    PostgreSQL: { a: '1234ms', b: 'off', c: '56789ms' },
    MariaDB: { a: 17, b: 42 },
    SQLite: { a: -4321, b: 2, c: 2 }
  }[product]

  test('run on each connection, before it is used', async () => {
    const db = await open({ initStatements: statements ?? [] })
    expect(await settings(db)).toEqual(expected)
    // While some are taken, others are opened.
    const all = await Promise.all(
      [1, 2, 3].map(() =>
        db.transaction(async () => {
          await sleep(50)
          return settings(db)
        })
      )
    )
    expect(all).toEqual([expected, expected, expected])
  })

  test('one that fails makes connecting fail, and is not quoted', async () => {
    const initStatements = ['select 1', `select '${canary}' from nowhere_at_all`]
    const error = await expectFailure(() => open({ initStatements }), {
      code: 'CONNECTION_FAILED',
      names: /initStatements\[1\] failed: .*nowhere_at_all/
    })
    // The hint of what failed is left out: the one of this error follows.
    expect(error.message).toMatch(/failed: [^()]*nowhere_at_all[^()]* \(each new connection/)
  })

  test.each<[string, unknown, RegExp]>([
    ['a text', 'select 1', /initStatements cannot be a string/],
    ['no text', [1], /initStatements\[0\] cannot be a number/],
    ['an empty one', ['select 1', ' '], /initStatements\[1\] is empty/],
    ['one that begins a transaction', [' BEGIN'], /transaction/]
  ])('%s', async (_, initStatements, names) => {
    await expectFailure(
      () => Reflect.apply(connect, undefined, [database.url(), { initStatements }]),
      { code: 'INVALID_CONFIGURATION', names }
    )
  })
})

describe('init statements of SQLite', () => {
  const folder = temporaryFolder()

  test('attach another file, for readers too', async () => {
    const other = path.join(folder(), "o'ther.db")
    await using made = await connect(`sqlite:${other}`)
    await made.sql`create table notes (id integer primary key, text text)`.execute()
    await made.sql`insert into notes (text) values ('there')`.execute()
    const attach = `attach '${other.replaceAll("'", "''")}' as other`
    await using db = await connect(`sqlite:${path.join(folder(), 'main.db')}`, {
      initStatements: [attach]
    })
    const notes = () => db.sql`select text from other.notes`.rows()
    expect(await notes()).toEqual([{ text: 'there' }])
    let end = () => {}
    const ended = new Promise<void>(resolve => {
      end = resolve
    })
    const transaction = db.transaction(async tx => {
      await tx.sql`create table here (id integer)`.execute()
      await ended
    })
    // The transaction has the connection that writes.
    expect(await notes()).toEqual([{ text: 'there' }])
    end()
    await transaction
  })

  test('a transaction that is left open', async () => {
    await expectFailure(() => connect('sqlite::memory:', { initStatements: ['select 1; begin'] }), {
      code: 'INVALID_CONFIGURATION',
      names: /initStatements\[0\] left a transaction open/
    })
  })
})

import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { connect, Model, sql, t } from 'versa-orm'
import { describe, expect, test } from 'vitest'
import { describeEachDatabase, temporaryFolder } from './support/databases.js'
import { canary, expectFailure } from './support/failures.js'

class Note extends Model.table('notes', { id: t.id(), text: t.text() }) {}

describe('connecting', () => {
  const folder = temporaryFolder()

  test.each([
    ['no scheme', 'somewhere'],
    ['an unknown scheme', 'oracle://localhost/x'],
    ['nothing', ''],
    ['SQLite without a file', 'sqlite:'],
    ['a port that is none', 'postgres://localhost:99999/x']
  ])('%s', async (_, url) => {
    await expectFailure(() => connect(url), { code: 'INVALID_CONFIGURATION' })
  })

  test('a URL that is no text', async () => {
    await expectFailure(() => Reflect.apply(connect, undefined, [undefined]), {
      code: 'INVALID_CONFIGURATION'
    })
  })

  test('an unknown option suggests the right one', async () => {
    const options: object = { maxConnection: 5 }
    await expectFailure(() => connect('sqlite::memory:', options), {
      code: 'INVALID_CONFIGURATION',
      names: /maxConnections/
    })
  })

  test.each([
    ['maxConnections', 0],
    ['maxConnections', -1],
    ['maxConnections', 1.5],
    ['busyTimeoutMs', Number.NaN],
    ['acquireTimeoutMs', '5']
  ])('the option %s as %j', async (name, value) => {
    await expectFailure(() => connect('sqlite::memory:', { [name]: value }), {
      code: 'INVALID_CONFIGURATION',
      names: new RegExp(name)
    })
  })

  test('a file that is no database is left as it is', async () => {
    const file = path.join(folder(), 'text.db')
    await writeFile(file, `${canary} is no database\n`.repeat(100))
    await expectFailure(() => connect(`sqlite:${file}`), { code: 'CORRUPT' })
  })

  test('a folder that does not exist', async () => {
    const file = path.join(folder(), 'missing', 'x.db')
    await expectFailure(() => connect(`sqlite:${file}`), {
      code: 'CONNECTION_FAILED',
      names: /folder/
    })
  })

  test('reading a file that does not exist', async () => {
    const url = `sqlite:${path.join(folder(), 'absent.db')}`
    await expectFailure(() => connect(url, { readOnly: true }), { code: 'CONNECTION_FAILED' })
  })

  test.each(['postgres', 'mysql', 'mariadb'])('%s where nothing listens', async scheme => {
    const port = await unusedPort()
    const url = `${scheme}://user:${canary}@127.0.0.1:${port}/x`
    await expectFailure(() => connect(url, { connectTimeoutMs: 2_000 }), {
      code: 'CONNECTION_FAILED',
      names: new RegExp(`127\\.0\\.0\\.1.*${port}`)
    })
  })

  test.each(['postgres', 'mysql'])('%s where something silent listens', async scheme => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => server.once('listening', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const start = Date.now()
    const url = `${scheme}://user:${canary}@127.0.0.1:${port}/x`
    try {
      await expectFailure(() => connect(url, { connectTimeoutMs: 300 }), {
        code: 'CONNECTION_FAILED'
      })
    } finally {
      server.close()
    }
    expect(Date.now() - start).toBeLessThan(5_000)
  })

  test('a host that does not exist', async () => {
    const url = `postgres://user:${canary}@no-such-host.invalid/x`
    await expectFailure(() => connect(url, { connectTimeoutMs: 5_000 }), {
      code: 'CONNECTION_FAILED',
      names: /no-such-host\.invalid/
    })
  })
})

describeEachDatabase('refusals', (open, database) => {
  const { traits } = database
  const elsewhere = (change: (url: URL) => void) => {
    const url = new URL(database.url())
    change(url)
    return url.href
  }

  test('a database that does not exist', async () => {
    if (!traits.server) return expect(traits.product).toBe('SQLite')
    const url = elsewhere(to => {
      to.pathname = '/no_such_database'
    })
    await expectFailure(() => connect(url), {
      code: 'CONNECTION_FAILED',
      names: /no_such_database/
    })
  })

  test('a user that does not exist', async () => {
    if (!traits.server) return expect(traits.product).toBe('SQLite')
    const url = elsewhere(to => {
      to.username = 'no_such_user'
      to.password = canary
    })
    await expectFailure(() => connect(url), { code: 'CONNECTION_FAILED', names: /no_such_user/ })
  })

  test('a wrong password', async () => {
    if (traits.product !== 'MariaDB') return expect(traits.product).not.toBe('MariaDB')
    const admin = await open()
    const user = `u${process.pid}_${Date.now() % 100_000}`
    const account = sql`${sql.id(user)}@${sql.id('%')}`
    await admin.sql`create user ${account} identified by 'right'`.execute()
    const url = elsewhere(to => {
      to.username = user
      to.password = canary
    })
    try {
      await expectFailure(() => connect(url), { code: 'CONNECTION_FAILED', names: user })
    } finally {
      await admin.sql`drop user ${account}`.execute()
    }
  })

  test('a lock that another connection holds', async () => {
    const holder = await open()
    await holder.schema.createIfMissing([Note])
    if (!traits.shared) return expect(await Note.using(holder).query().count()).toBe(0)
    const waiter = await open({ busyTimeoutMs: 50, acquireTimeoutMs: 500 })
    await Note.using(holder).create({ id: 1, text: 'a' })
    await holder.transaction(async () => {
      await Note.using(holder).where('id', 1).update({ text: 'locked' })
      await shortenLockWait(waiter)
      const write = () => Note.using(waiter).where('id', 1).update({ text: canary })
      await expectFailure(() => waiter.transaction(async tx => shortenLockWait(tx).then(write)), {
        code: 'LOCK_TIMEOUT'
      })
    })
    expect(await Note.using(waiter).where('id', 1).update({ text: 'b' })).toBe(1)
    expect((await Note.using(holder).findOrFail(1)).text).toBe('b')
  })

  test('a connection that the server ended', async () => {
    if (!traits.server) return expect(traits.product).toBe('SQLite')
    const victim = await open({ maxConnections: 1 })
    await victim.schema.createIfMissing([Note])
    const killer = await open()
    const own = traits.product === 'PostgreSQL' ? 'pg_backend_pid' : 'connection_id'
    const row = await victim.sql`select ${victim.sql.id(own)}() as id`.first()
    if (traits.product === 'PostgreSQL') {
      await killer.sql`select pg_terminate_backend(${Number(row?.['id'])})`.rows()
    } else {
      await killer.sql`kill ${Number(row?.['id'])}`.execute()
    }
    const first = await Note.using(victim)
      .query()
      .count()
      .catch((error: unknown) => error)
    if (typeof first !== 'number') {
      await expectFailure(() => Promise.reject(first), { code: 'CONNECTION_LOST' })
    }
    expect(await Note.using(victim).query().count()).toBeGreaterThanOrEqual(0)
  })

  test('waiting for a connection of a pool that is in use', async () => {
    const small = await open({ maxConnections: 1, acquireTimeoutMs: 200 })
    await small.schema.createIfMissing([Note])
    const outside = { run: () => Promise.resolve<unknown>(undefined) }
    let release = () => {}
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    const transaction = small.transaction(() => held)
    outside.run = () => small.transaction(async () => {})
    await expectFailure(outside.run, { code: 'TIMEOUT', names: /acquireTimeoutMs|maxConnections/ })
    release()
    await transaction
    expect(await Note.using(small).query().count()).toBeGreaterThanOrEqual(0)
  })

  /** Servers wait for locks for long; SQLite's wait is an option of `connect`. */
  async function shortenLockWait(session: Pick<Awaited<ReturnType<typeof open>>, 'sql'>) {
    if (traits.product === 'PostgreSQL') await session.sql`set lock_timeout = '100ms'`.execute()
    if (traits.product === 'MariaDB') await session.sql`set innodb_lock_wait_timeout = 1`.execute()
  }
})

async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port')
  return address.port
}

import { type Database, Model, sql, t } from 'versa-orm'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { describeEachDatabase } from '../../support/databases.js'
import { Child, runChild } from '../support/child.js'
import { eventually } from '../support/eventually.js'

class Entry extends Model.table('entries', { id: t.id(), label: t.text() }) {}

const prelude = `
  import { connect, Model, sql, t } from 'versa-orm'
  class Entry extends Model.table('entries', { id: t.id(), label: t.text() }) {}
  const db = await connect(process.argv[1])
  const forLong = () => {
    if (db.product === 'PostgreSQL') return db.sql\`select pg_sleep(60)\`.rows()
    if (db.product === 'MariaDB') return db.sql\`select sleep(60)\`.rows()
    return db.sql\`
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000000000)
      select count(*) as c from n\`.options({ worker: true }).rows()
  }`

/** Those of this process that may rest in its pool. */
const ownConnections = 2

describeEachDatabase('a process that ends', (open, { traits, url }) => {
  let db: Database
  const entries = () => Entry.using(db)

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Entry])
  })

  beforeEach(async () => {
    await entries().query().allRows().delete()
  })

  /** Memory is nobody else's: there a process makes its own table. */
  const own = traits.shared ? '' : 'await db.schema.create([Entry])'
  const program = (source: string) => `${prelude}\n${own}\n${source}`
  const args = () => [url()]

  /** Waits until the server has only the connections of this process. */
  async function connectionsAreGone(): Promise<void> {
    if (!traits.server) return
    const others =
      traits.product === 'PostgreSQL'
        ? sql`select count(*) as n from pg_stat_activity where datname = current_database()
            and pid <> pg_backend_pid()`
        : sql`select count(*) as n from information_schema.processlist where db = database()
            and id <> connection_id()`
    await using asking = await open({ maxConnections: 1 })
    await eventually(async () => {
      const now = Number((await asking.sql`${others}`.first())?.['n'])
      return now <= ownConnections ? true : undefined
    })
  }
  /** What was written in a transaction is gone, and so is its lock. */
  async function isUndone(): Promise<void> {
    await connectionsAreGone()
    if (!traits.shared) return
    await entries().where('label', 'acknowledged').update({ label: 'unlocked' })
    const labels = (await entries().orderBy('id').all()).map(({ label }) => label)
    expect(labels).toEqual(['unlocked'])
  }

  test('by itself, without `close`, after queries and a broken off stream', async () => {
    const outcome = await runChild(
      program(`
        await Entry.createMany(Array.from({ length: 100 }, () => ({ label: 'x' })))
        for await (const entry of Entry.query().stream()) break
        await db.transaction(() => Entry.query().count())
        console.log('done')`),
      { args: args() }
    )
    expect(outcome).toEqual({ code: 0, signal: null, stdout: 'done', stderr: '' })
    await connectionsAreGone()
  })

  test('by itself, after `close` with errors before', async () => {
    const outcome = await runChild(
      program(`
        await db.sql\`select nothing from nowhere\`.rows().catch(() => {})
        await db.transaction(async () => { throw new Error('x') }).catch(() => {})
        await db.close()
        await db.close()
        console.log('done')`),
      { args: args() }
    )
    expect(outcome).toEqual({ code: 0, signal: null, stdout: 'done', stderr: '' })
    await connectionsAreGone()
  })

  test.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)('by %s in a transaction', async signal => {
    const child = new Child(
      program(`
        const { id } = await Entry.create({ label: 'acknowledged' })
        await db.transaction(async () => {
          await Entry.where('id', id).update({ label: 'undone' })
          await Entry.create({ label: 'undone' })
          console.log('inside')
          await new Promise(resolve => setTimeout(resolve, 50_000))
        })`),
      { args: args() }
    )
    await child.says('inside')
    child.kill(signal)
    expect(await child.ended()).toMatchObject({ signal, stderr: '' })
    await isUndone()
  })

  test('by SIGTERM with a handler that rolls back and closes', async () => {
    const child = new Child(
      program(`
        await Entry.create({ label: 'acknowledged' })
        const over = db.transaction(async () => {
          await Entry.create({ label: 'undone' })
          await new Promise((resolve, reject) => {
            const timer = setTimeout(resolve, 50_000)
            process.once('SIGTERM', () => {
              clearTimeout(timer)
              reject(new Error('asked to end'))
            })
            console.log('inside')
          })
        })
        await over.catch(error => console.log(error.message))
        await db.close()`),
      { args: args() }
    )
    await child.says('inside')
    child.kill('SIGTERM')
    expect(await child.ended()).toMatchObject({ code: 0, stdout: 'inside\nasked to end' })
    await isUndone()
  })

  test('by process.exit in a query', async () => {
    const outcome = await runChild(
      program(`
        await Entry.create({ label: 'acknowledged' })
        void forLong()
        void Entry.query().all()
        setTimeout(() => process.exit(7), 100)`),
      { args: args() }
    )
    expect(outcome).toEqual({ code: 7, signal: null, stdout: '', stderr: '' })
    await isUndone()
  })

  test('by process.exit in a transaction and a stream', async () => {
    const outcome = await runChild(
      program(`
        await Entry.create({ label: 'acknowledged' })
        await db.transaction(async () => {
          await Entry.create({ label: 'undone' })
          for await (const entry of Entry.query().stream()) process.exit(7)
        })`),
      { args: args() }
    )
    expect(outcome).toEqual({ code: 7, signal: null, stdout: '', stderr: '' })
    await isUndone()
  })

  test('by an uncaught exception in a transaction', async () => {
    const outcome = await runChild(
      program(`
        await Entry.create({ label: 'acknowledged' })
        void db.transaction(async () => {
          await Entry.create({ label: 'undone' })
          setTimeout(() => { throw new Error('nobody catches this') }, 10)
          await new Promise(resolve => setTimeout(resolve, 50_000))
        })`),
      { args: args() }
    )
    expect(outcome).toMatchObject({ code: 1, signal: null })
    expect(outcome.stderr).toContain('nobody catches this')
    await isUndone()
  })

  test('by an unhandled rejection of a query', async () => {
    const outcome = await runChild(program('void db.sql`select 1 from nowhere`.rows()'), {
      args: args()
    })
    expect(outcome).toMatchObject({ code: 1, signal: null })
    expect(outcome.stderr).toContain('UNKNOWN_TABLE')
  })
})

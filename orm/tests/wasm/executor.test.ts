import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import initSqlJs from 'sql.js'
import {
  connect,
  type Executor,
  type ExecutorFactory,
  exportDatabase,
  loadEngine,
  SqliteFailure,
  sqlJs
} from 'versa-orm/browser'
import { beforeAll, describe, expect, test } from 'vitest'
import { expectFailure } from '../support/failures.js'

const { resolve } = createRequire(import.meta.url)
let sqlite: ExecutorFactory

beforeAll(async () => {
  await loadEngine(
    await readFile(new URL('./versa.wasm', import.meta.resolve('versa-orm/browser')))
  )
  sqlite = sqlJs({ load: initSqlJs, wasm: await readFile(resolve('sql.js/dist/sql-wasm.wasm')) })
})

/** A database whose executor has some calls of its own. */
const withCalls = (own: (inner: Executor) => Partial<Executor>) =>
  connect('sqljs::memory:', {
    executor: async decimals => {
      const inner = await sqlite(decimals)
      const { version } = inner
      const calls: Executor = {
        version,
        run: (...run) => inner.run(...run),
        runAll: sql => inner.runAll(sql),
        lastInsertRowid: () => inner.lastInsertRowid(),
        inTransaction: () => inner.inTransaction(),
        export: () => inner.export(),
        close: () => inner.close()
      }
      return { ...calls, ...own(calls) }
    }
  })

test.each(['sqljs:app.db', 'sqlite:app.db', 'sqljs:', 'postgres://app:secret@localhost/shop'])(
  'what is in memory is not opened as %s',
  async url => {
    const opening = () => connect(url, { executor: sqlite })
    const error = await expectFailure(opening, {
      code: 'INVALID_CONFIGURATION',
      names: /in memory/
    })
    expect(error.message).toContain(':memory:')
    expect(error.message).not.toContain('secret')
  }
)

const failing = (thrown: unknown) => (): never => {
  throw thrown
}

describe('what an executor of one’s own throws', () => {
  test('has a code, the statement and a cause, whatever it was', async () => {
    for (const thrown of [new TypeError('the worker is gone'), 'a text', undefined]) {
      const db = await withCalls(() => ({ run: failing(thrown) }))
      const error = await expectFailure(() => db.sql`select 1`.rows(), { code: 'DATABASE_ERROR' })
      expect(error.sql).toBe('select 1')
      expect(error.cause).toBe(thrown)
      if (thrown instanceof Error) expect(error.message).toContain('the worker is gone')
      await db.close()
    }
  })

  test('in a transaction, an export and at the end is an error of ours, too', async () => {
    const cause = new Error('gone')
    const code = 'DATABASE_ERROR'
    const own = (calls: Partial<Executor>) => withCalls(() => calls)
    const begins = await withCalls(inner => ({
      runAll: sql => (/^begin/i.test(sql) ? failing(cause)() : inner.runAll(sql))
    }))
    await expectFailure(() => begins.transaction(async () => {}), { code })
    await begins.close()
    const asks = await own({ inTransaction: failing(cause) })
    await expectFailure(() => asks.transaction(async () => {}), { code })
    const exports = await own({ export: failing(cause) })
    await expectFailure(() => exportDatabase(exports), { code })
    await exports.close()
    const closes = await own({ close: failing(cause) })
    expect((await expectFailure(() => closes.close(), { code })).cause).toBe(cause)
  })

  test('as a failure of SQLite is told by its code', async () => {
    const full = new SqliteFailure(13, 'database or disk is full')
    const db = await withCalls(() => ({ run: failing(full) }))
    await expectFailure(() => db.sql`select 1`.rows(), { code: 'RESOURCE_EXHAUSTED' })
    await db.close()
  })

  test('when it opens is that the connection failed', async () => {
    const cause = new Error('no worker')
    const open = (thrown: unknown) =>
      connect('sqljs::memory:', { executor: () => Promise.reject(thrown) })
    const error = await expectFailure(() => open(cause), { code: 'CONNECTION_FAILED' })
    expect(error.cause).toBe(cause)
    // SQLite looks at its file when it is asked for the first time.
    const deaf = withCalls(() => ({ runAll: failing(cause), close: failing('closed') }))
    expect((await expectFailure(() => deaf, { code: 'DATABASE_ERROR' })).cause).toBe(cause)
    await expectFailure(() => open(new SqliteFailure(26, 'file is not a database')), {
      code: 'CORRUPT'
    })
  })
})

test('bytes that are no database are corrupt', async () => {
  const wasm = await readFile(resolve('sql.js/dist/sql-wasm.wasm'))
  const executor = sqlJs({ load: initSqlJs, wasm, data: new Uint8Array(4_096).fill(7) })
  await expectFailure(() => connect('sqljs::memory:', { executor }), { code: 'CORRUPT' })
})

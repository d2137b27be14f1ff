// Databases that are files, and what is no database.
import initSqlite from '@sqlite.org/sqlite-wasm'
import initSqlJs from 'sql.js'
import sqlJsUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'
import { connect, loadEngine, Model, sqliteWasm, sqlJs, t } from 'versa-orm/browser'
import { beforeAll, expect, test } from 'vitest'
import engineUrl from '../../dist/browser/versa.wasm?url'
import { canary, expectFailure } from '../support/failures.js'

class Note extends Model.table('notes', { id: t.id(), text: t.text() }) {}

beforeAll(() => loadEngine(new URL(engineUrl, location.href)))

test('a file is kept from one worker to the next', async () => {
  const root = await navigator.storage.getDirectory()
  await root.removeEntry('.opfs-sahpool', { recursive: true }).catch(() => {})
  expect(await visit('first')).toEqual(['first'])
  expect(await visit('second')).toEqual(['first', 'second'])
})

test('two connections to one file see what the other one wrote', async () => {
  const library = await initSqlite()
  const executor = sqliteWasm({ load: async () => library, file: '/shared.db', vfs: 'memdb' })
  await using first = await connect('sqlite-wasm:/shared.db', { executor, name: 'first' })
  await using second = await connect('sqlite-wasm:/shared.db', { executor, name: 'second' })
  await first.schema.create([Note])
  await Note.using(first).create({ text: 'seen' })
  expect(await Note.using(second).pluck('text')).toEqual(['seen'])
})

test.each(['/other.db', ':memory:', ''])('a file is not opened as %j', async place => {
  const library = await initSqlite()
  const executor = sqliteWasm({ load: async () => library, file: '/a shop.db', vfs: 'memdb' })
  const error = await expectFailure(() => connect(`sqlite-wasm:${place}`, { executor }), {
    code: 'INVALID_CONFIGURATION',
    names: /the file \/a shop\.db/
  })
  const [, url = ''] = /write '(.+)'/.exec(error.message) ?? []
  await using db = await connect(url, { executor })
  expect(db.product).toBe('SQLite')
})

test('a virtual file system that is not installed is named', async () => {
  const executor = sqliteWasm({ load: initSqlite, file: '/notes.db', vfs: 'nowhere' })
  await expectFailure(() => connect('sqlite-wasm:/notes.db', { executor }), {
    code: 'CONNECTION_FAILED',
    names: /nowhere/
  })
})

test.each([
  ['a vfs without a file', { vfs: 'memdb' }, /vfs/],
  ['data beside a file', { file: '/notes.db', data: new Uint8Array(512) }, /data/]
])('%s is refused', async (_, options, names) => {
  await expectFailure(() => sqliteWasm({ load: initSqlite, ...options }), {
    code: 'INVALID_CONFIGURATION',
    names
  })
})

const noDatabases: [string, Uint8Array][] = [
  ['a text', new TextEncoder().encode(`${canary} is no database\n`.repeat(100))],
  ['zeros', new Uint8Array(4096)],
  ['a good beginning', new TextEncoder().encode('SQLite format 3\0'.padEnd(4096, canary))]
]

test.each(noDatabases)('%s is refused by connect', async (_, data) => {
  const wasm = new Uint8Array(await (await fetch(sqlJsUrl)).arrayBuffer())
  const withSqlJs = { executor: sqlJs({ load: initSqlJs, wasm, data }) }
  await expectFailure(() => connect('sqljs::memory:', withSqlJs), { code: 'CORRUPT' })
  const withSqlite = { executor: sqliteWasm({ load: initSqlite, data }) }
  await expectFailure(() => connect('sqlite-wasm::memory:', withSqlite), { code: 'CORRUPT' })
  // None of them is open, and none is the default.
  const executor = sqliteWasm({ load: initSqlite })
  await using db = await connect('sqlite-wasm::memory:', { executor })
  await db.schema.create([Note])
  expect(await Note.query().count()).toBe(0)
})

function visit(text: string): Promise<unknown> {
  const worker = new Worker(new URL('kept.worker.ts', import.meta.url), { type: 'module' })
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data }) => resolve(data))
    worker.addEventListener('error', ({ message }) => reject(new Error(message)))
    worker.postMessage(text)
  }).finally(() => worker.terminate())
}

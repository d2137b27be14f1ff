// What a page has: the engine, sql.js and the bytes of both; here they come from files. A database
// with notes is open.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import sqlJsLibrary from 'sql.js'
import { connect, type Decimals, loadEngine, Model, sqlJs, t } from 'versa-orm/browser'

export class Note extends Model.table('notes', { id: t.id(), text: t.text() }) {}

const require = createRequire(import.meta.url)

/** The default export of sql.js. */
export const initSqlJs = sqlJsLibrary

/** The bytes of the file of sql.js. */
export const wasm = await readFile(require.resolve('sql.js/dist/sql-wasm.wasm'))

/** The bytes of the engine. */
export const engine = await readFile(
  new URL('./versa.wasm', import.meta.resolve('versa-orm/browser'))
)

await loadEngine(engine)
const open = sqlJs({ load: initSqlJs, wasm })
const given: Decimals[] = []
export const db = await connect('sqljs::memory:', {
  executor: each => {
    given.push(each)
    return open(each)
  }
})

/** What the engine adds to a SQLite. */
export const decimals = given[0] as Decimals

/** A SQLite of its own, as the engine has it. */
export const opened = () => open(decimals)

await db.schema.create([Note])
await Note.createMany([{ text: 'first' }, { text: 'second' }])

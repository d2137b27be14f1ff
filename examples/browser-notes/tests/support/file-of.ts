import { readFile } from 'node:fs/promises'
import initSqlite from '@sqlite.org/sqlite-wasm'
import { connect, exportDatabase, loadEngine, sqliteWasm } from 'versa-orm/browser'
import { models, Note } from '../../src/models'

/** A file of notes, made without the page. */
export async function fileOf(notes: readonly { readonly title: string }[]): Promise<Buffer> {
  const engine = new URL('./versa.wasm', import.meta.resolve('versa-orm/browser'))
  await loadEngine(await readFile(engine))
  const executor = sqliteWasm({ load: initSqlite })
  await using db = await connect('sqlite-wasm::memory:', { executor })
  await db.schema.create(models)
  await Note.createMany(notes)
  return Buffer.from(await exportDatabase(db))
}

// A database in the origin private file system, which only a worker can open: counts how often it
// was opened, and ends.
import initSqlite from '@sqlite.org/sqlite-wasm'
import { connect, loadEngine, Model, sqliteWasm, t } from 'versa-orm/browser'
import engineUrl from '../../dist/browser/versa.wasm?url'

class Visit extends Model.table('visits', { id: t.id(), text: t.text() }) {}

self.addEventListener('message', async ({ data: text }) => {
  await loadEngine(new URL(engineUrl, location.href))
  const library = await initSqlite()
  const vfs = 'opfs-sahpool'
  const pool = await library.installOpfsSAHPoolVfs({ name: vfs, preserveOnInitFailure: true })
  const executor = sqliteWasm({ load: async () => library, file: '/visits.db', vfs })
  const db = await connect('sqlite-wasm:/visits.db', { executor })
  await db.schema.createIfMissing([Visit])
  await Visit.create({ text })
  const texts = await Visit.orderBy('id').pluck('text')
  await db.close()
  pool.pauseVfs()
  self.postMessage(texts)
})

import type { NewNote, Peer } from '../peer.js'
import { byHand, type HandWritten, noteValues, onSlugConflict, textsOf } from './by-hand.js'

/** Node's own SQLite, where this Node has one that needs no flag; null elsewhere. */
export async function nodeSqlite(): Promise<Peer | null> {
  const sqlite = await import('node:sqlite' as string).catch(() => null)
  if (sqlite === null) return null
  return {
    name: 'node:sqlite',
    kind: 'driver',
    package: 'node:sqlite',
    databases: ['SQLite'],
    async open({ file }) {
      const database = new sqlite.DatabaseSync(file)
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
      type Statement = { all(...values: unknown[]): never; run(...values: unknown[]): unknown }
      const statements = new Map<string, Statement>()
      const prepared = (text: string): Statement => {
        const known = statements.get(text)
        if (known !== undefined) return known
        const made: Statement = database.prepare(text)
        statements.set(text, made)
        return made
      }
      const inTransaction = (work: () => unknown) => {
        database.exec('BEGIN IMMEDIATE')
        try {
          const result = work()
          database.exec('COMMIT')
          return result
        } catch (error) {
          database.exec('ROLLBACK')
          throw error
        }
      }
      const insertAll = (text: string, notes: readonly NewNote[]) =>
        inTransaction(() => {
          for (const note of notes) prepared(text).run(...noteValues(driver, note))
        })
      const driver: HandWritten = {
        quote: '"',
        returning: '',
        placeholder: () => '?',
        date: value => value.toISOString().slice(0, 23).replace('T', ' '),
        query: (text, values) => prepared(text).all(...values),
        queryList: (text, list) =>
          prepared(text.replace(' list', ` (${list.map(() => '?').join()})`)).all(...list),
        insertNotes: notes => insertAll(texts.insert, notes),
        upsertNotes: notes => insertAll(texts.insert + onSlugConflict, notes),
        transaction: note =>
          inTransaction(() => {
            prepared(texts.insert).run(...noteValues(driver, note))
            prepared(texts.customer).all(note.n + 1)
            prepared(texts.update).run(note.n, 1)
            prepared(texts.insert).run(...noteValues(driver, { ...note, slug: `${note.slug}b` }))
            return prepared(texts.count).all()
          }),
        close: () => database.close()
      }
      const texts = textsOf(driver)
      return byHand(driver)
    }
  }
}

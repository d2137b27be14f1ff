import Database from 'better-sqlite3'
import type { NewNote, Peer } from '../peer.js'
import { byHand, type HandWritten, noteValues, onSlugConflict, textsOf } from './by-hand.js'

/** Prepared statements, kept; transactions by the driver's own function, as its manual says. */
export const betterSqlite3: Peer = {
  name: 'better-sqlite3',
  kind: 'driver',
  package: 'better-sqlite3',
  databases: ['SQLite'],
  async open({ file }) {
    const database = new Database(file)
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = NORMAL')
    const statements = new Map<string, Database.Statement>()
    const prepared = (text: string) => {
      const known = statements.get(text)
      if (known !== undefined) return known
      const made = database.prepare(text)
      statements.set(text, made)
      return made
    }
    const run = (text: string, values: readonly unknown[]) => prepared(text).run(...values)
    const insertAll = database.transaction((text: string, notes: readonly NewNote[]) => {
      const statement = prepared(text)
      for (const note of notes) statement.run(...noteValues(driver, note))
    })
    const driver: HandWritten = {
      quote: '"',
      returning: '',
      placeholder: () => '?',
      date: value => value.toISOString().slice(0, 23).replace('T', ' '),
      query(text, values) {
        const statement = prepared(text)
        if (statement.reader) return statement.all(...values) as object[] as never
        statement.run(...values)
        return []
      },
      queryList: (text, list) =>
        prepared(text.replace(' list', ` (${list.map(() => '?').join()})`)).all(...list) as never,
      insertNotes: notes => insertAll(texts.insert, notes),
      upsertNotes: notes => insertAll(texts.insert + onSlugConflict, notes),
      transaction: note => inTransaction(note),
      close: () => {
        database.close()
      }
    }
    const texts = textsOf(driver)
    const inTransaction = database.transaction((note: NewNote) => {
      run(texts.insert, noteValues(driver, note))
      prepared(texts.customer).get(note.n + 1)
      run(texts.update, [note.n, 1])
      run(texts.insert, noteValues(driver, { ...note, slug: `${note.slug}b` }))
      return prepared(texts.count).get()
    })
    return byHand(driver)
  }
}

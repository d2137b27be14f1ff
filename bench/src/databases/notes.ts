import { connect } from 'versa-orm'
import { Note, shopRows } from '../data/shop.js'
import { sqliteText } from '../peers/dates.js'

/** The notes of a database: what contenders wrote is looked at and removed through this. */
export interface Notes {
  /** Makes the notes what they were at first. */
  restore(): Promise<void>
  /** Removes what was added; the first thousand stay. */
  removeAdded(): Promise<void>
  /** What there is, without what differs from run to run: numbers, and slugs that count. */
  content(): Promise<unknown[]>
  close(): Promise<void>
}

/** The notes as they were at first, with their numbers. */
const firstNotes = () => shopRows.notes().map((note, at) => ({ id: at + 1, ...note }))

/** Through VersaORM: on servers, and on the SQLite file of VersaORM itself. */
export async function notesOf(url: string): Promise<Notes> {
  const db = await connect(url)
  const notes = Note.using(db)
  return {
    async restore() {
      await notes.query().allRows().delete()
      await notes.createMany(firstNotes())
    },
    async removeAdded() {
      await notes.where('id', '>', 1_000).delete()
    },
    content: async () => (await notes.query().orderBy('id').rows()).map(comparableNote),
    close: () => db.close()
  }
}

/** What better-sqlite3 and Node's own SQLite have in common. */
export interface SyncSqlite {
  exec(sql: string): unknown
  prepare(sql: string): { all(): unknown[]; run(...values: never[]): unknown }
  close(): void
}

/**
 * Through another library with SQLite: two copies of SQLite in one process must never use the same
 * file, since neither sees the other's locks.
 */
export function notesThrough(database: SyncSqlite): Notes {
  const insert = database.prepare(
    'insert into notes (id, slug, title, body, score, n, "createdAt") values (?, ?, ?, ?, ?, ?, ?)'
  )
  return {
    async restore() {
      database.exec('begin; delete from notes')
      for (const { id, slug, title, body, score, n, createdAt } of firstNotes()) {
        insert.run(...([id, slug, title, body, score, n, sqliteText(createdAt)] as never[]))
      }
      database.exec('commit')
    },
    async removeAdded() {
      database.exec('delete from notes where id > 1000')
    },
    content: async () =>
      (database.prepare('select * from notes order by id').all() as Row[]).map(comparableNote),
    close: async () => database.close()
  }
}

interface Row {
  readonly id: number
  readonly slug: string
}

function comparableNote({ id, slug, ...rest }: Row): object {
  return { ...rest, kept: id <= 1_000 ? slug : 'new' }
}

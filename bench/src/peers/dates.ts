import type { DatabaseName, NewNote } from '../peer.js'

/** An instant as SQLite's tables keep it. */
export function sqliteText(date: Date): string {
  return date.toISOString().slice(0, 23).replace('T', ' ')
}

/** A note as a library that does not convert dates for SQLite has to be given it. */
export function plainNote(note: NewNote, database: DatabaseName) {
  const createdAt = database === 'SQLite' ? sqliteText(note.createdAt) : note.createdAt
  return { ...note, createdAt }
}

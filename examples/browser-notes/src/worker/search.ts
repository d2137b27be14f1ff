import { type Database, type SqlFragment, sql } from 'versa-orm/browser'

/** Creates the index of the words of all notes, which triggers keep up to date. */
export async function createSearch(db: Database): Promise<void> {
  await db.sql`create virtual table if not exists note_search using fts5(
    title, body, content = 'notes', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2')`.execute()
  await db.sql`create trigger if not exists note_search_insert after insert on notes begin
    insert into note_search (rowid, title, body) values (new.id, new.title, new.body);
  end`.execute()
  await db.sql`create trigger if not exists note_search_delete after delete on notes begin
    insert into note_search (note_search, rowid, title, body)
    values ('delete', old.id, old.title, old.body);
  end`.execute()
  await db.sql`create trigger if not exists note_search_update
    after update of title, body on notes begin
    insert into note_search (note_search, rowid, title, body)
    values ('delete', old.id, old.title, old.body);
    insert into note_search (rowid, title, body) values (new.id, new.title, new.body);
  end`.execute()
}

/** Whether a note has all words that were typed, or some that begin like them. */
export function matches(text: string): SqlFragment {
  // What is left of the text is quoted: it has no meaning in the language of FTS5.
  const words = text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  const pattern = words.map(word => `"${word}"*`).join(' ')
  if (pattern === '') return sql`false`
  return sql`notes.id in (select rowid from note_search where note_search match ${pattern})`
}

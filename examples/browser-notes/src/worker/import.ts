import { connect, type Database, type ExecutorFactory, VersaError } from 'versa-orm/browser'
import type { Imported } from '../messages'
import { Note } from '../models'
import { namesOf, removeUnusedTags, tag } from './notes'

/**
 * Adds the notes of a file to those that are here: all or none. Of a note that is in both, the one
 * that was changed later stays.
 *
 * @param opened Opens the file as a database in memory.
 */
export async function importFile(db: Database, opened: ExecutorFactory): Promise<Imported> {
  // Everything is read before something is written: a file that is damaged changes nothing.
  const theirs = await notesOf(opened)
  return db.transaction(async () => {
    const known = await Note.whereIn(
      'key',
      theirs.map(({ key }) => key)
    ).all()
    const ours = new Map(known.map(note => [note.key, note]))
    const done = { added: 0, changed: 0, left: 0 }
    for (const { tags, ...columns } of theirs) {
      const our = ours.get(columns.key)
      if (our !== undefined && our.updatedAt >= columns.updatedAt) {
        done.left += 1
        continue
      }
      const note = await Object.assign(our ?? Note.make(), columns).save()
      await tag(note, tags)
      if (our === undefined) done.added += 1
      else done.changed += 1
    }
    await removeUnusedTags()
    return done
  })
}

async function notesOf(executor: ExecutorFactory) {
  try {
    await using file = await connect('sqlite-wasm::memory:', { executor, name: 'file' })
    const notes = await Note.using(file).with({ tags: true }).orderBy('id').all()
    return notes.map(({ key, title, body, pinned, createdAt, updatedAt, tags }) => ({
      key,
      title,
      body,
      pinned,
      createdAt,
      updatedAt,
      tags: namesOf(tags)
    }))
  } catch (error) {
    if (error instanceof VersaError) throw new Error(refusal(error), { cause: error })
    throw error
  }
}

function refusal({ code }: VersaError): string {
  if (code === 'CORRUPT') return 'This file is no database, or it is damaged.'
  if (code === 'UNKNOWN_TABLE' || code === 'UNKNOWN_COLUMN') return 'This file has no notes.'
  return 'The notes of this file cannot be read.'
}

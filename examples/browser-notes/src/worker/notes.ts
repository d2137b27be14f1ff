import type { Database, Instance } from 'versa-orm/browser'
import type { Deleted, Fields, Found, Wanted } from '../messages'
import { Note, Tag } from '../models'
import { matches } from './search'

/** The notes that have some words and a tag: pinned ones first, then those changed last. */
export async function list({ text, tag, limit }: Wanted): Promise<Found> {
  const { items, total } = await Note.query()
    .when(text.trim(), (q, typed) => q.where(matches(typed)))
    .when(tag, (q, name) => q.whereHas('tags', tags => tags.where('name', name)))
    .with({ tags: tags => tags.orderBy('name') })
    .orderBy('pinned', 'desc')
    .orderBy('updatedAt', 'desc')
    .orderBy('id', 'desc')
    .paginate({ page: 1, perPage: limit })
  const tags = await Tag.withCount('notes').orderBy('name').all()
  return {
    notes: items.map(({ id, title, body, pinned, tags, updatedAt }) => ({
      id,
      title,
      beginning: body.slice(0, 160),
      pinned,
      tags: namesOf(tags),
      updatedAt
    })),
    total,
    tags: tags.map(({ name, notesCount }) => ({ name, notes: notesCount }))
  }
}

export async function read(id: number): Promise<Fields | null> {
  const note = await Note.with({ tags: tags => tags.orderBy('name') }).find(id)
  if (note === null) return null
  const { title, body, pinned, tags } = note
  return { title, body, pinned, tags: namesOf(tags) }
}

/** Saves a note with its tags: both or neither. One that is gone becomes a new one. */
export function save(db: Database, id: number | null, fields: Fields): Promise<number> {
  return db.transaction(async () => {
    const found = id === null ? null : await Note.find(id)
    const note = found ?? Note.make()
    const { title, body, pinned } = fields
    await Object.assign(note, { title, body, pinned }).save()
    const tagsChanged = await tag(note, fields.tags)
    if (found !== null && tagsChanged) await note.touch()
    await removeUnusedTags()
    return note.id
  })
}

export function remove(db: Database, id: number): Promise<Deleted | null> {
  return db.transaction(async () => {
    const note = await Note.with({ tags: true }).find(id)
    if (note === null) return null
    await note.delete()
    await removeUnusedTags()
    const { key, title, body, pinned, createdAt, updatedAt, tags } = note
    return { key, title, body, pinned, createdAt, updatedAt, tags: namesOf(tags) }
  })
}

export function bringBack(db: Database, { tags, ...columns }: Deleted): Promise<number> {
  return db.transaction(async () => {
    const note = await Note.create(columns)
    await tag(note, tags)
    return note.id
  })
}

/** Gives a note these tags and no others, and says whether it had others. */
export async function tag(note: Instance<typeof Note>, tags: readonly string[]): Promise<boolean> {
  const names = [...new Set(tags.map(name => name.trim()).filter(Boolean))]
  await Tag.insertOrIgnoreMany(names.map(name => ({ name })))
  const keys = await Tag.whereIn('name', names).pluck('id')
  const { attached, detached } = await note.related('tags').sync(keys)
  return attached.length + detached.length > 0
}

/** A tag is there as long as a note has it. */
export async function removeUnusedTags(): Promise<void> {
  await Tag.doesntHave('notes').delete()
}

export function namesOf(tags: readonly { readonly name: string }[]): string[] {
  return tags.map(({ name }) => name)
}

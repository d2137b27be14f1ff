import { belongsToMany, Model, t } from 'versa-orm/browser'

/** `key` names a note in every file that it was exported to. */
export class Note extends Model.table(
  'notes',
  {
    id: t.id(),
    key: t.uuid({ generate: 'v7' }).unique(),
    title: t.text().default(''),
    body: t.text().default(''),
    pinned: t.boolean().default(false)
  },
  { timestamps: true }
) {
  static tags = belongsToMany(() => Tag, {
    through: () => NoteTag,
    foreignKey: 'noteId',
    relatedKey: 'tagId'
  })
}

export class Tag extends Model.table('tags', { id: t.id(), name: t.text().unique() }) {
  static notes = belongsToMany(() => Note, {
    through: () => NoteTag,
    foreignKey: 'tagId',
    relatedKey: 'noteId'
  })
}

export class NoteTag extends Model.table(
  'note_tags',
  {
    noteId: t.int().references('notes', { onDelete: 'cascade' }).column('note_id'),
    tagId: t.int().references('tags', { onDelete: 'cascade' }).column('tag_id').index()
  },
  { primaryKey: ['noteId', 'tagId'] }
) {}

export const models = [Note, Tag, NoteTag]

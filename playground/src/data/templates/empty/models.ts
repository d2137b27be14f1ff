import { Model, t } from 'versa-orm'

export class Note extends Model.table('notes', {
  id: t.id(),
  text: t.text(),
  createdAt: t.timestamp().defaultNow().column('created_at')
}) {}

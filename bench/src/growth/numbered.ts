import { Model, t } from 'versa-orm'

/** Rows of which there can be any number. */
export class Numbered extends Model.table('numbered', {
  id: t.id(),
  name: t.text(),
  score: t.float(),
  at: t.timestamp()
}) {}

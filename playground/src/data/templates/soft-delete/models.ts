import { belongsTo, hasMany, Model, t } from 'versa-orm'

export class Writer extends Model.table(
  'writers',
  { id: t.id(), name: t.text() },
  { softDelete: { cascade: ['books'] } }
) {
  static books = hasMany(() => Book, 'writerId')
}

export class Book extends Model.table(
  'books',
  { id: t.id(), writerId: t.int().references('writers').column('writer_id'), title: t.text() },
  { softDelete: true }
) {
  static writer = belongsTo(() => Writer, 'writerId')
}

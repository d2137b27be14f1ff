import { belongsTo, hasMany, Model, sql, t } from 'versa-orm'

export class Author extends Model.table(
  'authors',
  { id: t.id(), name: t.varchar(120).unique(), born: t.int().nullable() },
  { fillable: ['name', 'born'] }
) {
  static books = hasMany(() => Book, 'authorId')
}

/** `version` counts the changes of a row: it is the ETag of a book. */
export class Book extends Model.table(
  'books',
  {
    id: t.id(),
    authorId: t.int().references('authors').column('author_id').index(),
    title: t.varchar(200),
    isbn: t.varchar(17).unique(),
    year: t.int(),
    copies: t.int().default(1).check(sql`copies >= 0`)
  },
  { fillable: ['authorId', 'title', 'isbn', 'year', 'copies'], version: true }
) {
  static author = belongsTo(() => Author, 'authorId')
  static loans = hasMany(() => Loan, 'bookId')
}

export class Loan extends Model.table(
  'loans',
  {
    id: t.id(),
    bookId: t.int().references('books').column('book_id').index(),
    reader: t.varchar(120),
    lentAt: t.timestamp().defaultNow().column('lent_at'),
    returnedAt: t.timestamp().nullable().column('returned_at')
  },
  { fillable: ['reader'] }
) {
  static book = belongsTo(() => Book, 'bookId')
}

export const models = [Author, Book, Loan]

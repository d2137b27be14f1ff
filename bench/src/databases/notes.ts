import { connect, type Database } from 'versa-orm'
import { Note, shopRows } from '../data/shop.js'

/** The notes of a database, seen by nobody's code but this: what contenders wrote. */
export class Notes {
  readonly #db: Database

  private constructor(db: Database) {
    this.#db = db
  }

  static async open(url: string): Promise<Notes> {
    return new Notes(await connect(url))
  }

  /** Makes the notes what they were at first. */
  async restore(): Promise<void> {
    const notes = Note.using(this.#db)
    await notes.query().allRows().delete()
    await notes.createMany(shopRows.notes().map((note, at) => ({ id: at + 1, ...note })))
  }

  /** Removes what was added; the first thousand stay. */
  async removeAdded(): Promise<void> {
    await Note.using(this.#db).where('id', '>', 1_000).delete()
  }

  /** What there is, without what differs from run to run: numbers and slugs that count. */
  async content(): Promise<unknown[]> {
    const rows = await Note.using(this.#db).query().orderBy('id').rows()
    return rows.map(({ id, slug, ...rest }) => ({ ...rest, kept: id <= 1_000 ? slug : 'new' }))
  }

  close(): Promise<void> {
    return this.#db.close()
  }
}

/** What an instance can do whose row is marked as deleted instead of being removed. */
export interface SoftDeletes {
  /**
   * Marks the row as deleted, and the rows that `cascade` names: queries leave them out. The
   * instance is still that row.
   *
   * @throws VersaError `STALE` where its `version` is another one, `INVALID_QUERY` of a new
   * instance.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id() }, { softDelete: true }) {}
   *
   * await db.schema.create([Note])
   * const note = await Note.create({})
   * await note.delete()
   * await Note.count() //=> 0
   * await Note.withTrashed().count() //=> 1
   * ```
   */
  delete(): Promise<void>
  /**
   * Removes the row. The instance is then a new one.
   *
   * @throws VersaError `FOREIGN_KEY_VIOLATION` where others refer to it, `INVALID_QUERY` of a new
   * instance.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id() }, { softDelete: true }) {}
   *
   * await db.schema.create([Note])
   * const note = await Note.create({})
   * await note.forceDelete()
   * await Note.withTrashed().count() //=> 0
   * ```
   */
  forceDelete(): Promise<void>
  /**
   * Takes back that the row was deleted, and the rows that were marked together with it.
   *
   * @throws VersaError `UNIQUE_VIOLATION` where another row has its unique values now; then nothing
   * has changed. `NOT_FOUND` where the row is gone, `INVALID_QUERY` of a new instance.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id() }, { softDelete: true }) {}
   *
   * await db.schema.create([Note])
   * const note = await Note.create({})
   * await note.delete()
   * await note.restore()
   * await Note.count() //=> 1
   * ```
   */
  restore(): Promise<this>
  /**
   * Whether the row is marked as deleted.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id() }, { softDelete: true }) {}
   *
   * await db.schema.create([Note])
   * const note = await Note.create({})
   * await note.delete()
   * note.trashed() //=> true
   * ```
   */
  trashed(): boolean
}

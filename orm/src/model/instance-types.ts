import type { StatementLimits } from '../engine/engine.js'
import type { NumberName, Step } from '../query/types/bulk.js'
import type { AnyTableTypes, InsertOf, WritableOf } from '../schema/model-types.js'
import type { Columns } from '../schema/row-types.js'

/** What has changed of a column. */
export interface Change<Value> {
  /** The value as it was loaded or saved; undefined where there is no row yet. */
  readonly from: Value | undefined
  /** The value there is now. */
  readonly to: Value
}

/**
 * What every instance of a model can do. `Types` are those of its table, as a whole: the values
 * that can be written are looked at where they are wanted, and not for each instance.
 */
export interface ModelInstance<Types extends AnyTableTypes> {
  /**
   * Writes what changed since it was loaded or saved, nothing if nothing did; a new instance is
   * inserted, and gets what the database filled in.
   *
   * @param options A signal, and how long a statement may take. Default: those of `connect`.
   * @throws VersaError `NOT_FOUND` where the row is gone, `STALE` where its `version` is another
   * one; `UNIQUE_VIOLATION` and whatever else the database refuses.
   * @example
   * ```ts
   * const user = await User.findOrFail(1)
   * user.age = 37
   * await user.save()
   * await User.where('id', 1).value('age') //=> 37
   * ```
   */
  save(options?: StatementLimits): Promise<this>
  /**
   * Sets columns and saves.
   *
   * @param values The columns that the model lets objects of values set.
   * @param options A signal, and how long a statement may take. Default: those of `connect`.
   * @throws VersaError As `save`: `NOT_FOUND`, `STALE`; `INVALID_VALUE`, `MASS_ASSIGNMENT`.
   * @example
   * ```ts
   * const user = await User.findOrFail(1)
   * await user.update({ name: 'Ada Lovelace' })
   * user.initials //=> 'A'
   * ```
   */
  update(values: Partial<Types['writable']>, options?: StatementLimits): Promise<this>
  /**
   * Adds to a column of the row, in the database, and saves `extra` with it; the instance gets what
   * the row then has.
   *
   * @param column A column of numbers.
   * @param by How much is added. Default: 1.
   * @param extra Other columns that are set with it. Default: none.
   * @throws VersaError `NOT_FOUND` where the row is gone, `STALE` as `save`, `INVALID_QUERY` of a
   * new instance.
   * @example
   * ```ts
   * const user = await User.findOrFail(1)
   * await user.increment('age', 2)
   * user.age //=> 38
   * ```
   */
  increment<K extends NumberName<Types['row']>>(
    column: K,
    by?: Step,
    extra?: Partial<Types['writable']>
  ): Promise<this>
  /**
   * Takes from a column of the row; see {@link ModelInstance.increment}.
   *
   * @param column A column of numbers.
   * @param by How much is taken away. Default: 1.
   * @param extra Other columns that are set with it. Default: none.
   * @throws VersaError `NOT_FOUND` where the row is gone, `STALE` as `save`, `INVALID_QUERY` of a
   * new instance.
   * @example
   * ```ts
   * const user = await User.findOrFail(1)
   * await user.decrement('age')
   * user.age //=> 35
   * ```
   */
  decrement<K extends NumberName<Types['row']>>(
    column: K,
    by?: Step,
    extra?: Partial<Types['writable']>
  ): Promise<this>
  /**
   * Removes the row; nothing where it is gone already. The instance is then a new one.
   *
   * @param options A signal, and how long the statement may take. Default: those of `connect`.
   * @throws VersaError `FOREIGN_KEY_VIOLATION` where others refer to it, `STALE` where its
   * `version` is another one, `INVALID_QUERY` of a new instance.
   * @example
   * ```ts
   * const post = await Post.findOrFail(2)
   * await post.delete()
   * await Post.find(2) //=> null
   * ```
   */
  delete(options?: StatementLimits): Promise<void>

  /**
   * Whether one of these columns is not what was loaded or saved last.
   *
   * @param columns The columns that count. Default: all.
   * @example
   * ```ts
   * const user = await User.findOrFail(1)
   * user.name = 'Augusta'
   * user.isDirty() //=> true
   * user.isDirty('age', 'email') //=> false
   * ```
   */
  isDirty(...columns: readonly (keyof Types['row'] & string)[]): boolean
  /**
   * Whether these columns are what was loaded or saved last: the opposite of `isDirty`.
   *
   * @param columns The columns that count. Default: all.
   * @example
   * ```ts
   * const user = await User.findOrFail(1)
   * user.isClean() //=> true
   * ```
   */
  isClean(...columns: readonly (keyof Types['row'] & string)[]): boolean
  /**
   * What is not saved yet, by column; empty where nothing is.
   *
   * @example
   * ```ts
   * const user = await User.findOrFail(1)
   * user.age = 37
   * user.getDirty() //=> { age: { from: 36, to: 37 } }
   * ```
   */
  getDirty(): { [K in keyof Types['row']]?: Change<Types['row'][K]> }
  /**
   * A column as it was loaded or saved last; undefined of a new instance.
   *
   * @param column The column.
   * @example
   * ```ts
   * const user = await User.findOrFail(1)
   * user.age = 37
   * user.getOriginal('age') //=> 36
   * ```
   */
  getOriginal<K extends keyof Types['row'] & string>(column: K): Types['row'][K] | undefined
  /** All columns as they were loaded or saved last; none of a new instance. */
  getOriginal(): Partial<Types['row']>
  /**
   * Whether the last `save` or `update` that wrote something wrote one of these columns.
   *
   * @param columns The columns that count. Default: all.
   * @example
   * ```ts
   * const user = await User.findOrFail(1)
   * await user.update({ age: 37 })
   * user.wasChanged('age') //=> true
   * user.wasChanged('name') //=> false
   * ```
   */
  wasChanged(...columns: readonly (keyof Types['row'] & string)[]): boolean
  /**
   * Reads the row again, and the relations that are loaded: what was not saved is gone.
   *
   * @param options A signal, and how long a statement may take. Default: those of `connect`.
   * @throws VersaError `NOT_FOUND` where the row is gone, `INVALID_QUERY` of a new instance.
   * @example
   * ```ts
   * const user = await User.findOrFail(1)
   * await User.where('id', 1).update({ age: 37 })
   * await user.refresh()
   * user.age //=> 37
   * ```
   */
  refresh(options?: StatementLimits): Promise<this>
  /**
   * Sets `updatedAt` to now, and saves that alone.
   *
   * @param options A signal, and how long the statement may take. Default: those of `connect`.
   * @throws VersaError `NOT_FOUND` where the row is gone, `INVALID_QUERY` of a new instance and
   * where the model has no `updatedAt`.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id() }, { timestamps: true }) {}
   *
   * await db.schema.create([Note])
   * const note = await Note.create({})
   * await note.touch()
   * note.updatedAt >= note.createdAt //=> true
   * ```
   */
  touch(options?: StatementLimits): Promise<this>
  /**
   * Sets columns to what came from outside, like the body of a request; only those that the model
   * declares as `fillable`. All or none: each value is checked first.
   *
   * @param values An object of columns and values.
   * @throws VersaError `MASS_ASSIGNMENT`, `UNKNOWN_COLUMN`, `INVALID_VALUE`, `NOT_NULL_VIOLATION`.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id(), text: t.text() }, {
   *   fillable: ['text']
   * }) {}
   *
   * const body: unknown = JSON.parse('{ "text": "from outside" }')
   * Note.make().fill(body).text //=> 'from outside'
   * Note.make().fill({ id: 7 }) //! MASS_ASSIGNMENT
   * ```
   */
  fill(values: unknown): this
  /**
   * Sets columns, whether or not they are `fillable`. Values are checked when they are saved.
   *
   * @param values The columns and their values.
   * @throws VersaError `UNKNOWN_COLUMN` for what is no column.
   * @example
   * ```ts
   * const user = User.make().forceFill({ name: 'Barbara', role: 'admin' })
   * user.role //=> 'admin'
   * ```
   */
  forceFill(values: Partial<AllValues<Types['columns']>['writable']>): this
  /**
   * Leaves properties out of `JSON.stringify` and of logs.
   *
   * @param properties Columns or relations.
   * @example
   * ```ts
   * const tag = await Tag.findOrFail(1)
   * JSON.stringify(tag.makeHidden('id')) //=> '{"label":"history"}'
   * ```
   */
  makeHidden(...properties: readonly (keyof this & string)[]): this
  /**
   * Shows properties in `JSON.stringify` and logs that the model hides.
   *
   * @param properties Columns or relations.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id(), key: t.text() }, { hidden: ['key'] }) {}
   *
   * const note = Note.make({ key: 'secret' })
   * JSON.stringify(note) //=> '{}'
   * JSON.stringify(note.makeVisible('key')) //=> '{"key":"secret"}'
   * ```
   */
  makeVisible(...properties: readonly (keyof this & string)[]): this
}

/** An instance whose model says what is shown of it. */
export interface Serializable<Row> {
  /**
   * What `JSON.stringify` shows: its properties without those that are hidden.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id(), key: t.text() }, { hidden: ['key'] }) {}
   *
   * Note.make({ id: 1, key: 'secret' }).toJSON() //=> { id: 1 }
   * ```
   */
  toJSON(): Partial<Row>
}

/** The values of all columns. */
export type AllValues<C> = C extends Columns
  ? { readonly insert: InsertOf<C>; readonly writable: WritableOf<C> }
  : never

import type { StatementLimits } from '../engine/engine.js'
import type { NumberName, Step } from '../query/types/bulk.js'
import type { AnyTableTypes, InsertOf, WritableOf } from '../schema/model-types.js'
import type { Columns } from '../schema/row-types.js'

/** What has changed of a column: the value as it was loaded or saved, and the one there is now. */
export interface Change<Value> {
  /** Undefined: there is no row yet. */
  readonly from: Value | undefined
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
   * @throws VersaError `NOT_FOUND` where the row is gone.
   */
  save(options?: StatementLimits): Promise<this>
  /** Sets columns and saves. */
  update(values: Partial<Types['writable']>, options?: StatementLimits): Promise<this>
  /**
   * Adds to a column of the row, in the database, and saves `extra` with it; the instance gets what
   * the row then has.
   *
   * @throws VersaError `NOT_FOUND` where the row is gone, `STALE` as `save`.
   * @example
   * await post.increment('views')
   */
  increment<K extends NumberName<Types['row']>>(
    column: K,
    by?: Step,
    extra?: Partial<Types['writable']>
  ): Promise<this>
  /** Takes from a column; see `increment`. */
  decrement<K extends NumberName<Types['row']>>(
    column: K,
    by?: Step,
    extra?: Partial<Types['writable']>
  ): Promise<this>
  /** Removes the row. The instance is then a new one. */
  delete(options?: StatementLimits): Promise<void>

  /** Whether one of these columns, or any column, is not what was loaded or saved last. */
  isDirty(...columns: readonly (keyof Types['row'] & string)[]): boolean
  /** The opposite of `isDirty`. */
  isClean(...columns: readonly (keyof Types['row'] & string)[]): boolean
  /**
   * What is not saved yet, by column; empty where nothing is.
   *
   * @example
   * user.age = 37
   * user.getDirty() // { age: { from: 36, to: 37 } }
   */
  getDirty(): { [K in keyof Types['row']]?: Change<Types['row'][K]> }
  /** A column, or all, as loaded or saved last. Of a new instance: undefined, or none. */
  getOriginal<K extends keyof Types['row'] & string>(column: K): Types['row'][K] | undefined
  getOriginal(): Partial<Types['row']>
  /** Whether the last `save` or `update` that wrote something wrote one of these, or any. */
  wasChanged(...columns: readonly (keyof Types['row'] & string)[]): boolean
  /**
   * Reads the row again, and the relations that are loaded: what was not saved is gone.
   *
   * @throws VersaError `NOT_FOUND` where the row is gone.
   */
  refresh(options?: StatementLimits): Promise<this>
  /** Sets `updatedAt` to now, and saves that alone. */
  touch(options?: StatementLimits): Promise<this>
  /**
   * Sets columns to what came from outside, like the body of a request; only those that the model
   * declares as `fillable`. All or none: each value is checked first.
   *
   * @throws VersaError `MASS_ASSIGNMENT`, `UNKNOWN_COLUMN`, `INVALID_VALUE` and others.
   * @example
   * await User.make().fill(request.body).save()
   */
  fill(values: unknown): this
  /** Sets columns, whether or not they are `fillable`. */
  forceFill(values: Partial<AllValues<Types['columns']>['writable']>): this
  /** Leaves properties out of `JSON.stringify` and of logs: columns or relations. */
  makeHidden(...properties: readonly (keyof this & string)[]): this
  /** Shows properties in `JSON.stringify` and logs that the model hides. */
  makeVisible(...properties: readonly (keyof this & string)[]): this
}

/** An instance whose model says what is shown of it. */
export interface Serializable<Row> {
  /** What `JSON.stringify` shows: its properties without those that are hidden. */
  toJSON(): Partial<Row>
}

/** The values of all columns. */
export type AllValues<C> = C extends Columns
  ? { readonly insert: InsertOf<C>; readonly writable: WritableOf<C> }
  : never

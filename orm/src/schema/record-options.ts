import type { Column, columnFlags, TemporalColumn, valueType } from './column.js'
import type { Columns } from './row-types.js'

/** Whether rows say when they were made and last changed, and by which properties. */
export type TimestampsOption =
  | boolean
  | {
      /** The property that says when a row was made; false: there is none. Default: `createdAt`. */
      readonly createdAt?: string | false
      /** The property that says when it was last changed; false: none. Default: `updatedAt`. */
      readonly updatedAt?: string | false
    }

/** Whether rows count their changes: in the property `version`, or in the one that is named. */
export type VersionOption = boolean | string

/**
 * Options of `Model.table` that say how instances behave. The parameters are what was given, from
 * which the types of rows and of values follow.
 */
export interface RecordOptions<
  Property extends string = string,
  Timestamps = TimestampsOption | undefined,
  Version = VersionOption | undefined,
  Fillable = readonly Property[] | undefined,
  Guarded = readonly Property[] | undefined,
  Hidden = readonly Property[] | undefined
> {
  /**
   * Rows say when they were made and last changed: in `createdAt` and `updatedAt` (columns
   * `created_at` and `updated_at`), or in properties of other names; `false` leaves one out. The
   * columns need not be written out. Default: false.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id() }, {
   *   timestamps: { createdAt: 'madeAt', updatedAt: false }
   * }) {}
   *
   * await db.schema.create([Note])
   * const note = await Note.create({})
   * note.madeAt instanceof Date //=> true
   * ```
   */
  readonly timestamps?: Timestamps
  /**
   * Rows count their changes, in `version` or the property that is named, and an instance that was
   * loaded before somebody else changed its row is not saved: it fails with `STALE`. Default:
   * false.
   */
  readonly version?: Version
  /** The only columns that objects of values may set; the others are set in code. Default: all. */
  readonly fillable?: Fillable
  /** The columns that objects of values may not set; instead of `fillable`. */
  readonly guarded?: Guarded
  /** The columns that `JSON.stringify` and logs leave out. Default: none. */
  readonly hidden?: Hidden
  /** The only columns that `JSON.stringify` and logs show; instead of `hidden`. */
  readonly visible?: Hidden
  /**
   * The `belongsTo` relations, as in `['post']`, whose rows get a new `updatedAt` when an instance
   * is saved or deleted. Default: none.
   */
  readonly touches?: readonly string[] | undefined
}

/** The property that says when a row was made, or last changed. */
type StampName<T, Key extends string> = T extends true
  ? Key
  : T extends { readonly [K in Key]: infer Name }
    ? Name & string
    : T extends object
      ? Key
      : never

/** The properties that timestamps keep. */
export type StampNames<T> = StampName<T, 'createdAt'> | StampName<T, 'updatedAt'>

/** The property that counts changes. */
export type VersionName<V> = V extends true ? 'version' : V & string

/** Columns, with those that the options add. */
export type WithManaged<C extends Columns, T, V> = [T, V] extends [undefined, undefined]
  ? C
  : Managed<C, StampNames<T>, VersionName<V>>

type Managed<C extends Columns, Stamp extends string, Version extends string> = {
  readonly [K in keyof C | Stamp | Version]: K extends Version
    ? Column<number, 'generated'>
    : K extends Stamp
      ? StampColumn<C, K>
      : K extends keyof C
        ? C[K]
        : never
}

type StampColumn<C extends Columns, K> = K extends keyof C
  ? Column<C[K][typeof valueType], C[K][typeof columnFlags] | 'optional'>
  : TemporalColumn<Date, 'optional'>

/** The columns that objects of values may set. */
export type FillableOf<C extends Columns, F, G> = F extends readonly (infer Name)[]
  ? Name & keyof C
  : G extends readonly (infer Name)[]
    ? Exclude<keyof C, Name>
    : keyof C

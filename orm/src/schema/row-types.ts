import type { AnyColumn, ColumnFlag, columnFlags, valueType } from './column.js'

/** The columns of a model, by property. */
export type Columns = Readonly<Record<string, AnyColumn>>

/** The properties of the columns that have a flag. */
export type Flagged<C extends Columns, Flag extends ColumnFlag> = {
  [K in keyof C]: Flag extends C[K][typeof columnFlags] ? K : never
}[keyof C]

/** The properties of the columns that are the primary key. */
type PrimaryProperty<C extends Columns> = Flagged<C, 'primary'>

/**
 * What `find` takes: the primary key's value. A key of several columns is an object; so is one that
 * the model names in its options, because its columns do not say so.
 */
export type KeyOf<C extends Columns> = [PrimaryProperty<C>] extends [never]
  ? { -readonly [K in keyof C]?: C[K][typeof valueType] }
  : IsUnion<PrimaryProperty<C>> extends true
    ? { [K in PrimaryProperty<C>]: C[K][typeof valueType] }
    : C[PrimaryProperty<C>][typeof valueType]

/** What `find` of a view takes, whose key `P` is named by an option. */
export type ViewKeyOf<C extends Columns, P> = [P] extends [never]
  ? KeyOf<C>
  : P extends keyof C
    ? C[P][typeof valueType]
    : P extends readonly (infer K extends keyof C)[]
      ? { -readonly [Property in K]: C[Property][typeof valueType] }
      : never

/** Whether a type is one of several. */
type IsUnion<T, All = T> = T extends All ? ([All] extends [T] ? false : true) : never

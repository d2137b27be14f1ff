import type { AnyColumn, ColumnFlag, columnFlags, valueType } from './column.js'

/** The columns of a model, by property. */
export type Columns = Readonly<Record<string, AnyColumn>>

/** The values of a row. */
export type RowOf<C extends Columns> = { -readonly [K in keyof C]: C[K][typeof valueType] }

/** The properties of the columns that have a flag. */
type Flagged<C extends Columns, Flag extends ColumnFlag> = {
  [K in keyof C]: Flag extends C[K][typeof columnFlags] ? K : never
}[keyof C]

type PrimaryProperty<C extends Columns> = Flagged<C, 'primary'>

/** The values that can be written: not those of columns that the database computes. */
export type WritableOf<C extends Columns> = {
  -readonly [K in Exclude<keyof C, Flagged<C, 'generated'>>]: C[K][typeof valueType]
}

/**
 * The values of a new row: what is nullable or has a default may be left out, what the database
 * computes must be.
 */
export type InsertOf<C extends Columns> = {
  -readonly [K in Exclude<
    keyof C,
    Flagged<C, 'optional'> | Flagged<C, 'generated'>
  >]: C[K][typeof valueType]
} & {
  -readonly [K in Exclude<Flagged<C, 'optional'>, Flagged<C, 'generated'>>]?: C[K][typeof valueType]
}

/**
 * What `find` takes: the primary key's value. A key of several columns is an object; so is one that
 * the model names in its options, because its columns do not say so.
 */
export type KeyOf<C extends Columns> = [PrimaryProperty<C>] extends [never]
  ? Partial<RowOf<C>>
  : IsUnion<PrimaryProperty<C>> extends true
    ? { [K in PrimaryProperty<C>]: C[K][typeof valueType] }
    : C[PrimaryProperty<C>][typeof valueType]

type IsUnion<T, All = T> = T extends All ? ([All] extends [T] ? false : true) : never

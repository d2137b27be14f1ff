import type { Aggregate, AggregateName } from '../build/aggregate.js'
import type { SqlFragment } from '../fragment/sql-fragment.js'

/** An argument of `select`: a column, or an object of properties and what goes into them. */
export type SelectArgument<Scope> =
  | (keyof Scope & string)
  | {
      /** The property, and what goes into it. */
      readonly [property: string]: SelectValue<Scope>
    }

/** What goes into a property: a column, an aggregate, SQL, or a query of one column. */
type SelectValue<Scope> =
  | (keyof Scope & string)
  | Aggregate<AggregateName, keyof Scope & string>
  | SqlFragment
  | ValueQuery<object>

/** A query that selects, used as a value: that of its one column. */
interface ValueQuery<Row> {
  /** @internal */
  first(): Promise<Row | null>
}

/** The value of an aggregate over a column of this value. */
export type AggregateValue<Name, Value> = Name extends 'count'
  ? number
  : Name extends 'avg'
    ? NonNullable<Value> extends string
      ? string | null
      : number | null
    : NonNullable<Value> | null

/** The property of a qualified name: what stands behind the dot. */
type LastName<K extends string> = K extends `${string}.${infer Rest}` ? LastName<Rest> : K

/** The properties of any of several types. */
type KeyOfAny<T> = T extends unknown ? keyof T : never
/** The values of a property in those of several types that have it. */
type ValueOfAny<T, K> = T extends unknown ? (K extends keyof T ? T[K] : never) : never

/** The value that a selection puts into a property. */
type SelectedValue<Scope, V> = V extends keyof Scope
  ? Scope[V]
  : V extends Aggregate<infer Name, infer Column>
    ? AggregateValue<Name, Column extends keyof Scope ? Scope[Column] : never>
    : V extends ValueQuery<infer Row extends object>
      ? Row[keyof Row] | null
      : unknown

/** What arguments select: the names among them, and the objects. */
type SelectedBy<Scope, Names, Objects> = {
  [K in Names & keyof Scope & string as LastName<K>]: Scope[K]
} & { -readonly [K in KeyOfAny<Objects>]: SelectedValue<Scope, ValueOfAny<Objects, K>> }

/**
 * The rows of a selection, which editors show as the object they are: what has no alias is written
 * out. Of no arguments in particular it is left alone; the compiler would work out all columns.
 */
export type Selected<Scope, A extends readonly unknown[]> = A extends readonly (infer Argument)[]
  ? [Exclude<Argument, string>] extends [never]
    ? { [K in Argument & keyof Scope & string as LastName<K>]: Scope[K] }
    : {
        [K in keyof SelectedBy<
          Scope,
          Extract<Argument, string>,
          Exclude<Argument, string>
        >]: SelectedBy<Scope, Extract<Argument, string>, Exclude<Argument, string>>[K]
      }
  : never

/**
 * The columns of a joined table, by qualified name. Its names are the keys of the mapping, not an
 * `as` clause, which the compiler would go through column by column whenever it wants a name.
 */
export type Qualified<Name extends string, Row> = {
  [K in `${Name}.${keyof Row & string}`]: K extends `${Name}.${infer Column extends keyof Row &
    string}`
    ? Row[Column]
    : never
}

/** The names of a scope and those of its rows that it has not, which are those of a selection. */
export type WithSelected<Scope, Row> = {
  [K in keyof Scope | keyof Row]: K extends keyof Scope
    ? Scope[K]
    : K extends keyof Row
      ? Row[K]
      : never
}

/** Columns that an outer join may leave without a partner. */
export type OrNull<Row> = { [K in keyof Row]: Row[K] | null }

import { VersaError } from '../errors/versa-error.js'
import type { ColumnKind } from './encoders.js'

/** The type of a column's values, for the compiler only. */
export declare const valueType: unique symbol
/** What else the compiler has to know of a column: see {@link ColumnFlag}. */
export declare const columnFlags: unique symbol

/** `optional`: an insert may leave the column out. `primary`: it is (part of) the primary key. */
export type ColumnFlag = 'optional' | 'primary'

/** What happens to a row when the row it refers to is deleted or its key changes. */
export type OnReferenceChange = 'cascade' | 'restrict' | 'set null' | 'no action'

/** Options of {@link Column.references}. */
export interface ReferenceOptions {
  /** The column that is referred to, by its name in the database; default `id`. */
  readonly column?: string
  /** What happens here when the row there is deleted; default: it cannot be deleted. */
  readonly onDelete?: OnReferenceChange
  /** What happens here when the key there changes; default: it cannot change. */
  readonly onUpdate?: OnReferenceChange
}

/**
 * A column of a model. `Value` is the type of its values in TypeScript.
 *
 * Columns are immutable: each method returns another column.
 *
 * @example
 * age: t.int().nullable()
 * role: t.enum(['admin', 'member']).default('member')
 */
export interface Column<Value, Flags extends ColumnFlag = never> {
  /** @internal */
  readonly [valueType]: Value
  /** @internal */
  readonly [columnFlags]: Flags
  /** Allows null; an insert may leave the column out. */
  nullable(): Column<Value | null, Flags | 'optional'>
  /**
   * The value where an insert gives none. A function is called for each row; a value is the
   * database's default too.
   */
  default(value: Value | (() => Value)): Column<Value, Flags | 'optional'>
  /** No two rows have the same value. */
  unique(): Column<Value, Flags>
  /** Makes the column the primary key, or part of it. */
  primary(): Column<Value, Flags | 'primary'>
  /** Makes the column a foreign key to a column of another table, `id` by default. */
  references(table: string, options?: ReferenceOptions): Column<Value, Flags>
  /** The column's name in the database, where it differs from the property's. */
  column(name: string): Column<Value, Flags>
}

/** A column of days or instants. */
export interface TemporalColumn<Value, Flags extends ColumnFlag = never>
  extends Column<Value, Flags> {
  nullable(): TemporalColumn<Value | null, Flags | 'optional'>
  default(value: Value | (() => Value)): TemporalColumn<Value, Flags | 'optional'>
  unique(): TemporalColumn<Value, Flags>
  primary(): TemporalColumn<Value, Flags | 'primary'>
  references(table: string, options?: ReferenceOptions): TemporalColumn<Value, Flags>
  column(name: string): TemporalColumn<Value, Flags>
  /** The database puts in the current day or instant where an insert gives none. */
  defaultNow(): TemporalColumn<Value, Flags | 'optional'>
}

/** Any column. */
export type AnyColumn = Column<unknown, ColumnFlag>

/** Where the value of a row comes from that does not give one. */
export type ColumnDefault =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'function'; readonly make: () => unknown }
  | { readonly kind: 'now' }

/** All that a column was told. */
export interface ColumnSettings {
  readonly kind: ColumnKind
  readonly name?: string
  readonly length?: number
  readonly precision?: number
  readonly scale?: number
  readonly values?: readonly string[]
  readonly nullable?: boolean
  readonly default?: ColumnDefault
  readonly unique?: boolean
  readonly primary?: boolean
  readonly reference?: { readonly table: string } & ReferenceOptions
}

const referenceChanges: ReadonlySet<unknown> = new Set<OnReferenceChange>([
  'cascade',
  'restrict',
  'set null',
  'no action'
])

/** What `t` makes, at run time. */
export class ColumnBuilder {
  constructor(readonly settings: ColumnSettings) {}

  nullable(): ColumnBuilder {
    return this.#with({ nullable: true })
  }

  default(value: unknown): ColumnBuilder {
    if (value === undefined) throw invalidDefinition('default(…) got undefined', 'pass a value')
    const made: ColumnDefault =
      typeof value === 'function'
        ? { kind: 'function', make: () => value() }
        : { kind: 'value', value }
    return this.#with({ default: made })
  }

  defaultNow(): ColumnBuilder {
    return this.#with({ default: { kind: 'now' } })
  }

  unique(): ColumnBuilder {
    return this.#with({ unique: true })
  }

  primary(): ColumnBuilder {
    return this.#with({ primary: true })
  }

  references(table: string, options: ReferenceOptions = {}): ColumnBuilder {
    if (typeof table !== 'string' || table === '') {
      throw invalidDefinition('references(…) got no table', "pass its name: references('users')")
    }
    for (const change of [options.onDelete, options.onUpdate]) {
      if (change !== undefined && !referenceChanges.has(change)) {
        throw invalidDefinition(
          `references('${table}') got an unknown onDelete or onUpdate`,
          `use one of ${[...referenceChanges].join(', ')}`
        )
      }
    }
    return this.#with({ reference: { table, ...options } })
  }

  column(name: string): ColumnBuilder {
    if (typeof name !== 'string' || name === '') {
      throw invalidDefinition('column(…) got no name', "pass the name: column('created_at')")
    }
    return this.#with({ name })
  }

  #with(change: Partial<ColumnSettings>): ColumnBuilder {
    return new ColumnBuilder({ ...this.settings, ...change })
  }
}

/** A definition that contradicts itself. */
export function invalidDefinition(message: string, hint: string): VersaError {
  return new VersaError('INVALID_MODEL', message, { hint })
}

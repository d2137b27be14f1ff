import { VersaError } from '../errors/versa-error.js'
import type { ColumnKind } from './encoders.js'
import { SqlFragment } from './sql-fragment.js'

/** The type of a column's values, for the compiler only. */
export declare const valueType: unique symbol
/** What else the compiler has to know of a column: see {@link ColumnFlag}. */
export declare const columnFlags: unique symbol

/**
 * `optional`: an insert may leave the column out. `primary`: it is (part of) the primary key.
 * `generated`: only the database writes it.
 */
export type ColumnFlag = 'optional' | 'primary' | 'generated'

/** What happens to a row when the row it refers to is deleted or its key changes. */
export type OnReferenceChange = 'cascade' | 'restrict' | 'set null' | 'no action'

/** Options of {@link Column.references}. */
export interface ReferenceOptions {
  /** The column that is referred to, by its name in the database; default `id`. */
  readonly column?: string
  /** The schema (MySQL: the database) of the other table; default: that of this one. */
  readonly schema?: string
  /** What happens here when the row there is deleted; default: it cannot be deleted. */
  readonly onDelete?: OnReferenceChange
  /** What happens here when the key there changes; default: it cannot change. */
  readonly onUpdate?: OnReferenceChange
}

/** Options of {@link Column.index}. */
export interface ColumnIndexOptions {
  /** Its name; made of the table's and the column's by default. */
  readonly name?: string
  /** `desc`: the largest value comes first; default `asc`. */
  readonly order?: 'asc' | 'desc'
  /** Only the rows that meet the condition are in it; not on MySQL and MariaDB. */
  readonly where?: SqlFragment
  /** No two rows in it have the same value; default false. */
  readonly unique?: boolean
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
  /**
   * Makes an index of the column.
   *
   * @example
   * email: t.text().index({ where: sql`deleted_at is null`, unique: true })
   */
  index(options?: ColumnIndexOptions): Column<Value, Flags>
  /**
   * The database refuses rows that do not meet the condition. Names are the database's own; there
   * can be no values in it, because definitions of tables bind none.
   *
   * @example
   * age: t.int().check(sql`age >= 0`)
   */
  check(condition: SqlFragment, options?: { readonly name?: string }): Column<Value, Flags>
  /**
   * The database computes the column from others of the row; nobody else writes it. It is stored
   * with the row, or computed when it is read: `{ stored: false }`, not on PostgreSQL.
   *
   * @example
   * total: t.int().generated(sql`price * quantity`)
   */
  generated(
    expression: SqlFragment,
    options?: { readonly stored?: boolean }
  ): Column<Value, Flags | 'generated'>
  /** What the column is for; the database shows it. SQLite keeps it in the table's SQL. */
  comment(text: string): Column<Value, Flags>
  /**
   * The rules by which a text is compared and sorted: the name of a collation of the database.
   *
   * @example
   * name: t.varchar(80).collation('nocase')
   */
  collation(this: Column<string | null, ColumnFlag>, name: string): Column<Value, Flags>
}

/** A column of whole numbers. */
export interface WholeColumn<Value, Flags extends ColumnFlag = never> extends Column<Value, Flags> {
  /**
   * Makes the column the primary key, which the database counts up where an insert gives none.
   * With `'always'` nobody can give one.
   *
   * @example
   * id: t.bigint().identity()
   */
  identity(mode?: 'by default'): Column<Value, Flags | 'optional' | 'primary'>
  identity(mode: 'always'): Column<Value, Flags | 'generated' | 'primary'>
}

/** A column of days, times or instants. */
export interface TemporalColumn<Value, Flags extends ColumnFlag = never>
  extends Column<Value, Flags> {
  nullable(): TemporalColumn<Value | null, Flags | 'optional'>
  default(value: Value | (() => Value)): TemporalColumn<Value, Flags | 'optional'>
  unique(): TemporalColumn<Value, Flags>
  primary(): TemporalColumn<Value, Flags | 'primary'>
  references(table: string, options?: ReferenceOptions): TemporalColumn<Value, Flags>
  column(name: string): TemporalColumn<Value, Flags>
  index(options?: ColumnIndexOptions): TemporalColumn<Value, Flags>
  check(condition: SqlFragment, options?: { readonly name?: string }): TemporalColumn<Value, Flags>
  comment(text: string): TemporalColumn<Value, Flags>
  /**
   * The database puts in the current day, time or instant where an insert gives none; what has no
   * zone is that of UTC.
   */
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
  readonly bits?: number
  readonly precision?: number
  readonly scale?: number
  readonly values?: readonly string[]
  readonly nullable?: boolean
  readonly default?: ColumnDefault
  readonly unique?: boolean
  readonly primary?: boolean
  readonly reference?: { readonly table: string } & ReferenceOptions
  /** The database counts it up, and takes other numbers or not. */
  readonly identity?: 'by default' | 'always'
  readonly generated?: { readonly expression: SqlFragment; readonly stored: boolean }
  readonly indexes?: readonly ColumnIndexOptions[]
  readonly checks?: readonly { readonly condition: SqlFragment; readonly name?: string }[]
  readonly comment?: string
  readonly collation?: string
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
    if (this.settings.generated !== undefined) this.#refuseDefault()
    const made: ColumnDefault =
      typeof value === 'function'
        ? { kind: 'function', make: () => value() }
        : { kind: 'value', value }
    return this.#with({ default: made })
  }

  defaultNow(): ColumnBuilder {
    if (this.settings.generated !== undefined) this.#refuseDefault()
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

  index(options: ColumnIndexOptions = {}): ColumnBuilder {
    return this.#with({ indexes: [...(this.settings.indexes ?? []), options] })
  }

  check(condition: SqlFragment, { name }: { readonly name?: string } = {}): ColumnBuilder {
    checkFragment('check(…)', condition)
    const check = name === undefined ? { condition } : { condition, name }
    return this.#with({ checks: [...(this.settings.checks ?? []), check] })
  }

  generated(
    expression: SqlFragment,
    { stored = true }: { readonly stored?: boolean } = {}
  ): ColumnBuilder {
    checkFragment('generated(…)', expression)
    if (this.settings.default !== undefined) this.#refuseDefault()
    return this.#with({ generated: { expression, stored } })
  }

  identity(mode: 'by default' | 'always' = 'by default'): ColumnBuilder {
    if (mode !== 'by default' && mode !== 'always') {
      throw invalidDefinition('identity(…) got an unknown mode', "use 'by default' or 'always'")
    }
    if (this.settings.kind !== 'int' && this.settings.kind !== 'bigint') {
      throw invalidDefinition('identity() is not for this type', 'use t.int() or t.bigint()')
    }
    return this.#with({ identity: mode, primary: true })
  }

  comment(text: string): ColumnBuilder {
    if (typeof text !== 'string') throw invalidDefinition('comment(…) got no text', 'pass a string')
    return this.#with({ comment: text })
  }

  collation(name: string): ColumnBuilder {
    if (typeof name !== 'string' || name === '' || this.settings.kind !== 'text') {
      throw invalidDefinition(
        'collation(…) got no name, or is not of a text',
        "pass a collation's name: t.text().collation('nocase')"
      )
    }
    return this.#with({ collation: name })
  }

  #refuseDefault(): never {
    throw invalidDefinition(
      'a column is generated and has a default',
      'leave one of them out: a generated column has no other value'
    )
  }

  #with(change: Partial<ColumnSettings>): ColumnBuilder {
    return new ColumnBuilder({ ...this.settings, ...change })
  }
}

/** Refuses what is no SQL of the template. */
export function checkFragment(what: string, fragment: unknown): void {
  if (SqlFragment.is(fragment)) return
  throw invalidDefinition(`${what} got no SQL`, 'pass a template: sql`age >= 0`')
}

/** A definition that contradicts itself. */
export function invalidDefinition(message: string, hint: string): VersaError {
  return new VersaError('INVALID_MODEL', message, { hint })
}

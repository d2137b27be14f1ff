import type { LogicalType } from '../ast/generated/ast.js'
import { VersaError } from '../errors/versa-error.js'
import { ColumnBuilder, type ColumnSettings } from './column-builder.js'
import { type EncodedColumn, type EncodedValue, type Encoder, encoders } from './encoders.js'
import { invalidDefinition } from './invalid-definition.js'
import { type ManagedRole, withManaged } from './managed-columns.js'
import { type RecordBehaviour, recordBehaviour } from './record-behaviour.js'
import {
  SOFT_DELETE,
  type SoftDeleteDefinition,
  softDeleteOf,
  withDeletedAt
} from './soft-delete.js'
import {
  type CheckDefinition,
  checksOf,
  type IndexDefinition,
  indexesOf,
  type KeyDefinition,
  keysOf,
  type TableOptions
} from './table-options.js'

/** A column of a table, with all that is known of it. */
export class ColumnDefinition implements EncodedColumn {
  /** The column's name in the database. */
  readonly name: string
  readonly type: LogicalType
  readonly length: number | undefined
  readonly bits: number | undefined
  readonly precision: number | undefined
  readonly scale: number | undefined
  readonly values: readonly string[] | undefined
  readonly nullable: boolean
  /** Whether the database fills it in where an insert gives nothing. */
  readonly isFilled: boolean
  /** Whether only the database writes it. */
  readonly isReadOnly: boolean
  readonly #encoder: Encoder

  constructor(
    readonly table: string,
    readonly property: string,
    /** Its place among the columns, from 0. */
    readonly index: number,
    readonly settings: ColumnSettings,
    /** What keeps it up to date; undefined: whoever sets it. */
    readonly role?: ManagedRole
  ) {
    this.#encoder = encoders[settings.kind]
    this.name = settings.name ?? property
    this.type = this.#encoder.type
    this.length = settings.length
    this.bits = settings.bits
    this.precision = settings.precision
    this.scale = settings.scale
    this.values = settings.values
    this.nullable = settings.nullable === true
    this.isReadOnly =
      settings.generated !== undefined || settings.identity === 'always' || role === 'version'
    this.isFilled =
      this.isReadOnly || settings.identity !== undefined || settings.default?.kind === 'now'
  }

  /** Checks and encodes a value that is not null, for a filter. */
  encode(value: unknown): EncodedValue {
    return this.#encoder.encode(value, this)
  }

  /**
   * Checks and encodes a value that is stored.
   *
   * @throws VersaError `INVALID_VALUE`, `NOT_NULL_VIOLATION`, `INVALID_QUERY` for undefined and for
   * columns that only the database writes.
   */
  encodeStored(value: unknown): EncodedValue {
    if (this.isReadOnly) this.checkWritable()
    return this.encodeKept(value)
  }

  /** The same of a value that is not set by a user, like a default. */
  encodeKept(value: unknown): EncodedValue {
    if (value === null) {
      if (this.nullable) return null
      throw new VersaError('NOT_NULL_VIOLATION', `${this.table}.${this.property} cannot be null`, {
        table: this.table,
        column: this.property,
        hint: 'give it a value, or declare the column as nullable()'
      })
    }
    if (value === undefined) {
      throw new VersaError('INVALID_QUERY', `${this.table}.${this.property} got undefined`, {
        table: this.table,
        column: this.property,
        hint: 'leave the key out, or pass null'
      })
    }
    const encoded = this.#encoder.encode(value, this)
    return this.#encoder.fit === undefined ? encoded : this.#encoder.fit(encoded, this)
  }

  /** @throws VersaError `INVALID_QUERY` for a column that only the database writes. */
  checkWritable(): void {
    if (!this.isReadOnly) return
    throw new VersaError('INVALID_QUERY', `${this.table}.${this.property} cannot be written`, {
      table: this.table,
      column: this.property,
      hint:
        this.role === 'version'
          ? 'it counts the changes of its row: leave it out'
          : 'the database computes it: leave it out'
    })
  }
}

/** What `Model.table` was told: a table and its columns. */
export class TableDefinition {
  readonly schema: string | undefined
  readonly connection: string | undefined
  readonly columns: readonly ColumnDefinition[]
  readonly byProperty: ReadonlyMap<string, ColumnDefinition>
  /** The columns of the primary key; empty: there is none. */
  readonly primaryKey: readonly ColumnDefinition[]
  readonly indexes: readonly IndexDefinition[]
  readonly uniques: readonly KeyDefinition[]
  readonly checks: readonly CheckDefinition[]
  readonly comment: string | undefined
  /** The columns that the database computes. */
  readonly generated: readonly ColumnDefinition[]
  /** How rows are marked as deleted; undefined: they are removed. */
  readonly softDelete: SoftDeleteDefinition | undefined
  /** The column that says of which class a row is. */
  readonly discriminator: ColumnDefinition | undefined
  /** Conditions that all queries have, by their names. */
  readonly globalScopes: readonly (readonly [string, (query: never) => unknown])[]
  /** How instances behave. */
  readonly behaviour: RecordBehaviour

  constructor(
    readonly name: string,
    columns: Readonly<Record<string, unknown>>,
    options: TableOptions,
    reserved: (property: string) => boolean
  ) {
    if (typeof name !== 'string' || name === '') {
      throw invalidDefinition('Model.table got no table name', "write Model.table('users', {…})")
    }
    const managed = withManaged(name, withDeletedAt(name, columns, options.softDelete), options)
    this.columns = Object.entries(managed.columns).map(([property, column], index) => {
      checkProperty(name, property, column, reserved)
      const role = managed.roles.get(property)
      return new ColumnDefinition(name, property, index, column.settings, role)
    })
    if (this.columns.length === 0) {
      throw invalidDefinition(`the table ${name} has no columns`, 'give it one at least')
    }
    this.schema = options.schema
    this.connection = options.connection
    this.byProperty = new Map(this.columns.map(column => [column.property, column]))
    this.#checkNames()
    const named = options.primaryKey?.map(property => this.#column(property, 'primaryKey'))
    this.primaryKey = named ?? this.columns.filter(column => column.settings.primary === true)
    const find = (property: string, what: string) => this.#column(property, what)
    this.indexes = indexesOf(this.columns, options.indexes, find)
    this.uniques = keysOf(options.uniques, find)
    this.checks = checksOf(this.columns, options.checks)
    this.comment = options.comment
    this.generated = this.columns.filter(({ settings }) => settings.generated !== undefined)
    this.softDelete = softDeleteOf(name, this.byProperty, options.softDelete)
    this.discriminator = this.#discriminator()
    this.globalScopes = Object.entries(options.globalScopes ?? {})
    this.#checkScopes()
    this.behaviour = recordBehaviour(name, this.columns, options, find)
    this.#checkDefaults()
  }

  #column(property: string, what: string): ColumnDefinition {
    const column = this.byProperty.get(property)
    if (column !== undefined) return column
    throw invalidDefinition(
      `${what} of ${this.name} names ${JSON.stringify(property)}, which is no column`,
      `its columns are ${[...this.byProperty.keys()].join(', ')}`
    )
  }

  #checkNames(): void {
    const names = new Set<string>()
    for (const { name } of this.columns) {
      if (names.has(name)) {
        throw invalidDefinition(
          `two columns of ${this.name} are called ${JSON.stringify(name)} in the database`,
          'give them different names with column(…)'
        )
      }
      names.add(name)
    }
  }

  #discriminator(): ColumnDefinition | undefined {
    const [only, second] = this.columns.filter(
      ({ settings }) => settings.discriminator !== undefined
    )
    if (second === undefined) return only
    throw invalidDefinition(
      `the table ${this.name} has two discriminators`,
      'leave one of them out'
    )
  }

  #checkScopes(): void {
    for (const [name, scope] of this.globalScopes) {
      if (typeof scope === 'function' && name !== SOFT_DELETE) continue
      throw invalidDefinition(
        `the global scope ${JSON.stringify(name.slice(0, 64))} of ${this.name} is no function, ` +
          `or has a name that is taken`,
        "write globalScopes: { tenant: q => q.where('tenantId', currentTenant()) }"
      )
    }
  }

  /** A default that the column would refuse is found here, not at the first insert. */
  #checkDefaults(): void {
    for (const column of this.columns) {
      const made = column.settings.default
      if (made?.kind === 'value') column.encodeKept(made.value)
    }
  }
}

function checkProperty(
  table: string,
  property: string,
  column: unknown,
  reserved: (property: string) => boolean
): asserts column is ColumnBuilder {
  if (!(column instanceof ColumnBuilder)) {
    throw invalidDefinition(
      `${table}.${property} is no column`,
      'make columns with t, like t.text(); relations are static properties of the class'
    )
  }
  if (property === '' || property === '__proto__' || reserved(property)) {
    throw invalidDefinition(
      `a column of ${table} cannot be the property ${JSON.stringify(property)}`,
      `models have a member of that name: choose another, and keep the column's name with ` +
        `column(${JSON.stringify(property)})`
    )
  }
}

import type { LogicalType, TableRef } from '../../ast/generated/ast.js'
import { didYouMean } from '../../errors/did-you-mean.js'
import { VersaError } from '../../errors/versa-error.js'
import type { EncodedValue } from '../../schema/encoders.js'
import type { ColumnDefinition, TableDefinition } from '../../schema/table-definition.js'
import type { ModelHandle } from '../model-handle.js'
import type { Executor } from '../plan/executor.js'
import { Placeholder } from '../prepared/placeholder.js'
import { slotOf } from '../prepared/slot.js'
import { type SourceScopes, scopesOf } from '../scopes/source-scopes.js'
import { ShapeRoot } from './shape-node.js'
import type { Step, Subquery } from './steps.js'
import { encodeUntyped } from './untyped-values.js'

let made = 0

/** A column in queries of one source, with the steps that were made of it. */
export class ColumnRef {
  /** Tells this column from every other, for keys of steps that contain it. */
  readonly id = made++
  /** Steps that consist of this column and a number alone, by that number. */
  readonly steps: (Step | undefined)[] = []
  /** The step that gives this column a value. */
  readonly give: Step = { kind: 'give', column: this }
  /** The step that sets this column to a value. */
  readonly set: Step = { kind: 'set', column: this }
  /** Whether every object has something of this name. */
  readonly #inherited: boolean

  constructor(
    readonly source: Source,
    readonly property: string,
    readonly name: string,
    /** How its values are bound and decoded; undefined: as they come. */
    readonly type: LogicalType | undefined,
    readonly definition: ColumnDefinition | undefined
  ) {
    this.#inherited = property in Object.prototype
  }

  /** Whether an object has a value for this column, be it undefined. */
  isGiven(values: Readonly<Record<string, unknown>>): boolean {
    // Asking for the value is cheaper than asking whether it is the object's own.
    if (!this.#inherited && values[this.property] !== undefined) return true
    return Object.hasOwn(values, this.property)
  }

  /** Checks and encodes a value that is not null, for a filter. */
  encode(value: unknown): EncodedValue {
    if (value instanceof Placeholder) return slotOf(value, given => this.encode(given))
    return this.definition === undefined
      ? encodeUntyped(value, this.source.name, this.property)
      : this.definition.encode(value)
  }

  /** Checks and encodes a value that is stored. */
  encodeStored(value: unknown): EncodedValue {
    if (this.definition !== undefined) return this.definition.encodeStored(value)
    return value === null ? null : encodeUntyped(value, this.source.name, this.property)
  }
}

/** How many columns without a definition a table keeps. */
const LOOSE_COLUMNS_MAX = 1_000

/** How many other names of a table are kept. */
const ALIASES_MAX = 100

/** The rows of a query as a source of another. */
export interface DerivedRows {
  readonly query: Subquery
  /** Their columns: the property, the name in the query's result, and what it is. */
  readonly columns: readonly Pick<ColumnRef, 'property' | 'name' | 'type' | 'definition'>[]
}

/** A table in queries: a model's, or one that only has a name; or the rows of a query. */
export class Source {
  /** Tells this table from every other, for keys of steps that contain it. */
  readonly id = made++
  readonly columns: readonly ColumnRef[]
  /** Where the shapes of its queries begin. */
  readonly queries: ShapeRoot
  /** Where nested conditions begin. */
  readonly conditions = new ShapeRoot()
  /** Where its inserts and the changes of single rows begin. */
  readonly writes = new ShapeRoot()
  /** What hides rows of it from all queries; undefined: nothing. */
  readonly scopes: SourceScopes | undefined
  /** What queries call it: its alias, or else its name. */
  readonly label: string
  readonly #byProperty: Map<string, ColumnRef>
  readonly #aliases = new Map<string, Source>()

  /** The table of a model. */
  static ofModel(
    model: ModelHandle,
    executor: Executor | undefined,
    connection: string | undefined
  ): Source {
    const { name, schema } = model.definition
    const { definition } = model
    return new Source(name, schema, definition, executor, model, undefined, undefined, connection)
  }

  constructor(
    readonly name: string,
    readonly schema: string | undefined,
    readonly definition: TableDefinition | undefined,
    /** The database it is bound to; undefined: the one it names, or the default one. */
    readonly executor: Executor | undefined,
    /** The model whose table it is. */
    readonly model: ModelHandle | undefined = undefined,
    /** Another name for it in queries. */
    readonly alias: string | undefined = undefined,
    /** The query whose rows it is; then its name is only that of the rows. */
    readonly derived: DerivedRows | undefined = undefined,
    /** The name of the connection it uses where it is not bound to one. */
    readonly connection: string | undefined = undefined
  ) {
    this.label = alias ?? name
    this.queries = new ShapeRoot(derived?.query.node.scoped)
    this.columns =
      derived === undefined
        ? (definition?.columns ?? []).map(
            column => new ColumnRef(this, column.property, column.name, column.type, column)
          )
        : derived.columns.map(
            ({ property, name, type, definition: from }) =>
              new ColumnRef(this, property, name, type, from)
          )
    this.#byProperty = new Map(this.columns.map(column => [column.property, column]))
    this.scopes = derived === undefined ? scopesOf(this) : undefined
  }

  /** The column of a property; a table without a definition has every column. */
  column(property: string): ColumnRef | undefined {
    const known = this.#byProperty.get(property)
    if (known !== undefined || this.definition !== undefined || this.derived !== undefined) {
      return known
    }
    if (this.#byProperty.size >= LOOSE_COLUMNS_MAX) this.#byProperty.clear()
    const column = new ColumnRef(this, property, property, undefined, undefined)
    this.#byProperty.set(property, column)
    return column
  }

  /** The column of a property. @throws VersaError `UNKNOWN_COLUMN`. */
  columnOrFail(property: string): ColumnRef {
    const column = this.column(property)
    if (column !== undefined) return column
    throw unknownColumn(this, property)
  }

  /** The columns of the primary key; empty: there is none, or it is not known. */
  primaryKey(): readonly ColumnRef[] {
    return (this.definition?.primaryKey ?? []).map(column => this.columnOrFail(column.property))
  }

  /** The same table by another name: another source, whose columns are its own. */
  as(alias: string): Source {
    const known = this.#aliases.get(alias)
    if (known !== undefined) return known
    if (this.#aliases.size >= ALIASES_MAX) this.#aliases.clear()
    const { name, schema, definition, executor, model, connection } = this
    const made = new Source(name, schema, definition, executor, model, alias, undefined, connection)
    this.#aliases.set(alias, made)
    return made
  }

  /** The table as the engine names it. */
  tableRef(): TableRef {
    return this.schema === undefined
      ? { name: this.name }
      : { name: this.name, schema: this.schema }
  }
}

/** The failure of a property that is no column. */
export function unknownColumn(source: Source, property: string): VersaError {
  const properties = source.columns.map(column => column.property)
  const shown = property.length > 64 ? `${property.slice(0, 64)}…` : property
  return new VersaError('UNKNOWN_COLUMN', `${source.name} has no column ${JSON.stringify(shown)}`, {
    table: source.name,
    column: shown,
    hint: didYouMean(property, properties)
  })
}

import { canGenerateCode } from '../rows/code-generation.js'
import { KeptCells } from '../rows/kept-cells.js'
import type { RowColumn, RowConstructor } from '../rows/row-decoder.js'
import type { ColumnDefinition } from '../schema/table-definition.js'
import { keptValue, type Snapshot, snapshotValue } from './snapshot.js'

/** Reads and replaces the hidden snapshot of an instance; null: there is no row of it yet. */
export interface InstanceState {
  read(instance: object): Snapshot | null
  replace(instance: object, snapshot: Snapshot | null): void
}

/** Where a prototype keeps how the state of its instances is reached. */
export const stateKey: unique symbol = Symbol('versa.state')

/** An instance of a model: its prototype chain has the state. */
interface Stateful {
  readonly [stateKey]: InstanceState
}

/** How the state of an instance is reached. */
export function stateOf(instance: object): InstanceState {
  // Every instance has it on its prototype: a row's class below, or the base class of models.
  return (instance as Stateful)[stateKey]
}

/** How a model's rows are decoded. */
export interface RowClass {
  readonly construct: RowConstructor<object>
  readonly columns: readonly RowColumn[]
}

/** A class of rows with access to their private fields. */
interface GeneratedClass {
  new (kept: KeptCells | undefined, at: number, ...values: unknown[]): object
  read(instance: object): Snapshot | null
  replace(instance: object, snapshot: Snapshot | null): void
}

/**
 * Makes the class of a model's loaded rows: its instances have the columns as own properties, the
 * model's prototype behind them, and what they were in private fields, which cost a read little and
 * do not show in a log, in JSON or in a comparison.
 *
 * The user's constructor does not run for loaded rows: class fields would overwrite columns.
 */
export function makeRowClass(
  model: { readonly prototype: object },
  columns: readonly ColumnDefinition[]
): RowClass {
  const generate = canGenerateCode()
  const made = generate ? generateClass(columns) : interpretedClass(columns)
  Object.setPrototypeOf(made.prototype, model.prototype)
  const state: InstanceState = { read: made.read, replace: made.replace }
  // Logs and comparisons ask for the constructor: rows are instances of the model.
  Object.defineProperty(made.prototype, 'constructor', hidden(model))
  Object.defineProperty(made.prototype, stateKey, hidden(state))
  return {
    construct: made,
    columns: columns.map(({ property, type }) => ({
      property,
      // The generated class parses JSON itself, because the snapshot wants the text.
      type: generate && type === 'json' ? 'text' : type
    }))
  }
}

function hidden(value: unknown): PropertyDescriptor {
  return { value, enumerable: false, writable: true, configurable: true }
}

/** All columns in one constructor, unrolled: as fast as an object literal. */
function generateClass(columns: readonly ColumnDefinition[]): GeneratedClass {
  const names = columns.map((_, at) => `v${at}`)
  const assign = columns.map(({ property, type }, at) => {
    const value = type === 'json' ? `v${at}===null?null:JSON.parse(v${at})` : `v${at}`
    return `this[${JSON.stringify(property)}]=${value}`
  })
  const keep = columns.map(({ type }, at) => {
    if (type === 'timestamp') return `v${at}===null?null:v${at}.getTime()`
    return type === 'bytes' ? `v${at}===null?null:v${at}.slice()` : `v${at}`
  })
  const unpack = (cells: unknown[]): Snapshot =>
    columns.map(({ type, index }) => keptValue(type, cells[index]))
  const make = new Function(
    'KeptCells',
    'unpack',
    `return class Row{
#was
#at
constructor(kept,at,${names}){
${assign.join('\n')}
this.#was=kept===undefined?[${keep}]:kept
this.#at=at
}
static read(row){const was=row.#was;return was instanceof KeptCells?unpack(was.row(row.#at)):was}
static replace(row,snapshot){row.#was=snapshot}
}`
  )
  return make(KeptCells, unpack)
}

/** The same where code cannot be made from text. */
function interpretedClass(columns: readonly ColumnDefinition[]): GeneratedClass {
  return class Row {
    readonly [property: string]: unknown
    #snapshot: Snapshot | null

    constructor(_kept: KeptCells | undefined, _at: number, ...values: unknown[]) {
      const own: Record<string, unknown> = {}
      for (const { property, index } of columns) own[property] = values[index]
      Object.assign(this, own)
      this.#snapshot = columns.map(({ type, index }) => snapshotValue(type, values[index]))
    }

    static read(row: object): Snapshot | null {
      return #snapshot in row ? row.#snapshot : null
    }

    static replace(row: object, snapshot: Snapshot | null): void {
      if (#snapshot in row) row.#snapshot = snapshot
    }
  }
}

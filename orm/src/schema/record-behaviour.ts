import { invalidDefinition } from './invalid-definition.js'
import type { RecordOptions } from './record-options.js'
import type { ColumnDefinition } from './table-definition.js'

/** What a table's options say of its instances, with the columns found. */
export interface RecordBehaviour {
  /** When a row was made; undefined: nothing says it. */
  readonly createdAt: ColumnDefinition | undefined
  /** When it was last changed. */
  readonly updatedAt: ColumnDefinition | undefined
  /** What counts its changes. */
  readonly version: ColumnDefinition | undefined
  /** The properties that objects of values may set; undefined: the model does not say. */
  readonly fillable: ReadonlySet<string> | undefined
  /** The properties that `JSON.stringify` and logs leave out; undefined: the model hides none. */
  readonly hidden: ReadonlySet<string> | undefined
  /** The relations whose rows are touched. */
  readonly touches: readonly string[]
}

/** Finds the column of a property. @throws VersaError `INVALID_MODEL`. */
type FindColumn = (property: string, what: string) => ColumnDefinition

/** What the options of a table say of its instances. */
export function recordBehaviour(
  table: string,
  columns: readonly ColumnDefinition[],
  options: RecordOptions,
  find: FindColumn
): RecordBehaviour {
  const { fillable, guarded, hidden, visible, touches } = options
  const list = (names: readonly string[] | undefined, what: string) =>
    names === undefined ? undefined : new Set(checked(table, names, what, find))
  return {
    createdAt: columns.find(({ role }) => role === 'createdAt'),
    updatedAt: columns.find(({ role }) => role === 'updatedAt'),
    version: columns.find(({ role }) => role === 'version'),
    fillable: oneOf(
      table,
      ['fillable', list(fillable, 'fillable')],
      ['guarded', others(columns, list(guarded, 'guarded'))]
    ),
    hidden: oneOf(
      table,
      ['hidden', list(hidden, 'hidden')],
      ['visible', others(columns, list(visible, 'visible'))]
    ),
    touches: touches === undefined ? [] : [...namesOf(table, touches, 'touches')]
  }
}

type Named = readonly [string, ReadonlySet<string> | undefined]

function oneOf(table: string, [first, one]: Named, [second, other]: Named) {
  if (one === undefined || other === undefined) return one ?? other
  throw invalidDefinition(
    `${table} has both ${first} and ${second}`,
    'leave one of them out: each says it of all columns'
  )
}

function others(columns: readonly ColumnDefinition[], names: ReadonlySet<string> | undefined) {
  if (names === undefined) return undefined
  return new Set(columns.map(({ property }) => property).filter(name => !names.has(name)))
}

function checked(table: string, names: unknown, what: string, find: FindColumn): string[] {
  return namesOf(table, names, what).map(name => find(name, what).property)
}

function namesOf(table: string, names: unknown, what: string): readonly string[] {
  if (Array.isArray(names) && names.every(name => typeof name === 'string')) return names
  throw invalidDefinition(`${what} of ${table} is no list of names`, `write ${what}: ['name']`)
}

import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import type { EncodedValue } from '../../schema/encoders.js'
import { isPlainObject } from '../build/conditions.js'
import { checkKindStays } from '../inheritance/kinds.js'
import type { ShapeNode } from '../shape/shape-node.js'
import { type ColumnRef, type Source, unknownColumn } from '../shape/source.js'
import type { ConflictStep } from '../shape/steps.js'
import type { AppendRow } from './groups.js'
import { stampOf } from './stamps.js'
import { uniqueKeys } from './unique-keys.js'

/**
 * Checks a row of a model and appends its cells, with the defaults that are made here.
 *
 * @returns The shape of an insert of the columns that are given.
 */
export function appendModelRow(source: Source, values: unknown, cells: EncodedValue[]): ShapeNode {
  return appendStampedRow(source, values, cells, stampOf(source.definition))
}

/**
 * The same of one of several rows.
 *
 * @param now What timestamps of all of them get; undefined: nothing.
 */
export function appendStampedRow(
  source: Source,
  values: unknown,
  cells: EncodedValue[],
  now: Date | undefined
): ShapeNode {
  const plain = plainValues(source, values)
  const kinds = source.model?.kinds
  const given = kinds === undefined ? plain : kinds.given(plain)
  let { first: node } = source.writes
  let used = 0
  for (const column of source.columns) {
    const own = column.isGiven(given)
    if (own) used++
    const cell = own ? column.encodeStored(given[column.property]) : defaultCell(column, now)
    if (cell === undefined) continue
    node = node.next(column.give)
    cells.push(cell)
  }
  if (used !== countProperties(given)) {
    for (const key of Object.keys(given)) source.column(key) ?? refuse(source, key)
  }
  return node
}

/** The same of a table without a model: the columns in the order of their names. */
export function appendLooseRow(source: Source, values: unknown, cells: EncodedValue[]): ShapeNode {
  const given = plainValues(source, values)
  let { first: node } = source.writes
  for (const name of Object.keys(given).sort()) {
    const column = source.columnOrFail(name)
    node = node.next(column.give)
    cells.push(column.encodeStored(given[name]))
  }
  return node
}

/** How the rows of one write are appended: those of a model get the same instant. */
export function appendRow(source: Source): AppendRow {
  if (source.definition === undefined) return appendLooseRow
  const now = stampOf(source.definition)
  return (source, values, cells) => appendStampedRow(source, values, cells, now)
}

/** How many properties an object has; an inherited one counts, and is looked at by whoever asks. */
function countProperties(values: Readonly<Record<string, unknown>>): number {
  let count = 0
  for (const _ in values) count++
  return count
}

function refuse(source: Source, key: string): never {
  throw unknownColumn(source, key)
}

/** What a row gets that does not give the column; undefined: the database fills it in. */
function defaultCell(column: ColumnRef, now: Date | undefined): EncodedValue | undefined {
  const { definition } = column
  if (definition?.role !== undefined) {
    if (definition.role === 'version') return 1
    if (now !== undefined) return now
  }
  const made = definition?.settings.default
  if (made?.kind === 'value') return column.encodeStored(made.value)
  if (made?.kind === 'function') return column.encodeStored(made.make())
  if (made !== undefined || definition === undefined) return undefined
  if (definition.nullable || definition.isFilled) return undefined
  const { name } = column.source
  throw new VersaError('NOT_NULL_VIOLATION', `${name}.${column.property} is missing`, {
    table: name,
    column: column.property,
    hint: 'give it a value, or declare the column with a default or as nullable()'
  })
}

/** The object of a row. */
export function plainValues(source: Source, values: unknown): Readonly<Record<string, unknown>> {
  if (isPlainObject(values)) return values
  throw new VersaError('INVALID_QUERY', `a row of ${source.name} cannot be ${kindOf(values)}`, {
    table: source.name,
    hint: 'pass an object of columns and values'
  })
}

/** The rows of a list. */
export function rowList(source: Source, list: unknown): readonly unknown[] {
  if (Array.isArray(list)) return list
  throw new VersaError('INVALID_QUERY', `rows of ${source.name} cannot be ${kindOf(list)}`, {
    table: source.name,
    hint: 'pass an array of objects'
  })
}

/** The options of an upsert, with their columns found. */
export function conflictOf(source: Source, values: unknown, options: unknown): ConflictStep {
  const given = plainValues(source, values)
  const { on, update } = isPlainObject(options) ? options : {}
  const columns = columnList(source, on, 'on')
  if (columns.length === 0) {
    throw new VersaError('INVALID_QUERY', `upsert into ${source.name} got no columns to match`, {
      table: source.name,
      hint: "name the unique columns: { on: ['email'] }"
    })
  }
  const missing = columns.find(({ property }) => !Object.hasOwn(given, property))
  if (missing !== undefined) {
    throw new VersaError(
      'INVALID_QUERY',
      `upsert matches ${missing.property}, which is not given`,
      {
        table: source.name,
        column: missing.property,
        hint: 'give it a value'
      }
    )
  }
  checkUnique(source, columns)
  const changed =
    update === undefined
      ? Object.keys(given)
          .sort()
          .map(key => source.columnOrFail(key))
          .filter(column => !columns.includes(column) && !isKind(column))
      : columnList(source, update, 'update')
  for (const { definition } of changed) {
    definition?.checkWritable()
    if (definition !== undefined) checkKindStays(definition)
  }
  return withManaged(source, given, { on: columns, update: changed })
}

/**
 * MySQL and MariaDB look at whatever keys there are, and would add one row more without a word.
 *
 * @throws VersaError `INVALID_QUERY` where the model knows that columns are no unique key.
 */
function checkUnique(source: Source, columns: readonly ColumnRef[]): void {
  if (source.definition === undefined) return
  const keys = uniqueKeys(source)
  const isKey = (key: readonly ColumnRef[]): boolean =>
    key.length === columns.length && key.every(column => columns.includes(column))
  if (keys.some(isKey)) return
  const listed = (list: readonly ColumnRef[]): string =>
    `[${list.map(({ property }) => `'${property}'`).join(', ')}]`
  const [column] = columns
  const known = keys.length === 0 ? 'none' : keys.map(listed).join(' and ')
  const message = `upsert into ${source.name} matches ${listed(columns)}, which is no unique key`
  throw new VersaError('INVALID_QUERY', message, {
    table: source.name,
    ...(column === undefined || columns.length > 1 ? {} : { column: column.property }),
    hint: `the model knows ${known}; where the table has another one, declare it with unique()`
  })
}

/** A row that is changed gets another `updatedAt` and version. */
function withManaged(
  source: Source,
  given: Readonly<Record<string, unknown>>,
  conflict: ConflictStep
): ConflictStep {
  const { on, update } = conflict
  const behaviour = source.definition?.behaviour
  if (behaviour === undefined || update.length === 0) return conflict
  const { updatedAt, version } = behaviour
  const stamped = updatedAt && source.columnOrFail(updatedAt.property)
  // Without a value in the new row there is none to take over.
  const isSet = stampOf(source.definition) !== undefined || stamped?.isGiven(given) === true
  const adds = stamped !== undefined && isSet && !update.includes(stamped)
  return {
    on,
    update: adds ? [...update, stamped] : update,
    ...(version === undefined ? {} : { version: source.columnOrFail(version.property) })
  }
}

function isKind({ definition }: ColumnRef): boolean {
  return definition?.settings.discriminator !== undefined
}

/** The text of a conflict in keys of shapes. */
export function conflictKey({ on, update, version }: ConflictStep): string {
  return `${on.map(({ id }) => id)}:${update.map(({ id }) => id)}:${version?.id ?? ''}`
}

function columnList(source: Source, names: unknown, what: string): ColumnRef[] {
  if (Array.isArray(names)) return names.map(name => source.columnOrFail(String(name)))
  if (names === undefined) return []
  throw new VersaError('INVALID_QUERY', `${what} of an upsert cannot be ${kindOf(names)}`, {
    table: source.name,
    hint: "pass an array of columns: ['email']"
  })
}

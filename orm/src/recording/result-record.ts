import type { InspectedSchema } from '../browser/inspected.js'
import type { ResultColumn, ResultRecord, ResultTable } from './events.js'
import { plainCopy } from './plain-copy.js'

/** The models of the user's files, to know the types of columns by; null: they are not known. */
type Known = InspectedSchema | null

/** A value as it is shown: a list of rows is a table, too. */
export function resultRecord(title: string, value: unknown, known: Known): ResultRecord {
  const rows = rowsOf(value)
  const plain = plainCopy(value)
  if (rows === null) return { title, value: plain }
  return { title, value: plain, table: tableOf(rows, known) }
}

/** The rows, where a value is one or a list of them. */
function rowsOf(value: unknown): readonly object[] | null {
  if (Array.isArray(value)) return value.length > 0 && value.every(isRow) ? value : null
  return isRow(value) ? [value] : null
}

/** An object with named parts: a model's instance, or plain data. */
function isRow(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const special = [Array, Date, Map, Set, Error, Promise, RegExp, ArrayBuffer]
  return !special.some(kind => value instanceof kind) && !ArrayBuffer.isView(value)
}

function tableOf(rows: readonly object[], known: Known): ResultTable {
  const shown = rows.map(row => Object(plainCopy(row)) as Record<string, unknown>)
  const names = new Set<string>()
  for (const row of shown) for (const name of Object.keys(row)) names.add(name)
  const columns = [...names].map(name => columnOf(name, rows, shown, known))
  return {
    columns,
    rows: shown.map(row => columns.map(({ name }) => row[name]))
  }
}

function columnOf(
  name: string,
  rows: readonly object[],
  shown: readonly Record<string, unknown>[],
  known: Known
): ResultColumn {
  const own = rows[0]?.constructor?.name
  const table = known?.tables.find(candidate => candidate.model === own)
  const declared = table?.columns.find(column => column.name === name)
  if (declared !== undefined) return { name, type: declared.type }
  if (table?.relations.some(relation => relation.name === name)) return { name, type: 'relation' }
  const value = shown.find(row => row[name] !== null && row[name] !== undefined)?.[name]
  return { name, type: typeOf(value) }
}

/** What a value is, where no model says what its column is. */
function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'unknown'
  if (typeof value === 'string') return 'text'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'double'
  if (typeof value === 'bigint') return 'bigint'
  if (typeof value === 'boolean') return 'boolean'
  if (value instanceof Date) return 'timestamp'
  if (ArrayBuffer.isView(value)) return 'blob'
  return 'json'
}

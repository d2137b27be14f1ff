import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import type { EncodedValue } from '../../schema/encoders.js'
import type { ColumnRef, Source } from '../shape/source.js'
import type { Step } from '../shape/steps.js'

/** The step that adds to a column, and what is added: its parameter. */
export interface Increase {
  readonly column: ColumnRef
  readonly step: Step
  readonly by: EncodedValue
}

/** The steps that add to a column; the same object each time, so that shapes are found by it. */
const steps = new WeakMap<ColumnRef, Step>()

/**
 * What `increment` and `decrement` do to a column.
 *
 * @throws VersaError `INVALID_QUERY` for a column that has no numbers, `INVALID_VALUE` for a step
 * that is none of the column's.
 */
export function increased(source: Source, name: unknown, by: unknown, sign: 1 | -1): Increase {
  const column = source.columnOrFail(typeof name === 'string' ? name : '')
  if (column.definition !== undefined && !isNumber(column)) {
    throw new VersaError('INVALID_QUERY', `${source.name}.${column.property} holds no numbers`, {
      table: source.name,
      column: column.property,
      hint: 'increment and decrement are for int, bigint, float and decimal columns'
    })
  }
  const cell = by === null || by === undefined ? undefined : column.encodeStored(stepOf(column, by))
  const amount = cell === undefined ? undefined : sign === 1 ? cell : negated(cell)
  if (amount === undefined || !canBeAdded(amount)) {
    throw new VersaError(
      'INVALID_VALUE',
      `${source.name}.${column.property} cannot be changed by ${kindOf(by)}`,
      { table: source.name, column: column.property, hint: 'pass a number; the default is 1' }
    )
  }
  let step = steps.get(column)
  if (step === undefined) {
    step = { kind: 'set', column, adds: true }
    steps.set(column, step)
  }
  return { column, step, by: amount }
}

function isNumber({ type }: ColumnRef): boolean {
  switch (type) {
    case 'int':
    case 'bigInt':
    case 'float':
    case 'decimal':
    case 'decimalNumber':
      return true
    default:
      return false
  }
}

/** A whole number is a step of every column of numbers, whatever its values are in JavaScript. */
function stepOf({ type }: ColumnRef, by: unknown): unknown {
  if (typeof by !== 'number' || !Number.isSafeInteger(by)) return by
  if (type === 'bigInt') return BigInt(by)
  return type === 'decimal' ? String(by) : by
}

function canBeAdded(cell: EncodedValue): boolean {
  return typeof cell === 'number' || typeof cell === 'bigint' || typeof cell === 'string'
}

function negated(cell: EncodedValue): EncodedValue {
  // Taken from zero, because -0 is no whole number.
  if (typeof cell === 'number') return 0 - cell
  if (typeof cell === 'bigint') return -cell
  if (typeof cell !== 'string') return cell
  return cell.startsWith('-') ? cell.slice(1) : `-${cell}`
}

import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { isPlainObject } from '../build/conditions.js'
import type { ModelHandle } from '../model-handle.js'
import { unknownColumn } from '../shape/source.js'
import { checkDeclared, checkFillable } from '../writes/fillable.js'

/** Sets columns of an instance to values that the program itself gives. */
export function assign(handle: ModelHandle, instance: object, values: unknown): void {
  const given = checkedValues(handle, values)
  checkFillable(handle, given)
  Object.assign(instance, given)
}

/** Sets columns of an instance that only code may set, too. */
export function forceFill(handle: ModelHandle, instance: object, values: unknown): void {
  Object.assign(instance, checkedValues(handle, values))
}

/**
 * Sets columns of an instance to what came from outside. The compiler knows nothing of it, so each
 * value is checked as one that is stored, before any is set.
 */
export function fill(handle: ModelHandle, instance: object, values: unknown): void {
  checkDeclared(handle)
  // A copy: a getter could give another value once this one is checked.
  const given = checkedValues(handle, isPlainObject(values) ? { ...values } : values)
  checkFillable({ source: handle.source, unguarded: false }, given)
  for (const [property, value] of Object.entries(given)) {
    handle.source.columnOrFail(property).encodeStored(value)
  }
  Object.assign(instance, given)
}

/** An object of columns, each with a value. */
function checkedValues(
  { model, source }: ModelHandle,
  values: unknown
): Readonly<Record<string, unknown>> {
  if (!isPlainObject(values)) {
    throw new VersaError('INVALID_QUERY', `${model.name} got ${kindOf(values)} as values`, {
      table: source.name,
      hint: 'pass an object of columns and values'
    })
  }
  for (const property of Object.keys(values)) {
    if (source.column(property) === undefined) throw unknownColumn(source, property)
    if (values[property] === undefined) {
      throw new VersaError('INVALID_QUERY', `${source.name}.${property} got undefined`, {
        table: source.name,
        column: property,
        hint: 'leave the key out, or pass null'
      })
    }
  }
  return values
}

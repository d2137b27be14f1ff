import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { originalValue } from '../../hydrate/originals.js'
import { snapshotValue } from '../../hydrate/snapshot.js'
import type { ColumnDefinition } from '../../schema/table-definition.js'
import type { ModelHandle } from '../model-handle.js'
import { settleIn, transactionOf } from '../plan/homes.js'

/** A new instance with the values of another one, but for what tells rows apart. */
export function replicate(handle: ModelHandle, instance: object, except: unknown): object {
  const left = new Set(namesOf(handle, except))
  const copy = new handle.model()
  const from = instance as Readonly<Record<string, unknown>>
  for (const column of handle.definition.columns) {
    const { property, type } = column
    const value = from[property]
    if (value === undefined || left.has(property) || isOfOneRow(handle, column)) continue
    // By way of a snapshot, which shares nothing with the value.
    Reflect.set(copy, property, originalValue(type, snapshotValue(type, value)))
  }
  const place = transactionOf(instance, handle)
  if (place !== undefined) settleIn(place, [copy])
  return copy
}

/** Whether a column says which row it is, or is filled in for each. */
function isOfOneRow({ definition }: ModelHandle, column: ColumnDefinition): boolean {
  const { settings, role } = column
  const generatesUnique = settings.unique === true && settings.default?.kind === 'function'
  return (
    role !== undefined ||
    column.isReadOnly ||
    settings.identity !== undefined ||
    generatesUnique ||
    definition.primaryKey.includes(column)
  )
}

function namesOf({ source }: ModelHandle, except: unknown): string[] {
  if (except === undefined) return []
  if (Array.isArray(except)) return except.map(name => source.columnOrFail(String(name)).property)
  throw new VersaError('INVALID_QUERY', `replicate takes a list, but got ${kindOf(except)}`, {
    table: source.name,
    hint: "pass the columns that are left out: replicate(['slug'])"
  })
}

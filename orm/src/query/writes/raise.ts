import { stateOf } from '../../hydrate/row-class.js'
import { snapshotValue } from '../../hydrate/snapshot.js'
import { noteWritten } from '../../hydrate/written.js'
import { isPlainObject } from '../build/conditions.js'
import { keyColumns } from '../build/keys.js'
import { QueryBuilder } from '../build/query-builder.js'
import type { ModelHandle } from '../model-handle.js'
import { homeOf } from '../plan/homes.js'
import { gone, noRow, storedValue } from './model-writes.js'
import { loadedVersion, stale, versionOf } from './version.js'

type Values = Record<string, unknown>

/**
 * Adds to a column of an instance's row in the database, whatever others added meanwhile; the
 * instance gets what the row then has.
 */
export async function raise(
  handle: ModelHandle,
  instance: object,
  method: 'increment' | 'decrement',
  args: readonly [column: unknown, by: unknown, extra: unknown]
): Promise<void> {
  const { source, definition } = handle
  const state = stateOf(instance)
  const before = state.read(instance)
  if (before === null) throw noRow(handle, method === 'increment' ? 'incremented' : 'decremented')
  const executor = homeOf(instance, handle)
  // An instance that scopes hide is still one.
  const same = keyColumns(source).reduce(
    (query, column) => query.whereEncoded(column, storedValue(column, before)),
    QueryBuilder.in(source, executor).withoutGlobalScopes()
  )
  const version = versionOf(source)
  const unchanged =
    version === undefined ? same : same.whereEncoded(version, loadedVersion(version, before))
  const [column, , extra] = args
  const others = isPlainObject(extra) ? Object.keys(extra) : []
  const { updatedAt } = definition.behaviour
  const besides = [
    ...definition.generated,
    ...(updatedAt ? [updatedAt] : []),
    ...(version ? [version] : [])
  ]
  const wanted = [
    ...new Set([String(column), ...others, ...besides.map(({ property }) => property)])
  ]
  // The update locks the row, so that nobody comes between it and the reading.
  const [row] = await executor.transaction(async () => {
    if ((await unchanged[method](...args)) > 0) {
      return (await same.select(...wanted).rows()) as Values[]
    }
    throw version !== undefined && (await same.exists()) ? stale(handle, 'saved') : gone(handle)
  })
  if (row === undefined) throw gone(handle)
  const after = before.slice()
  for (const property of wanted) {
    const { index, type } = source.columnOrFail(property).definition ?? { index: -1, type: 'text' }
    ;(instance as Values)[property] = row[property]
    after[index] = snapshotValue(type, row[property])
  }
  executor.undoOnRollback(() => state.replace(instance, before))
  state.replace(instance, after)
  noteWritten(
    instance,
    definition.columns.filter(({ property }) => wanted.includes(property))
  )
}

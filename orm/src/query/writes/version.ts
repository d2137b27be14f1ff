import { VersaError } from '../../errors/versa-error.js'
import type { Snapshot } from '../../hydrate/snapshot.js'
import type { ModelHandle } from '../model-handle.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { ColumnRef, Source } from '../shape/source.js'
import type { Terminal } from '../shape/steps.js'

const saveByKey: Terminal = { kind: 'saveByKey' }
const deleteByKey: Terminal = { kind: 'deleteByKey' }

/** The column of a model that counts the changes of its rows. */
export function versionOf(source: Source): ColumnRef | undefined {
  const version = source.definition?.behaviour.version
  return version && source.columnOrFail(version.property)
}

/** The version that an instance was loaded in. */
export function loadedVersion(column: ColumnRef, snapshot: Snapshot): number {
  return Number(snapshot[column.definition?.index ?? -1])
}

/** The last step of a write to the row of a key, in the version it was loaded in. */
export function byKey(
  node: ShapeNode,
  kind: 'saveByKey' | 'deleteByKey',
  version: ColumnRef | undefined
): ShapeNode {
  if (version === undefined) return node.next(kind === 'saveByKey' ? saveByKey : deleteByKey)
  return node.nextKeyed(`${kind}:version`, () => ({ kind, version }))
}

/** The failure of a write to a row that somebody else changed. */
export function stale({ model, source }: ModelHandle, what: string): VersaError {
  const key = source.primaryKey().map(({ property }) => property)
  return new VersaError(
    'STALE',
    `the row of ${source.name} with the ${key.join(', ')} of this ${model.name} was changed ` +
      `since it was loaded: nothing was ${what}`,
    { table: source.name, hint: 'refresh() the instance, make the change again and save it' }
  )
}

import { VersaError } from '../../errors/versa-error.js'
import { stateOf } from '../../hydrate/row-class.js'
import { changedColumns, type Snapshot } from '../../hydrate/snapshot.js'
import { QueryBuilder } from '../build/query-builder.js'
import type { ModelHandle } from '../model-handle.js'
import { homeOf, transactionOf } from '../plan/homes.js'
import { loadRelations, loadsOf } from '../relations/load.js'
import { relationNames, relationOf } from '../relations/resolve.js'
import { noRow, storedRow } from '../writes/model-writes.js'

/** An instance as a bag of its columns and relations. */
type Values = Record<string, unknown>

/** The row of an instance as it is now, as another instance; null where it is gone. */
export async function freshOf(handle: ModelHandle, instance: object): Promise<object | null> {
  const snapshot = stateOf(instance).read(instance)
  if (snapshot === null) throw noRow(handle, 'read again')
  return storedRow(handle, instance, snapshot).first()
}

/** Reads the row of an instance again, and the relations that are loaded. */
export async function refresh(handle: ModelHandle, instance: Values): Promise<void> {
  const found = await freshOf(handle, instance)
  if (found === null) throw gone(handle)
  replaceValues(handle, instance, found as Values)
  const tree = loadedTree(handle, [instance])
  const at = transactionOf(instance, handle)
  const begin = (target: ModelHandle) => QueryBuilder.at(at, target.source).usePrimary()
  await loadRelations([instance], loadsOf(handle, tree, begin, undefined), 'models')
}

function replaceValues(handle: ModelHandle, instance: Values, found: Values): void {
  const { columns } = handle.definition
  const state = stateOf(instance)
  const before = state.read(instance)
  const values = columns.map(({ property }) => instance[property])
  const after: Snapshot = stateOf(found).read(found) ?? []
  for (const { property } of columns) instance[property] = found[property]
  homeOf(instance, handle).undoOnRollback(() => {
    const changed = changedColumns(columns, instance, after)
    for (const column of columns) {
      if (!changed.includes(column)) instance[column.property] = values[column.index]
    }
    state.replace(instance, before)
  })
  state.replace(instance, after)
}

/** The relations that instances have, and those that the related instances have. */
function loadedTree(handle: ModelHandle, instances: readonly Values[]): Values {
  const tree: Values = {}
  for (const name of relationNames(handle)) {
    const loaded = instances.filter(instance => Object.hasOwn(instance, name))
    if (loaded.length === 0) continue
    const related = loaded.flatMap(instance => relatedOf(instance[name]))
    const relation = relationOf(handle, name)
    const further =
      relation.kind === 'morphTo'
        ? morphTree([...relation.targets], related)
        : loadedTree(relation.target, related)
    tree[name] = Object.keys(further).length === 0 ? true : further
  }
  return tree
}

function morphTree(
  targets: readonly (readonly [string, { readonly target: ModelHandle }])[],
  related: readonly Values[]
): Values {
  const trees = targets.map(([type, { target }]) => {
    const own = related.filter(instance => instance instanceof target.model)
    const tree = loadedTree(target, own)
    return [type, Object.keys(tree).length === 0 ? true : tree] as const
  })
  return Object.fromEntries(trees.filter(([, tree]) => tree !== true))
}

/** The rows that a relation was loaded with. */
function relatedOf(value: unknown): Values[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.filter((item): item is Values => typeof item === 'object' && item !== null)
}

function gone({ source }: ModelHandle): VersaError {
  return new VersaError('NOT_FOUND', `the row of ${source.name} is gone: there is none to read`, {
    table: source.name,
    hint: 'fresh() gives null where it may be missing'
  })
}

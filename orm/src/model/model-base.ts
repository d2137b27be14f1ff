import { kindOf } from '../errors/kind-of.js'
import { VersaError } from '../errors/versa-error.js'
import { type InstanceState, stateKey } from '../hydrate/row-class.js'
import type { Snapshot } from '../hydrate/snapshot.js'
import { isPlainObject } from '../query/build/conditions.js'
import { QueryBuilder } from '../query/build/query-builder.js'
import { loadRelationsOfOne } from '../query/merge/loads.js'
import { handleOf, type ModelClass, type ModelHandle } from '../query/model-handle.js'
import { homeOf, transactionOf } from '../query/plan/homes.js'
import { limitedCall } from '../query/plan/limits.js'
import { loadsOf } from '../query/relations/load.js'
import { relatedQuery } from '../query/relations/related.js'
import { unknownColumn } from '../query/shape/source.js'
import { deleteModel, noRow, saveModel } from '../query/writes/model-writes.js'

/** What models are at run time; its types are those of `ModelInstance` and `ModelClass`. */
export class ModelBase {
  #snapshot: Snapshot | null = null

  /** How the snapshot of instances that were not loaded is reached. */
  static readonly state: InstanceState = {
    read: instance => (#snapshot in instance ? instance.#snapshot : null),
    replace: (instance, snapshot) => {
      if (#snapshot in instance) instance.#snapshot = snapshot
    }
  }

  async save(options?: unknown): Promise<this> {
    await limitedCall('save', options, () => saveModel(handleOfInstance(this), this))
    return this
  }

  async update(values: unknown, options?: unknown): Promise<this> {
    assign(handleOfInstance(this), this, values)
    await limitedCall('update', options, () => saveModel(handleOfInstance(this), this))
    return this
  }

  async delete(options?: unknown): Promise<void> {
    await limitedCall('delete', options, () => deleteModel(handleOfInstance(this), this))
  }

  async load(tree: unknown, options?: unknown): Promise<this> {
    const handle = handleOfInstance(this)
    if (this[stateKey].read(this) === null) throw noRow(handle, 'loaded with relations')
    const at = transactionOf(this, handle)
    const loads = loadsOf(handle, tree, target => QueryBuilder.at(at, target.source), undefined)
    const load = () => loadRelationsOfOne(homeOf(this, handle), this, loads, 'models')
    await limitedCall('load', options, load)
    return this
  }

  async loadMissing(tree: unknown, options?: unknown): Promise<this> {
    if (!isPlainObject(tree)) return this.load(tree, options)
    const missing = Object.entries(tree).filter(([name]) => !Object.hasOwn(this, name))
    return missing.length === 0 ? this : this.load(Object.fromEntries(missing), options)
  }

  related(name: string): QueryBuilder {
    const handle = handleOfInstance(this)
    const instance = this as Record<string, unknown>
    return relatedQuery(handle, instance, transactionOf(this, handle), name)
  }

  /** @internal */
  declare readonly [stateKey]: InstanceState
}

Object.defineProperty(ModelBase.prototype, stateKey, { value: ModelBase.state })

/** Whether a property of a model has a meaning already. */
export function isReserved(property: string): boolean {
  return property in ModelBase.prototype
}

/** Sets columns of an instance. */
export function assign(handle: ModelHandle, instance: object, values: unknown): void {
  if (!isPlainObject(values)) {
    throw new VersaError('INVALID_QUERY', `${handle.model.name} got ${kindOf(values)} as values`, {
      table: handle.source.name,
      hint: 'pass an object of columns and values'
    })
  }
  for (const property of Object.keys(values)) {
    if (handle.source.column(property) === undefined) throw unknownColumn(handle.source, property)
    if (values[property] === undefined) {
      throw new VersaError('INVALID_QUERY', `${handle.source.name}.${property} got undefined`, {
        table: handle.source.name,
        column: property,
        hint: 'leave the key out, or pass null'
      })
    }
  }
  Object.assign(instance, values)
}

function handleOfInstance(instance: object): ModelHandle {
  // The constructor of an instance is its model class, for loaded rows too.
  return handleOf(instance.constructor as ModelClass)
}

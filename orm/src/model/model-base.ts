import { type InstanceState, stateKey } from '../hydrate/row-class.js'
import { canBeShown, showOfInstance } from '../hydrate/shown.js'
import type { Snapshot } from '../hydrate/snapshot.js'
import { isPlainObject } from '../query/build/conditions.js'
import { QueryBuilder } from '../query/build/query-builder.js'
import { dirtyValues, isDirty, originalOf, wasChanged } from '../query/instances/dirty.js'
import { assign, fill, forceFill } from '../query/instances/fill.js'
import { replicate } from '../query/instances/replicate.js'
import { freshOf, refresh } from '../query/instances/reread.js'
import { loadRelationsOfOne } from '../query/merge/loads.js'
import { handleOf, type ModelClass, type ModelHandle } from '../query/model-handle.js'
import { homeOf, transactionOf } from '../query/plan/homes.js'
import { limitedCall } from '../query/plan/limits.js'
import { loadsOf } from '../query/relations/load.js'
import { relatedQuery } from '../query/relations/related.js'
import { deleteModel, noRow, saveModel, touchModel } from '../query/writes/model-writes.js'
import { raise } from '../query/writes/raise.js'

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

  async increment(column: unknown, by: unknown = 1, extra: unknown = {}): Promise<this> {
    await raise(handleOfInstance(this), this, 'increment', [column, by, extra])
    return this
  }

  async decrement(column: unknown, by: unknown = 1, extra: unknown = {}): Promise<this> {
    await raise(handleOfInstance(this), this, 'decrement', [column, by, extra])
    return this
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

  isDirty(...columns: readonly unknown[]): boolean {
    return isDirty(handleOfInstance(this), this, columns)
  }

  isClean(...columns: readonly unknown[]): boolean {
    return !this.isDirty(...columns)
  }

  getDirty(): object {
    return dirtyValues(handleOfInstance(this), this)
  }

  getOriginal(...column: readonly unknown[]): unknown {
    return originalOf(handleOfInstance(this), this, ...column)
  }

  wasChanged(...columns: readonly unknown[]): boolean {
    return wasChanged(handleOfInstance(this), this, columns)
  }

  async refresh(options?: unknown): Promise<this> {
    const read = () => refresh(handleOfInstance(this), this as Record<string, unknown>)
    await limitedCall('refresh', options, read)
    return this
  }

  fresh(): Promise<object | null> {
    return freshOf(handleOfInstance(this), this)
  }

  replicate(except?: unknown): object {
    return replicate(handleOfInstance(this), this, except)
  }

  async touch(options?: unknown): Promise<this> {
    await limitedCall('touch', options, () => touchModel(handleOfInstance(this), this))
    return this
  }

  fill(values: unknown): this {
    fill(handleOfInstance(this), this, values)
    return this
  }

  forceFill(values: unknown): this {
    forceFill(handleOfInstance(this), this, values)
    return this
  }

  makeHidden(...properties: readonly string[]): this {
    return show(this, properties, false)
  }

  makeVisible(...properties: readonly string[]): this {
    return show(this, properties, true)
  }

  /** @internal */
  declare readonly [stateKey]: InstanceState
}

Object.defineProperty(ModelBase.prototype, stateKey, { value: ModelBase.state })

/** The model of an instance. */
export function handleOfInstance(instance: object): ModelHandle {
  // The constructor of an instance is its model class, for loaded rows too.
  return handleOf(instance.constructor as ModelClass)
}

function show<I extends object>(instance: I, properties: readonly string[], shown: boolean): I {
  canBeShown(handleOfInstance(instance).model.prototype)
  showOfInstance(instance, properties, shown)
  return instance
}

import { VersaError } from '../../errors/versa-error.js'
import { canBeShown, showing } from '../../hydrate/shown.js'
import type { ModelHandle } from '../model-handle.js'
import { type ComputedKind, computedOf } from '../relations/computed.js'
import { whereHas } from '../relations/has.js'
import { loadsOf } from '../relations/load.js'
import type { Source } from '../shape/source.js'
import { type Joint, joints } from '../shape/steps.js'
import type { QueryBuilder } from './query-builder.js'
import { Scoping } from './scoping.js'

/** What a query does with the relations of its model. */
export abstract class Relating extends Scoping {
  /** @internal An empty query of another table, in the same place. */
  abstract another(source: Source): QueryBuilder
  /** This query, which is of the only class there is. */
  protected abstract builder(): QueryBuilder

  /** Loads relations with the rows. */
  with(tree: unknown): this {
    const handle = this.handle()
    if (this.extras.selection !== undefined || this.joins()) {
      throw new VersaError('INVALID_QUERY', 'a query of rows cannot load relations', {
        table: this.source.name,
        hint: 'leave out select and join'
      })
    }
    const begin = (target: ModelHandle): QueryBuilder => this.another(target.source)
    const loads = loadsOf(handle, tree, begin, this.extras.loads)
    return this.withExtras(this.node, this.params, { ...this.extras, loads })
  }

  has(name: unknown, ...count: readonly unknown[]): this {
    return this.#has(joints.and, false, [name, undefined, ...count])
  }
  orHas(name: unknown, ...count: readonly unknown[]): this {
    return this.#has(joints.or, false, [name, undefined, ...count])
  }
  doesntHave(name: unknown): this {
    return this.#has(joints.and, true, [name])
  }
  orDoesntHave(name: unknown): this {
    return this.#has(joints.or, true, [name])
  }
  whereHas(...args: readonly unknown[]): this {
    return this.#has(joints.and, false, args)
  }
  orWhereHas(...args: readonly unknown[]): this {
    return this.#has(joints.or, false, args)
  }
  whereDoesntHave(...args: readonly unknown[]): this {
    return this.#has(joints.and, true, args)
  }
  orWhereDoesntHave(...args: readonly unknown[]): this {
    return this.#has(joints.or, true, args)
  }

  withCount(...args: readonly unknown[]): this {
    return this.#withComputed('count', args)
  }
  withExists(...args: readonly unknown[]): this {
    return this.#withComputed('exists', args)
  }
  withSum(...args: readonly unknown[]): this {
    return this.#withComputed('sum', args)
  }
  withAvg(...args: readonly unknown[]): this {
    return this.#withComputed('avg', args)
  }
  withMin(...args: readonly unknown[]): this {
    return this.#withComputed('min', args)
  }
  withMax(...args: readonly unknown[]): this {
    return this.#withComputed('max', args)
  }

  /** Leaves columns of the models out of JSON and logs. */
  makeHidden(...columns: readonly unknown[]): this {
    return this.#showing(columns, false)
  }
  /** Shows columns of the models in JSON and logs. */
  makeVisible(...columns: readonly unknown[]): this {
    return this.#showing(columns, true)
  }

  /** @internal Whether objects of values may set every column. */
  get unguarded(): boolean {
    return this.extras.unguarded
  }

  /** @internal The query whose `update` takes every column. */
  takingAll(): this {
    return this.withExtras(this.node, this.params, { ...this.extras, unguarded: true })
  }

  /** Whether there is more than one table. */
  protected joins(): boolean {
    return this.extras.scope.sources.length > 1
  }

  #has(joint: Joint, negated: boolean, args: readonly unknown[]): this {
    // What is given a query of this class gives one back.
    return whereHas(this.builder(), this.handle(), joint, negated, args) as unknown as this
  }

  #showing(columns: readonly unknown[], show: boolean): this {
    const { model, source } = this.handle()
    const names = columns.map(name => source.columnOrFail(String(name)).property)
    canBeShown(model.prototype)
    const shown = showing(this.extras.shown, names, show)
    return this.withExtras(this.node, this.params, { ...this.extras, shown })
  }

  #withComputed(kind: ComputedKind, args: readonly unknown[]): this {
    const handle = this.handle()
    if (this.extras.selection !== undefined) {
      throw new VersaError('INVALID_QUERY', 'a selection cannot have values of related rows', {
        table: this.source.name,
        hint: 'select a query as a value instead, or leave out select'
      })
    }
    const { column, key, params } = computedOf(this.builder(), handle, kind, args)
    const node = this.node.nextKeyed(`computed:${key}`, () => ({ kind: 'extra', column }))
    const computed = [...this.extras.computed, column]
    return this.withExtras(node, [...this.params, ...params], { ...this.extras, computed })
  }

  /** The model of the query. @throws VersaError `INVALID_QUERY` where there is none. */
  protected handle(): ModelHandle {
    const { model } = this.source
    if (model !== undefined) return model
    throw new VersaError('INVALID_QUERY', `${this.source.name} is a table without a model`, {
      table: this.source.name,
      hint: 'relations belong to models; join the other table instead'
    })
  }
}

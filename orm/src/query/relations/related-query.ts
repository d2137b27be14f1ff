import type { Param } from '../../engine/engine.js'
import { VersaError } from '../../errors/versa-error.js'
import { QueryBuilder } from '../build/query-builder.js'
import type { QueryExtras } from '../build/query-parts.js'
import { ModelHandle } from '../model-handle.js'
import type { Executor } from '../plan/executor.js'
import { limitedBy } from '../plan/limits.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { Source } from '../shape/source.js'
import { createOwned, saveOwned } from './owned.js'
import { associate, dissociate } from './owner.js'
import { Pairs } from './pairs.js'
import type { KeyedRelation, ResolvedRelation } from './resolve.js'

/** An instance as a bag of its columns. */
export type Instance = Record<string, unknown>

/** A relation as seen from one instance. */
export interface RelatedFrom {
  readonly relation: ResolvedRelation
  readonly handle: ModelHandle
  readonly instance: Instance
  /** The transaction that the instance is bound to. */
  readonly transaction: Executor | undefined
}

/** A model in the transaction of an instance. */
export function targetIn({ transaction }: RelatedFrom, target: ModelHandle): ModelHandle {
  return transaction === undefined
    ? target
    : new ModelHandle(target.model, { transaction, handle: target })
}

/** The query of a relation's rows from one instance, and what can be done with the relation. */
export class RelatedQuery extends QueryBuilder {
  readonly #from: RelatedFrom
  /** The shape of all the relation's rows. */
  readonly #all: ShapeNode

  constructor(
    from: RelatedFrom,
    all: ShapeNode,
    ...parts: [source: Source, node: ShapeNode, params: readonly Param[], extras: QueryExtras]
  ) {
    super(...parts)
    this.#from = from
    this.#all = all
  }

  create(values: unknown, data?: unknown): Promise<object> {
    const relation = this.#keyed('create')
    return this.#limited(() =>
      relation.kind === 'belongsToMany'
        ? this.#pairs('create').create(values, data)
        : createOwned(this.#from, relation, [values]).then(([made]) => made as object)
    )
  }

  createMany(list: unknown, data?: unknown): Promise<object[]> {
    const relation = this.#keyed('createMany')
    return this.#limited(() =>
      relation.kind === 'belongsToMany'
        ? this.#pairs('createMany').createMany(list, data)
        : createOwned(this.#from, relation, list)
    )
  }

  async save(instance: unknown): Promise<object> {
    return this.#limited(() => saveOwned(this.#from, this.#keyed('save'), instance))
  }

  async associate(owner: unknown): Promise<void> {
    await this.#limited(() => associate(this.#from, this.#only('associate'), owner))
  }

  async dissociate(): Promise<void> {
    await this.#limited(() => dissociate(this.#from, this.#only('dissociate')))
  }

  async attach(targets: unknown, data?: unknown): Promise<void> {
    await this.#limited(() => this.#pairs('attach').attach(targets, data))
  }

  async detach(...targets: readonly unknown[]): Promise<number> {
    return this.#limited(() => this.#pairs('detach').detach(...targets))
  }

  async sync(targets: unknown, options?: unknown): Promise<object> {
    return this.#limited(() => this.#pairs('sync').sync(targets, options))
  }

  async toggle(targets: unknown): Promise<object> {
    return this.#limited(() => this.#pairs('toggle').toggle(targets))
  }

  async updateExistingPivot(target: unknown, data: unknown): Promise<number> {
    return this.#limited(() => this.#pairs('updateExistingPivot').update(target, data))
  }

  protected override withExtras(
    node: ShapeNode,
    params: readonly Param[],
    extras: QueryExtras
  ): this {
    return new RelatedQuery(this.#from, this.#all, this.source, node, params, extras) as this
  }

  /** Writes are several statements, all of which have the query's limits. */
  #limited<T>(write: () => T): T {
    return limitedBy(this.extras.options, write)
  }

  #only(what: string): ResolvedRelation {
    const { relation, handle } = this.#from
    if (this.node === this.#all) return relation
    throw new VersaError('INVALID_QUERY', `${what} of ${relation.name} has conditions`, {
      table: handle.source.name,
      hint: `call it directly: related('${relation.name}').${what}(…)`
    })
  }

  #keyed(what: string): KeyedRelation {
    const relation = this.#only(what)
    const can = relation.kind === 'hasMany' || relation.kind === 'hasOne'
    if (can || (relation.kind === 'belongsToMany' && what !== 'save')) return relation
    throw impossible(what, relation)
  }

  #pairs(what: string): Pairs {
    const relation = this.#only(what)
    if (relation.kind !== 'belongsToMany' || relation.between === undefined) {
      throw impossible(what, relation)
    }
    return new Pairs(this.#from, relation, relation.between)
  }
}

/** The failure of what a relation of that kind cannot do. */
export function impossible(what: string, { name, kind }: ResolvedRelation): VersaError {
  return new VersaError('INVALID_QUERY', `${name} is ${kind}, which has no ${what}`, {
    hint: 'attach, detach, sync and toggle belong to belongsToMany, associate to belongsTo'
  })
}

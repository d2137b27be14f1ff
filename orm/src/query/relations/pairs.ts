import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { isPlainObject } from '../build/conditions.js'
import { keyConditions } from '../build/keys.js'
import { QueryBuilder } from '../build/query-builder.js'
import type { Executor } from '../plan/executor.js'
import { checkFillable } from '../writes/fillable.js'
import { plainValues, rowList } from '../writes/given.js'
import { insertLoose } from '../writes/loose-writes.js'
import { addModels, createModels } from '../writes/model-writes.js'
import { keyIdentity, keyOf, type RowKey } from './identity.js'
import { ownKeyOf } from './own-key.js'
import { type Instance, type RelatedFrom, targetIn } from './related-query.js'
import type { Between, KeyedRelation, PairColumns } from './resolve.js'

/** What `sync` and `toggle` changed, by keys as the caller gives them. */
interface Changed {
  readonly attached: unknown[]
  readonly detached: unknown[]
  readonly updated: unknown[]
}

/** The rows of a table between that pair one instance with others. */
export class Pairs {
  readonly #relation: KeyedRelation
  readonly #between: PairColumns
  readonly #own: RowKey
  readonly #executor: Executor
  readonly #from: RelatedFrom

  constructor(from: RelatedFrom, relation: KeyedRelation, between: Between) {
    this.#relation = relation
    this.#between = between.written
    this.#own = ownKeyOf(from, relation.ownColumns)
    this.#executor = from.transaction ?? from.handle.executor
    this.#from = from
  }

  async attach(targets: unknown, data: unknown): Promise<void> {
    await this.#insert(this.#keysOf(targets), this.#data(data))
  }

  /** Without an argument all of them. */
  async detach(...[targets]: readonly unknown[]): Promise<number> {
    if (targets === undefined) return this.#all().delete()
    return this.#remove(this.#keysOf(targets))
  }

  sync(targets: unknown, options: unknown = {}): Promise<Changed> {
    const { detach = true, data } = this.#syncOptions(options)
    const wanted = distinct(this.#keysOf(targets))
    const given = this.#data(data)
    return this.#executor.transaction(async () => {
      const present = await this.#present()
      const missing = [...wanted].filter(([id]) => !present.has(id)).map(([, key]) => key)
      const superfluous = detach ? [...present].filter(([id]) => !wanted.has(id)) : []
      const kept = [...wanted].filter(([id]) => present.has(id)).map(([, key]) => key)
      await this.#remove(superfluous.map(([, key]) => key))
      await this.#insert(missing, given)
      const updated = Object.keys(given).length === 0 ? [] : kept
      if (updated.length > 0) await this.#of(updated).update(given)
      return this.#changed(
        missing,
        superfluous.map(([, key]) => key),
        updated
      )
    })
  }

  toggle(targets: unknown): Promise<Changed> {
    const wanted = distinct(this.#keysOf(targets))
    return this.#executor.transaction(async () => {
      const present = await this.#present()
      const missing = [...wanted].filter(([id]) => !present.has(id)).map(([, key]) => key)
      const there = [...wanted].filter(([id]) => present.has(id)).map(([, key]) => key)
      await this.#remove(there)
      await this.#insert(missing, {})
      return this.#changed(missing, there, [])
    })
  }

  async update(target: unknown, data: unknown): Promise<number> {
    return this.#of(this.#keysOf(target)).update(this.#data(data))
  }

  async create(values: unknown, data: unknown): Promise<object> {
    const [made] = await this.createMany([values], data)
    return made as object
  }

  createMany(list: unknown, data: unknown): Promise<object[]> {
    const { target, targetColumns } = this.#relation
    const rows = rowList(target.source, list)
    const given = this.#data(data)
    return this.#executor.transaction(async () => {
      const made = await createModels(targetIn(this.#from, target), rows)
      const keys = made.flatMap(row => {
        const key = keyOf(row as Instance, targetColumns)
        return key === undefined ? [] : [key]
      })
      await this.#insert(keys, given)
      return made
    })
  }

  /** All rows that pair the instance. */
  #all(): QueryBuilder {
    const { type } = this.#relation
    const pairs = QueryBuilder.in(this.#between.source, this.#executor)
    const own = pairs.whereKeys(this.#between.foreign, [this.#own])
    return type === undefined ? own : own.whereValue(type.column, type.value)
  }

  #of(keys: readonly RowKey[]): QueryBuilder {
    return this.#all().whereKeys(this.#between.related, keys)
  }

  async #remove(keys: readonly RowKey[]): Promise<number> {
    return keys.length === 0 ? 0 : this.#of(keys).delete()
  }

  async #insert(keys: readonly RowKey[], data: Readonly<Instance>): Promise<void> {
    if (keys.length === 0) return
    const { source, foreign, related } = this.#between
    const { type } = this.#relation
    const rows = keys.map(key => {
      const row: Instance = { ...data }
      foreign.forEach(({ property }, at) => {
        row[property] = this.#own[at]
      })
      related.forEach(({ property }, at) => {
        row[property] = key[at]
      })
      if (type !== undefined) row[type.column.property] = type.value
      return row
    })
    if (source.model === undefined) await insertLoose(this.#executor, source, rows)
    else await addModels(targetIn(this.#from, source.model), rows)
  }

  /** The keys that are paired with the instance. */
  async #present(): Promise<Map<unknown, RowKey>> {
    const { related } = this.#between
    const columns = related.map(({ property }) => property)
    const rows = await this.#all()
      .select(...columns)
      .rows()
    const keys = rows.flatMap(row => {
      const key = keyOf(row as Instance, related)
      return key === undefined ? [] : [key]
    })
    return distinct(keys)
  }

  /** The keys of what is to be paired: instances, keys, or a list of either. */
  #keysOf(targets: unknown): RowKey[] {
    const { target, targetColumns, name } = this.#relation
    const list: readonly unknown[] = Array.isArray(targets) ? targets : [targets]
    return list.map(item => {
      if (item instanceof target.model) {
        const key = keyOf(item as unknown as Instance, targetColumns)
        if (key !== undefined) return key
        throw new VersaError('INVALID_QUERY', `${name} is paired with one without a key`, {
          table: target.source.name,
          hint: 'save() it first'
        })
      }
      if (targetColumns.length === 1 && !isPlainObject(item)) {
        if (item === null || item === undefined || Array.isArray(item)) throw this.#noKey(item)
        // Checked as a value of the column, before anything is written.
        targetColumns[0]?.encode(item)
        return [item]
      }
      return keyConditions(target.source, item).map(([, value]) => value)
    })
  }

  #noKey(item: unknown): VersaError {
    const { name, target } = this.#relation
    return new VersaError('INVALID_QUERY', `${name} cannot be paired with ${kindOf(item)}`, {
      table: target.source.name,
      hint: 'pass primary keys or instances'
    })
  }

  #data(data: unknown): Readonly<Instance> {
    if (data === undefined) return {}
    const { source } = this.#between
    checkFillable({ source, unguarded: false }, data)
    return plainValues(source, data)
  }

  #syncOptions(options: unknown): { readonly detach?: boolean; readonly data?: unknown } {
    if (isPlainObject(options)) return options
    throw new VersaError('INVALID_QUERY', `options of sync cannot be ${kindOf(options)}`, {
      hint: 'pass { detach: false } or { data: { … } }'
    })
  }

  #changed(
    attached: readonly RowKey[],
    detached: readonly RowKey[],
    updated: readonly RowKey[]
  ): Changed {
    const { targetColumns } = this.#relation
    const shown = (key: RowKey): unknown =>
      key.length === 1
        ? key[0]
        : Object.fromEntries(targetColumns.map(({ property }, at) => [property, key[at]]))
    return {
      attached: attached.map(shown),
      detached: detached.map(shown),
      updated: updated.map(shown)
    }
  }
}

function distinct(keys: readonly RowKey[]): Map<unknown, RowKey> {
  return new Map(keys.map(key => [keyIdentity(key), key]))
}

import { isPlainObject } from '../query/build/conditions.js'
import { notFound } from '../query/build/failures.js'
import { QueryBuilder } from '../query/build/query-builder.js'
import { aliasOf, type TableAlias } from '../query/build/table-alias.js'
import { assign } from '../query/instances/fill.js'
import { lookUp } from '../query/merge/look-up.js'
import { isLookedUp, type LookupShape, lookupBy } from '../query/merge/lookup-shape.js'
import { bindModel, handleOf, type ModelClass, unguardedClass } from '../query/model-handle.js'
import { openExecutor } from '../query/plan/executor.js'
import { limitedCall } from '../query/plan/limits.js'
import { settle } from '../query/plan/settle.js'
import type { Source } from '../query/shape/source.js'
import { createModel, createModels, upsertModel } from '../query/writes/model-writes.js'
import { withoutStamps } from '../query/writes/stamps.js'
import { bulkStatics } from './bulk-statics.js'

const findShapes = new WeakMap<Source, LookupShape | null>()

/** The shape of `find`; null where the key is not one column, or scopes hide rows. */
function findShape(source: Source): LookupShape | null {
  const known = findShapes.get(source)
  if (known !== undefined) return known
  const [key, second] = source.primaryKey()
  const isLookup = key !== undefined && second === undefined && isLookedUp(source)
  const shape = isLookup ? lookupBy(key) : null
  findShapes.set(source, shape)
  return shape
}

/** The static methods of models that are more than those of a query. */
const own = {
  query(this: ModelClass): QueryBuilder {
    return QueryBuilder.ofModel(handleOf(this))
  },

  as(this: ModelClass, name: unknown): TableAlias {
    return aliasOf(handleOf(this).source, name)
  },

  using(this: ModelClass, place: unknown): ModelClass {
    const { model, unguarded } = handleOf(this)
    const bound = bindModel(model, openExecutor(place))
    return unguarded ? unguardedClass(bound) : bound
  },

  unguarded(this: ModelClass): ModelClass {
    return unguardedClass(this)
  },

  withoutTimestamps(this: ModelClass, work: () => unknown): unknown {
    return withoutStamps(handleOf(this).definition, work)
  },

  make(this: ModelClass, values: unknown = {}): object {
    const handle = handleOf(this)
    // Through an unguarded class, too, the instance is one of the model.
    const instance = new handle.model()
    assign(handle, instance, values)
    return instance
  },

  /** The shortest way there is: one shape, one parameter, and a promise of the answer. */
  find(this: ModelClass, key: unknown, options?: unknown): Promise<object | null> {
    if (options !== undefined) return limitedCall('find', options, () => own.find.call(this, key))
    const handle = handleOf(this)
    const shape = findShape(handle.source)
    if (shape === null || typeof key === 'object' || key === undefined) {
      return QueryBuilder.ofModel(handle).find(key)
    }
    return settle(
      () => lookUp(handle.executor, shape, shape.column.encode(key)),
      found => found
    )
  },

  async findOrFail(this: ModelClass, key: unknown, options?: unknown): Promise<object> {
    const found = await own.find.call(this, key, options)
    if (found !== null) return found
    throw notFound(handleOf(this).source)
  },

  create(this: ModelClass, values: unknown, options?: unknown): Promise<object> {
    if (options !== undefined)
      return limitedCall('create', options, () => own.create.call(this, values))
    return createModel(handleOf(this), values)
  },

  createMany(this: ModelClass, list: unknown, options?: unknown): Promise<object[]> {
    const create = () => createModels(handleOf(this), list)
    return options === undefined ? create() : limitedCall('createMany', options, create)
  },

  upsert(this: ModelClass, values: unknown, options: unknown): Promise<object> {
    const { signal, timeoutMs, ...conflict } = isPlainObject(options) ? options : {}
    const upsert = () => upsertModel(handleOf(this), values, conflict)
    const isFree = signal === undefined && timeoutMs === undefined
    return isFree ? upsert() : limitedCall('upsert', { signal, timeoutMs }, upsert)
  }
}

/** The methods of a query that models have too. */
const forwarded = [
  'where',
  'orWhere',
  'whereNot',
  'orWhereNot',
  'whereIn',
  'orWhereIn',
  'whereNotIn',
  'orWhereNotIn',
  'whereNull',
  'orWhereNull',
  'whereNotNull',
  'orWhereNotNull',
  'whereBetween',
  'orWhereBetween',
  'whereNotBetween',
  'orWhereNotBetween',
  'whereColumn',
  'orWhereColumn',
  'whereExists',
  'orWhereExists',
  'whereNotExists',
  'orWhereNotExists',
  'orderBy',
  'limit',
  'offset',
  'distinct',
  'groupBy',
  'having',
  'select',
  'join',
  'leftJoin',
  'rightJoin',
  'fullJoin',
  'crossJoin',
  'allRows',
  'options',
  'joinSub',
  'leftJoinSub',
  'inRandomOrder',
  'forUpdate',
  'forShare',
  'when',
  'scope',
  'withoutGlobalScope',
  'withoutGlobalScopes',
  'withTrashed',
  'onlyTrashed',
  'usePrimary',
  'makeHidden',
  'makeVisible',
  'with',
  'has',
  'doesntHave',
  'whereHas',
  'whereDoesntHave',
  'withCount',
  'withExists',
  'withSum',
  'withAvg',
  'withMin',
  'withMax',
  'findMany',
  'pluck',
  'value',
  'sole',
  'paginate',
  'cursorPaginate',
  'chunk',
  'chunkById',
  'cursor',
  'all',
  'rows',
  'first',
  'firstOrFail',
  'count',
  'exists',
  'sum',
  'avg',
  'min',
  'max',
  'update',
  'delete',
  'updateMany',
  'deleteMany',
  'increment',
  'decrement',
  'stream',
  'streamRows',
  'toSQL'
] as const satisfies readonly (keyof QueryBuilder)[]

/** Gives a class the static methods of models. They do not show among a class's own properties. */
export function addStatics(model: object): void {
  for (const [name, method] of Object.entries({ ...own, ...bulkStatics })) hide(model, name, method)
  for (const name of forwarded) {
    hide(model, name, function forward(this: ModelClass, ...args: readonly unknown[]) {
      const query = QueryBuilder.ofModel(handleOf(this))
      return Reflect.apply(query[name], query, args)
    })
  }
}

function hide(model: object, name: string, value: unknown): void {
  Object.defineProperty(model, name, { value, writable: true, configurable: true })
}

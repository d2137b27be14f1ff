import { didYouMean } from '../../errors/did-you-mean.js'
import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { invalidDefinition } from '../../schema/invalid-definition.js'
import type { AnyModel } from '../../schema/model-types.js'
import { QueryBuilder } from '../build/query-builder.js'
import { handleOf, type ModelClass } from '../model-handle.js'
import type { Source } from '../shape/source.js'
import type { LocalScope } from '../types/local-scope.js'
import type { Query } from '../types/query.js'

/** What a scope makes of a query. */
type Apply = (query: unknown, ...args: readonly unknown[]) => unknown

/** What each scope applies. */
const scopes = new WeakMap<object, Apply>()

/**
 * A part of queries that has a name: a static property of a model, to be called on the model, or by
 * its name on a query of it.
 *
 * @param model Returns the model. The class itself is not defined yet where the scope is.
 * @param apply Returns what it makes of the query; further parameters are those of the scope.
 * @throws VersaError `INVALID_MODEL` for what is no function.
 * @example
 * ```ts
 * import { Model, scope, t } from 'versa-orm'
 *
 * class Person extends Model.table('users', { id: t.id(), name: t.text(), age: t.int() }) {
 *   static adult = scope(() => Person, q => q.where('age', '>=', 18))
 *   static olderThan = scope(() => Person, (q, age: number) => q.where('age', '>', age))
 * }
 *
 * await Person.adult().orderBy('age').pluck('name') //=> ['Alan', 'Ada', 'Grace']
 * await Person.where('id', 1).scope('olderThan', 65).exists() //=> false
 * ```
 */
export function scope<M extends AnyModel, A extends readonly unknown[]>(
  model: () => M,
  // A type of its result would lead the compiler round: from the class to its scope to the class.
  apply: (query: Query<M>, ...args: A) => void
): LocalScope<A> {
  if (typeof model !== 'function' || typeof apply !== 'function') {
    throw invalidDefinition(
      `scope got ${kindOf(typeof model === 'function' ? apply : model)} instead of a function`,
      "write scope(() => User, q => q.where('age', '>=', 18))"
    )
  }
  function scoped(this: ModelClass, ...args: readonly unknown[]): QueryBuilder {
    return QueryBuilder.ofModel(handleOf(this)).scope(scoped, ...args)
  }
  scopes.set(scoped, apply as Apply)
  // The queries of the run time have none of the types that the compiler knows of models.
  return scoped as unknown as LocalScope<A>
}

/** The scope of a name, or the scope itself. @throws VersaError `INVALID_QUERY` for none. */
export function appliedScope({ model, name: table }: Source, given: unknown) {
  const found: unknown =
    typeof given === 'string' && model !== undefined ? Reflect.get(model.model, given) : given
  const apply = typeof found === 'function' ? scopes.get(found) : undefined
  const shown = typeof given === 'string' ? JSON.stringify(given.slice(0, 64)) : 'of the model'
  if (apply !== undefined) return { apply, shown }
  const what = typeof given === 'string' ? shown : kindOf(given)
  throw new VersaError('INVALID_QUERY', `${model?.model.name ?? table} has no scope ${what}`, {
    table,
    hint: didYouMean(String(given), model === undefined ? [] : scopeNames(model.model))
  })
}

function scopeNames(model: ModelClass): string[] {
  const names: string[] = []
  for (let at: object | null = model; typeof at === 'function'; at = Object.getPrototypeOf(at)) {
    const own = at as unknown as Readonly<Record<string, unknown>>
    names.push(
      ...Object.keys(at).filter(name => typeof own[name] === 'function' && scopes.has(own[name]))
    )
  }
  return names
}

import { didYouMean } from '../../errors/did-you-mean.js'
import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { SOFT_DELETE } from '../../schema/soft-delete.js'
import { Conditions } from '../build/conditions.js'
import { QueryBuilder } from '../build/query-builder.js'
import type { QueryParts } from '../build/query-parts.js'
import type { ColumnRef, Source } from '../shape/source.js'
import { type ScopeChoice, ScopeParam } from './scope-param.js'

/** Conditions that all queries of a model have. */
type GlobalScope = (query: QueryBuilder) => unknown

/** What hides rows of a table from all its queries, unless they say otherwise. */
export class SourceScopes {
  /** The parameter of queries that leave every scope in place. */
  readonly all: ScopeParam
  /** When a row was marked as deleted; undefined: its rows are not. */
  readonly deletedAt: ColumnRef | undefined
  readonly #source: Source
  readonly #global: readonly (readonly [string, GlobalScope])[]

  constructor(source: Source, global: readonly (readonly [string, GlobalScope])[]) {
    this.#source = source
    this.#global = global
    const deletedAt = source.definition?.softDelete?.column.property
    this.deletedAt = deletedAt === undefined ? undefined : source.columnOrFail(deletedAt)
    this.all = new ScopeParam(this, { trashed: 'without', removed: new Set() })
  }

  /** The conditions as they are now: a scope may ask who is logged in. */
  conditions({ trashed, removed }: ScopeChoice): QueryParts {
    const source = this.#source
    let query = QueryBuilder.conditionsOf(source)
    const { deletedAt } = this
    if (deletedAt !== undefined && trashed !== 'with') {
      const { property } = deletedAt
      query = trashed === 'only' ? query.whereNotNull(property) : query.whereNull(property)
    }
    for (const [name, scope] of this.#global) {
      if (!removed.has(name)) query = query.group(begin => this.#apply(name, scope, begin))
    }
    return query
  }

  /** The choice without some scopes, or without those that have a name. */
  without({ trashed, removed }: ScopeChoice, names: readonly unknown[] | undefined): ScopeChoice {
    const known = this.#global.map(([name]) => name)
    if (names === undefined) return { trashed: 'with', removed: new Set(known) }
    const wanted = names.map(name => this.#known(name, known))
    return {
      trashed: wanted.includes(SOFT_DELETE) && trashed === 'without' ? 'with' : trashed,
      removed: new Set([...removed, ...wanted])
    }
  }

  #known(name: unknown, known: readonly string[]): string {
    const names = this.deletedAt === undefined ? known : [...known, SOFT_DELETE]
    if (typeof name === 'string' && names.includes(name)) return name
    throw noScope(this.#source, name, names)
  }

  #apply(name: string, scope: GlobalScope, begin: QueryBuilder): unknown {
    const made = scope(begin)
    if (made instanceof Conditions && made.node.root === this.#source.conditions) return made
    const table = this.#source.name
    throw new VersaError(
      'INVALID_MODEL',
      `the global scope ${name} of ${table} gave ${kindOf(made)}, not its query`,
      { table, hint: `return what where gives, at once: ${name}: q => q.where('tenantId', 1)` }
    )
  }
}

/** What hides rows of a source; undefined: nothing does. */
export function scopesOf(source: Source): SourceScopes | undefined {
  const { definition, model } = source
  if (definition === undefined || model === undefined) return undefined
  const { softDelete, globalScopes } = definition
  if (softDelete === undefined && globalScopes.length === 0) return undefined
  return new SourceScopes(source, globalScopes as readonly (readonly [string, GlobalScope])[])
}

/** The failure of a global scope that a model does not have. */
export function noScope(source: Source, name: unknown, names: readonly string[]): VersaError {
  const { name: table } = source
  const shown = typeof name === 'string' ? JSON.stringify(name.slice(0, 64)) : kindOf(name)
  return new VersaError('INVALID_QUERY', `${table} has no global scope ${shown}`, {
    table,
    hint:
      names.length === 0
        ? 'its model declares none: leave the call out'
        : typeof name === 'string'
          ? didYouMean(name, names)
          : `name one of ${names.join(', ')}`
  })
}

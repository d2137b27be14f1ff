import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { appliedScope } from '../scopes/local-scope.js'
import { type ScopeChoice, ScopeParam } from '../scopes/scope-param.js'
import { noScope } from '../scopes/source-scopes.js'
import { Clauses } from './clauses.js'
import { Conditions } from './conditions.js'
import type { QueryParts } from './query-parts.js'

/** What a query does with the scopes of its model. */
export abstract class Scoping extends Clauses {
  /** The query that a local scope makes of it. */
  scope(name: unknown, ...args: readonly unknown[]): this {
    const { apply, shown } = appliedScope(this.source, name)
    const made = apply(this, ...args)
    if (made instanceof Conditions && made.source === this.source) return made as this
    throw new VersaError(
      'INVALID_QUERY',
      `the scope ${shown} gave ${kindOf(made)}, not its query`,
      {
        table: this.source.name,
        hint: "return what where gives: scope(() => User, q => q.where('age', '>=', 18))"
      }
    )
  }

  withoutGlobalScope(...names: readonly unknown[]): this {
    const { scopes } = this.source
    if (scopes === undefined) throw noScope(this.source, names[0], [])
    return this.choosing(choice => scopes.without(choice, names))
  }

  withoutGlobalScopes(): this {
    const { scopes } = this.source
    if (scopes === undefined) return this
    return this.choosing(choice => scopes.without(choice, undefined))
  }

  withTrashed(): this {
    return this.trashed('with')
  }

  onlyTrashed(): this {
    return this.trashed('only')
  }

  /** @internal Which of the rows that are marked as deleted it has. */
  trashed(trashed: ScopeChoice['trashed']): this {
    if (this.source.scopes?.deletedAt === undefined) {
      throw new VersaError('INVALID_QUERY', `rows of ${this.source.name} are not soft-deleted`, {
        table: this.source.name,
        hint: 'give its model the option { softDelete: true }'
      })
    }
    return this.choosing(choice => ({ ...choice, trashed }))
  }

  /** @internal The same choice of scopes as another query of the table. */
  scopedLike(other: Conditions): this {
    const choice = ownScopes(other)?.choice
    return choice === undefined ? this : this.choosing(() => choice)
  }

  /** @internal With other scopes of its table. */
  choosing(change: (choice: ScopeChoice) => ScopeChoice): this {
    const own = ownScopes(this)
    if (own === undefined) {
      throw new VersaError('INVALID_QUERY', 'scopes are chosen within a nested condition', {
        table: this.source.name,
        hint: 'choose them of the query itself: User.withTrashed().where(…)'
      })
    }
    const params = this.params.slice()
    params[0] = new ScopeParam(own.scopes, change(own.choice)).asParam()
    return this.derive(this.node, params)
  }
}

/** The scopes of a query's own table: its first parameter, wherever it has any. */
export function ownScopes({ source, node, params }: QueryParts): ScopeParam | undefined {
  if (source.scopes === undefined || node.root !== source.queries) return undefined
  const own: unknown = params[0]
  return own instanceof ScopeParam ? own : undefined
}

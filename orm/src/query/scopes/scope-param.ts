import type { Param } from '../../engine/engine.js'
import { VersaError } from '../../errors/versa-error.js'
import type { QueryParts } from '../build/query-parts.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { SourceScopes } from './source-scopes.js'

/** Which scopes of its table a query has. */
export interface ScopeChoice {
  /** Whether rows that are marked as deleted are left out, are there, or are all there is. */
  readonly trashed: 'without' | 'with' | 'only'
  /** The names of the scopes that it does without. */
  readonly removed: ReadonlySet<string>
}

/**
 * Stands among a query's parameters for its global scopes. They are asked for each time it runs, so
 * that neither a plan, nor a prepared query, nor a query that somebody keeps has one caller's
 * tenant for another.
 */
export class ScopeParam {
  constructor(
    readonly scopes: SourceScopes,
    readonly choice: ScopeChoice
  ) {}

  /** The conditions as they are now. */
  conditions(): QueryParts {
    return this.scopes.conditions(this.choice)
  }

  /** As an item of a parameter list; builders hand parameters on without looking at them. */
  asParam(): Param {
    return this as unknown as Param
  }
}

/** How deep scopes may ask for other scopes, before one is thought to ask for itself. */
const DEPTH_MAX = 32

/** A query with its scopes found. */
export interface Resolved {
  readonly node: ShapeNode
  readonly params: readonly Param[]
}

/**
 * A query's shape and parameters with the global scopes in it as they are now: of its table, of
 * those it joins, of subqueries at any depth. Equal scopes lead to the same shape, so it has one
 * plan.
 */
export function resolveScopes(node: ShapeNode, params: readonly Param[]): Resolved {
  const found: Param[] = []
  const nodes: (ShapeNode | undefined)[] = []
  expand(params, found, nodes, 0)
  const key = `scopes:${nodes.map(scope => scope?.id ?? '')}`
  return { node: node.nextKeyed(key, () => ({ kind: 'scopes', nodes })), params: found }
}

function expand(
  params: readonly Param[],
  found: Param[],
  nodes: (ShapeNode | undefined)[],
  depth: number
): void {
  for (const param of params as readonly (Param | ScopeParam)[]) {
    if (!(param instanceof ScopeParam)) {
      found.push(param)
      continue
    }
    if (depth > DEPTH_MAX) throw endless()
    const { node, params: own } = param.conditions()
    nodes.push(node.step === undefined ? undefined : node)
    expand(own, found, nodes, depth + 1)
  }
}

function endless(): VersaError {
  return new VersaError('INVALID_MODEL', 'a global scope leads to itself', {
    hint: 'use withoutGlobalScope(…) in the query that it makes'
  })
}

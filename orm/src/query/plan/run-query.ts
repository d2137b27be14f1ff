import type { ExecuteResult, Param } from '../../engine/engine.js'
import { resolveScopes } from '../scopes/scope-param.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { Source } from '../shape/source.js'
import type { Executor, RunOptions } from './executor.js'
import { planFor } from './plan-for.js'

/** Runs a query's shape with its parameters: the one place where global scopes are found. */
export function runQuery<Row>(
  executor: Executor,
  source: Source,
  node: ShapeNode,
  params: readonly Param[],
  options?: RunOptions
): ExecuteResult<Row> | Promise<ExecuteResult<Row>> {
  if (!node.scoped) return executor.execute(planFor<Row>(executor, source, node), params, options)
  const resolved = resolveScopes(node, params)
  const plan = planFor<Row>(executor, source, resolved.node)
  return executor.execute(plan, resolved.params, options)
}

import type { ExecuteResult } from '../../engine/engine.js'
import type { EncodedValue } from '../../schema/encoders.js'
import type { Executor } from '../plan/executor.js'
import { planFor } from '../plan/plan-for.js'
import type { LookupShape } from './lookup-shape.js'
import { findMerged } from './lookups.js'

/** The row of a value, at once or with the others that are asked for in this tick. */
export function lookUp(
  executor: Executor,
  shape: LookupShape,
  value: EncodedValue
): object | null | Promise<object | null> {
  const { merger } = executor
  if (merger !== undefined) return findMerged(merger, shape, value)
  const cached = planFor<object>(executor, shape.source, shape.one)
  const result = executor.execute(cached, [value])
  return result instanceof Promise ? result.then(firstRow) : firstRow(result)
}

/** The first row of a result. */
export function firstRow<Row>({ rows: [row] }: ExecuteResult<Row>): Row | null {
  return row ?? null
}

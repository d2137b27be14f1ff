import type { Decoding, Plan } from '../../engine/engine.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { Source } from '../shape/source.js'
import type { PlanCache } from './plan-cache.js'

/** A shape's plan on one database, with the decoding of its rows. */
export class CachedPlan<Row = never> {
  /** Whether it was used since the cache last looked; see {@link PlanCache}. */
  used = true
  /** The next plan for the same shape, on another database. */
  sibling: CachedPlan | undefined = undefined

  constructor(
    readonly cache: PlanCache,
    readonly source: Source,
    readonly node: ShapeNode,
    readonly plan: Plan,
    readonly decoding: Decoding<Row>
  ) {}
}

import type { Query } from '../../ast/generated/ast.js'
import type { Decoding, Plan } from '../../engine/engine.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { Source } from '../shape/source.js'
import { CachedPlan } from './cached-plan.js'

/** How many plans a database keeps. */
const PLANS_MAX = 1_000

/** What compiles queries: the engine's database. */
export interface PlanCompiler {
  prepare(query: Query): Plan
  release(plan: Plan): void
}

/**
 * The plans of a database. When it is full, a hand goes round and takes the first plan that was not
 * used since it came by last: as good as the least recently used, and a hit only sets a flag.
 */
export class PlanCache {
  readonly #plans: CachedPlan[] = []
  #hand = 0

  constructor(
    readonly compiler: PlanCompiler,
    private readonly capacity = PLANS_MAX
  ) {}

  /** The plan of a shape; undefined where there is none yet. */
  find(node: ShapeNode): CachedPlan | undefined {
    let cached = node.plans
    while (cached !== undefined && cached.cache !== this) cached = cached.sibling
    if (cached !== undefined) cached.used = true
    return cached
  }

  /** Compiles a query of a table and keeps the plan for its shape. */
  add(source: Source, node: ShapeNode, query: Query, decoding: Decoding<never>): CachedPlan {
    const cached = new CachedPlan(this, source, node, this.compiler.prepare(query), decoding)
    cached.sibling = node.plans
    node.plans = cached
    if (this.#plans.length < this.capacity) this.#plans.push(cached)
    else this.#replace(cached)
    return cached
  }

  /** How many plans there are. */
  get size(): number {
    return this.#plans.length
  }

  /** Forgets all plans: the database is closed. */
  clear(): void {
    for (const cached of this.#plans) unlink(cached)
    this.#plans.length = 0
    this.#hand = 0
  }

  #replace(cached: CachedPlan): void {
    for (;;) {
      const candidate = this.#plans[this.#hand]
      if (candidate === undefined) {
        this.#hand = 0
      } else if (candidate.used) {
        candidate.used = false
        this.#hand++
      } else {
        unlink(candidate)
        this.compiler.release(candidate.plan)
        this.#plans[this.#hand++] = cached
        return
      }
    }
  }
}

function unlink(gone: CachedPlan): void {
  const { node } = gone
  if (node.plans === gone) {
    node.plans = gone.sibling
    return
  }
  let before = node.plans
  while (before !== undefined && before.sibling !== gone) before = before.sibling
  if (before !== undefined) before.sibling = gone.sibling
}

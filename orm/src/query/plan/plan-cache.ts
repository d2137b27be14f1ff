import type { Query } from '../../ast/generated/ast.js'
import type { Decoding, Plan } from '../../engine/engine.js'
import type { ShapeNode } from '../shape/shape-node.js'
import { Prepared } from './prepared.js'

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
  readonly #plans: Prepared[] = []
  #hand = 0

  constructor(
    readonly compiler: PlanCompiler,
    private readonly capacity = PLANS_MAX
  ) {}

  /** The plan of a shape; undefined where there is none yet. */
  find(node: ShapeNode): Prepared | undefined {
    let prepared = node.prepared
    while (prepared !== undefined && prepared.cache !== this) prepared = prepared.sibling
    if (prepared !== undefined) prepared.used = true
    return prepared
  }

  /** Compiles a query and keeps the plan for its shape. */
  add(node: ShapeNode, query: Query, decoding: Decoding<never>): Prepared {
    const prepared = new Prepared(this, node, this.compiler.prepare(query), decoding)
    prepared.sibling = node.prepared
    node.prepared = prepared
    if (this.#plans.length < this.capacity) this.#plans.push(prepared)
    else this.#replace(prepared)
    return prepared
  }

  /** How many plans there are. */
  get size(): number {
    return this.#plans.length
  }

  /** Forgets all plans: the database is closed. */
  clear(): void {
    for (const prepared of this.#plans) unlink(prepared)
    this.#plans.length = 0
    this.#hand = 0
  }

  #replace(prepared: Prepared): void {
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
        this.#plans[this.#hand++] = prepared
        return
      }
    }
  }
}

function unlink(gone: Prepared): void {
  const { node } = gone
  if (node.prepared === gone) {
    node.prepared = gone.sibling
    return
  }
  let before = node.prepared
  while (before !== undefined && before.sibling !== gone) before = before.sibling
  if (before !== undefined) before.sibling = gone.sibling
}

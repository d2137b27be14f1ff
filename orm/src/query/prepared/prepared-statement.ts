import type { ExecuteResult, Param } from '../../engine/engine.js'
import type { EncodedValue } from '../../schema/encoders.js'
import type { QueryBuilder } from '../build/query-builder.js'
import { executorOf } from '../build/query-parts.js'
import { firstRow } from '../merge/look-up.js'
import { type LookupShape, lookupOf } from '../merge/lookup-shape.js'
import { findMerged } from '../merge/lookups.js'
import { runQuery } from '../plan/run-query.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { Terminal } from '../shape/steps.js'
import { binderOf } from './slot.js'

const terminals: Readonly<Record<'models' | 'rows', Terminal>> = {
  models: { kind: 'models' },
  rows: { kind: 'rows' }
}

/** One statement of a prepared query: its shape is known, its parameters come with each run. */
export class PreparedStatement {
  readonly #query: QueryBuilder
  readonly #node: ShapeNode
  readonly #bind: (args: readonly unknown[]) => readonly Param[]
  /** What it looks up, where that is all it does. */
  readonly #lookup: LookupShape | undefined

  private constructor(query: QueryBuilder, node: ShapeNode, lookup?: LookupShape) {
    const { params } = query
    this.#query = query
    this.#node = node
    this.#bind = binderOf(params) ?? (() => params)
    this.#lookup = lookup
  }

  /** The statement of all rows. */
  static ofAll(query: QueryBuilder, as: 'models' | 'rows'): PreparedStatement {
    return new PreparedStatement(query, query.node.next(terminals[as]))
  }

  /** The statement of the first row. */
  static ofFirst(query: QueryBuilder): PreparedStatement {
    const as = query.kind()
    const lookup =
      as === 'models' && query.extras.options === undefined
        ? lookupOf(query.source, query.node)
        : undefined
    if (lookup !== undefined) return new PreparedStatement(query, lookup.one, lookup)
    return PreparedStatement.ofAll(query.one(), as)
  }

  /** Runs it. */
  run(args: readonly unknown[]): ExecuteResult<object> | Promise<ExecuteResult<object>> {
    const query = this.#query
    const executor = executorOf(query)
    const params = this.#bind(args)
    return runQuery<object>(executor, query.source, this.#node, params, query.extras.options)
  }

  /** Runs it for its first row, with the other look-ups of the tick where it is one. */
  runOne(args: readonly unknown[]): object | null | Promise<object | null> {
    const lookup = this.#lookup
    const merger = lookup && executorOf(this.#query).merger
    if (lookup !== undefined && merger !== undefined) {
      const [value] = this.#bind(args)
      // A comparison with one value is all that a look-up consists of.
      return findMerged(merger, lookup, value as EncodedValue)
    }
    const result = this.run(args)
    return result instanceof Promise ? result.then(firstRow) : firstRow(result)
  }
}

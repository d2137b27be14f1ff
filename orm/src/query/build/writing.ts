import type { ExecuteResult, Param } from '../../engine/engine.js'
import { limitedBy } from '../plan/limits.js'
import { settle } from '../plan/settle.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { Terminal } from '../shape/steps.js'
import { type Change, increaseOf, updateOf } from '../writes/changes.js'
import { deleteManyOf } from '../writes/delete-many.js'
import { plainValues, rowList } from '../writes/given.js'
import { insertFrom } from '../writes/insert-from.js'
import { insertLoose, insertLooseReturning, upsertLoose } from '../writes/loose-writes.js'
import { replaceRows } from '../writes/replace.js'
import { insertMany, insertOrIgnore, silentShapes } from '../writes/silent-inserts.js'
import { updateManyOf } from '../writes/update-many.js'
import { upsertRows } from '../writes/upsert-rows.js'
import type { WriteTarget } from '../writes/write-target.js'
import { executorOf } from './query-parts.js'
import { Relating } from './relating.js'

const updateRows: Terminal = { kind: 'update' }

/** What a query does to the rows that meet its conditions, and what tables without a model add. */
export abstract class Writing extends Relating {
  /** @internal Runs a shape of this query. */
  abstract runNode<Row>(
    node: ShapeNode,
    params: readonly Param[]
  ): ExecuteResult<Row> | Promise<ExecuteResult<Row>>

  update(values: unknown): Promise<number> {
    return settle(
      () => this.#updateRows(updateOf(this, values)),
      result => result.affected
    )
  }

  updateMany(list: unknown, options?: unknown): Promise<number> {
    return this.#limited(() => updateManyOf(this.builder(), list, options))
  }

  deleteMany(keys: unknown): Promise<number> {
    return this.#limited(() => deleteManyOf(this.builder(), keys))
  }

  increment(column: unknown, by: unknown = 1, extra: unknown = {}): Promise<number> {
    return this.#increase(column, by, 1, extra)
  }

  decrement(column: unknown, by: unknown = 1, extra: unknown = {}): Promise<number> {
    return this.#increase(column, by, -1, extra)
  }

  /** @internal Of a table without a model. */
  insert(values: unknown): Promise<number> {
    return this.#limited(() => insertLoose(executorOf(this), this.source, values))
  }

  /** @internal Of a table without a model. */
  insertReturning(values: unknown, columns: unknown): Promise<object[]> {
    const insert = () => insertLooseReturning(executorOf(this), this.source, values, columns)
    return this.#limited(insert)
  }

  /** @internal Of a table without a model. */
  upsert(values: unknown, options: unknown): Promise<number> {
    return this.#limited(() => upsertLoose(executorOf(this), this.source, values, options))
  }

  /** @internal Of a table without a model. */
  async upsertMany(list: unknown, options: unknown): Promise<number> {
    const upsert = () => upsertRows(this.#target(), rowList(this.source, list), options)
    return this.#limited(upsert)
  }

  /** @internal Of a table without a model. */
  async insertOrUpdate(rows: unknown, options: unknown): Promise<number> {
    return this.upsertMany(Array.isArray(rows) ? rows : [rows], options)
  }

  /** @internal Of a table without a model. */
  async insertOrIgnore(rows: unknown): Promise<number> {
    const list = Array.isArray(rows) ? rows : [rows]
    return this.#limited(() => insertOrIgnore(this.#target(), list))
  }

  /** @internal Of a table without a model. */
  async insertMany(rows: unknown, options: unknown): Promise<number> {
    return this.#limited(() => insertMany(this.#target(), rows, options))
  }

  /** @internal Of a table without a model. */
  async insertFrom(query: unknown, columns: unknown): Promise<number> {
    return this.#limited(() => insertFrom(executorOf(this), this.source, query, columns))
  }

  /** @internal Of a table without a model. */
  async replaceInto(rows: unknown, options: unknown): Promise<number> {
    const list: readonly unknown[] = Array.isArray(rows) ? rows : [rows]
    await this.#limited(() => replaceRows(this.builder(), list, silentShapes, options))
    return list.length
  }

  #increase(column: unknown, by: unknown, sign: 1 | -1, extra: unknown): Promise<number> {
    return settle(
      () => {
        const values = plainValues(this.source, extra)
        return this.#updateRows(increaseOf(this, column, { by, sign, extra: values }))
      },
      result => result.affected
    )
  }

  #updateRows({ node, params }: Change): ExecuteResult<unknown> | Promise<ExecuteResult<unknown>> {
    return this.runNode<unknown>(node.next(updateRows), params)
  }

  /** Several statements end with the limits that the query has. */
  #limited<T>(work: () => T): T {
    return limitedBy(this.extras.options, work)
  }

  #target(): WriteTarget {
    return {
      executor: executorOf(this),
      source: this.source,
      unguarded: this.extras.unguarded
    }
  }
}

import type { ExecuteResult, Param } from '../../engine/engine.js'
import { VersaError } from '../../errors/versa-error.js'
import { SqlFragment } from '../fragment/sql-fragment.js'
import { settle } from '../plan/settle.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { Terminal } from '../shape/steps.js'
import { deleteManyOf } from '../writes/delete-many.js'
import { rowList } from '../writes/given.js'
import { increased } from '../writes/increments.js'
import { insertFrom } from '../writes/insert-from.js'
import { insertLoose, insertLooseReturning, upsertLoose } from '../writes/loose-writes.js'
import { replaceRows } from '../writes/replace.js'
import { insertMany, insertOrIgnore, silentShapes } from '../writes/silent-inserts.js'
import { updateManyOf } from '../writes/update-many.js'
import { upsertRows } from '../writes/upsert-rows.js'
import { ColumnReference } from './column-reference.js'
import { isPlainObject } from './conditions.js'
import { executorOf } from './query-parts.js'
import { Relating } from './relating.js'
import { writableRows } from './writable-rows.js'

const deleteRows: Terminal = { kind: 'delete' }
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
      () => this.#update(values),
      result => result.affected
    )
  }

  delete(): Promise<number> {
    return settle(
      () => {
        writableRows(this, 'delete')
        return this.runNode<unknown>(this.node.next(deleteRows), this.params)
      },
      result => result.affected
    )
  }

  updateMany(list: unknown, options?: unknown): Promise<number> {
    return updateManyOf(this.builder(), list, options)
  }

  deleteMany(keys: unknown): Promise<number> {
    return deleteManyOf(this.builder(), keys)
  }

  increment(column: unknown, by: unknown = 1, extra: unknown = {}): Promise<number> {
    return this.#increase(column, by, 1, extra)
  }

  decrement(column: unknown, by: unknown = 1, extra: unknown = {}): Promise<number> {
    return this.#increase(column, by, -1, extra)
  }

  /** @internal Of a table without a model. */
  insert(values: unknown): Promise<number> {
    return insertLoose(executorOf(this), this.source, values)
  }

  /** @internal Of a table without a model. */
  insertReturning(values: unknown, columns: unknown): Promise<object[]> {
    return insertLooseReturning(executorOf(this), this.source, values, columns)
  }

  /** @internal Of a table without a model. */
  upsert(values: unknown, options: unknown): Promise<number> {
    return upsertLoose(executorOf(this), this.source, values, options)
  }

  /** @internal Of a table without a model. */
  async upsertMany(list: unknown, options: unknown): Promise<number> {
    return upsertRows(executorOf(this), this.source, rowList(this.source, list), options)
  }

  /** @internal Of a table without a model. */
  async insertOrUpdate(rows: unknown, options: unknown): Promise<number> {
    return this.upsertMany(Array.isArray(rows) ? rows : [rows], options)
  }

  /** @internal Of a table without a model. */
  async insertOrIgnore(rows: unknown): Promise<number> {
    const list = Array.isArray(rows) ? rows : [rows]
    return insertOrIgnore(executorOf(this), this.source, list)
  }

  /** @internal Of a table without a model. */
  async insertMany(rows: unknown, options: unknown): Promise<number> {
    return insertMany(executorOf(this), this.source, rows, options)
  }

  /** @internal Of a table without a model. */
  async insertFrom(query: unknown, columns: unknown): Promise<number> {
    return insertFrom(executorOf(this), this.source, query, columns)
  }

  /** @internal Of a table without a model. */
  async replaceInto(rows: unknown, options: unknown): Promise<number> {
    const list: readonly unknown[] = Array.isArray(rows) ? rows : [rows]
    await replaceRows(this.builder(), list, silentShapes, options)
    return list.length
  }

  #update(values: unknown): ExecuteResult<unknown> | Promise<ExecuteResult<unknown>> {
    writableRows(this, 'update')
    if (!isPlainObject(values) || Object.keys(values).length === 0) {
      throw new VersaError('INVALID_QUERY', `the update of ${this.source.name} has no values`, {
        table: this.source.name,
        hint: 'pass an object with one column at least'
      })
    }
    const { node, params } = this.#assigned(this.node, this.params, values)
    return this.runNode<unknown>(node.next(updateRows), params)
  }

  #increase(column: unknown, by: unknown, sign: 1 | -1, extra: unknown): Promise<number> {
    return settle(
      () => {
        writableRows(this, 'update')
        const step = increased(this.source, column, by, sign)
        const node = this.node.next(step.step)
        const others = isPlainObject(extra) ? extra : {}
        const all = this.#assigned(node, [...this.params, step.by], others)
        return this.runNode<unknown>(all.node.next(updateRows), all.params)
      },
      result => result.affected
    )
  }

  /** The shape with an assignment for each value. */
  #assigned(
    begin: ShapeNode,
    before: readonly Param[],
    values: Readonly<Record<string, unknown>>
  ): { readonly node: ShapeNode; readonly params: readonly Param[] } {
    const params = before.slice()
    let node = begin
    for (const property in values) {
      if (!Object.hasOwn(values, property)) continue
      const value = values[property]
      const column = this.source.columnOrFail(property)
      if (typeof value === 'object' && SqlFragment.is(value)) {
        column.definition?.checkWritable()
        const fragment = SqlFragment.shapeOf(value)
        const key = `set:${column.id}:${fragment.key}`
        node = node.nextKeyed(key, () => ({ kind: 'set', column, fragment }))
        params.push(...SqlFragment.valuesOf(value))
      } else if (value instanceof ColumnReference) {
        column.definition?.checkWritable()
        const from = this.column(value.name)
        const key = `setTo:${column.id}:${from.id}`
        node = node.nextKeyed(key, () => ({ kind: 'set', column, from }))
      } else {
        node = node.next(column.set)
        params.push(column.encodeStored(value))
      }
    }
    return { node, params }
  }
}

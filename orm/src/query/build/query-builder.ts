import type { ExecuteResult, Param } from '../../engine/engine.js'
import { VersaError } from '../../errors/versa-error.js'
import type { KeyedRow } from '../../rows/row-decoder.js'
import type { EncodedValue } from '../../schema/encoders.js'
import { firstRow } from '../merge/look-up.js'
import { lookupOf } from '../merge/lookup-shape.js'
import { findMerged } from '../merge/lookups.js'
import type { ModelHandle } from '../model-handle.js'
import type { Executor } from '../plan/executor.js'
import { planFor } from '../plan/plan-for.js'
import { runQuery } from '../plan/run-query.js'
import { atCallSite, settle } from '../plan/settle.js'
import { asSlot, type Slot } from '../prepared/slot.js'
import { findManyOf, withoutOwnOrder } from '../read/find-many.js'
import {
  type CursorPage,
  cursorPageOf,
  eachPart,
  type Page,
  pageOf,
  partsOf
} from '../read/pages.js'
import { pickedFrom, valuesOf } from '../read/values.js'
import { withRelations, withRelationsOfOne } from '../read/with-relations.js'
import type { RowKey } from '../relations/identity.js'
import { asKeyOf, type Load } from '../relations/load.js'
import { resolveScopes } from '../scopes/scope-param.js'
import { ownScopes } from '../shape/own-scopes.js'
import type { Scope } from '../shape/scope.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { ColumnRef, Source } from '../shape/source.js'
import type { KeyPart, Step, Terminal } from '../shape/steps.js'
import { appendManagedSets } from '../writes/sets.js'
import { markRows, removeRows, restoreRows } from '../writes/soft-deletes.js'
import { type AggregateName, aggregateKey, aggregateRef } from './aggregate.js'
import { lockOutside, noRow, notFound } from './failures.js'
import { keyConditions } from './keys.js'
import { executorOf, plainExtras, type QueryExtras } from './query-parts.js'
import { Writing } from './writing.js'

const NO_PARAMS: readonly Param[] = []
const models: Terminal = { kind: 'models' }
const rows: Terminal = { kind: 'rows' }
const onlyOne: Step = { kind: 'one' }
const countRows: Terminal = { kind: 'count' }
const existsRow: Terminal = { kind: 'exists' }

type MaybeResult = ExecuteResult<unknown> | Promise<ExecuteResult<unknown>>

/** A query at run time; its types are those of `Query`, `RowQuery` and `TableQuery`. */
export class QueryBuilder extends Writing {
  /** An empty query of a table. */
  static of(source: Source): QueryBuilder {
    return QueryBuilder.#begin(source, plainExtras(source))
  }

  /** An empty query of a table of which nothing is hidden. */
  static unscoped(source: Source): QueryBuilder {
    return new QueryBuilder(source, source.queries.first, NO_PARAMS, plainExtras(source))
  }

  /** An empty query for conditions of a table. */
  static conditionsOf(source: Source): QueryBuilder {
    return new QueryBuilder(source, source.conditions.first, NO_PARAMS, plainExtras(source))
  }

  /** A query of the rows of another, which has parameters. */
  static from(source: Source, params: readonly Param[]): QueryBuilder {
    return new QueryBuilder(source, source.queries.first, params, plainExtras(source))
  }

  /** An empty query of a table that runs in a certain place: a transaction. */
  static in(source: Source, executor: Executor): QueryBuilder {
    return QueryBuilder.#begin(source, { ...plainExtras(source), executor })
  }

  static #begin(source: Source, extras: QueryExtras): QueryBuilder {
    const { first } = source.queries
    return source.scopes === undefined
      ? new QueryBuilder(source, first, NO_PARAMS, extras)
      : new QueryBuilder(source, first.next(ownScopes), [source.scopes.all.asParam()], extras)
  }

  /** An empty query of a model, in the transaction it is bound to if it is. */
  static ofModel({ source, transaction, unguarded }: ModelHandle): QueryBuilder {
    const query = QueryBuilder.at(transaction, source)
    return unguarded ? query.takingAll() : query
  }

  /** An empty query of a table, in a transaction if one is given. */
  static at(transaction: Executor | undefined, source: Source): QueryBuilder {
    return transaction === undefined
      ? QueryBuilder.of(source)
      : QueryBuilder.in(source, transaction)
  }

  all(): Promise<object[]> {
    return settle(
      () => this.#fetch(this.kind()),
      result => withRelations(this, result.rows, this.kind())
    )
  }

  rows(): Promise<object[]> {
    return settle(
      () => this.#fetch('rows'),
      result => withRelations(this, result.rows, 'rows')
    )
  }

  first(): Promise<object | null> {
    return settle(
      () => this.#fetchFirst(),
      found => withRelationsOfOne(this, found)
    )
  }

  async firstOrFail(): Promise<object> {
    const found = await this.first()
    if (found !== null) return found
    throw noRow(this.source)
  }

  find(key: unknown): Promise<object | null> {
    return settle(
      () => this.#byKey(key),
      query => query.first()
    )
  }

  async findOrFail(key: unknown): Promise<object> {
    const found = await this.find(key)
    if (found !== null) return found
    throw notFound(this.source)
  }

  count(): Promise<number> {
    return this.#value(countRows, value => Number(value ?? 0))
  }

  exists(): Promise<boolean> {
    return settle(
      () => this.run<unknown>(existsRow),
      result => result.rows.length > 0
    )
  }

  sum(column: unknown): Promise<unknown> {
    return this.#aggregate('sum', column)
  }
  avg(column: unknown): Promise<unknown> {
    return this.#aggregate('avg', column)
  }
  min(column: unknown): Promise<unknown> {
    return this.#aggregate('min', column)
  }
  max(column: unknown): Promise<unknown> {
    return this.#aggregate('max', column)
  }

  /** The instances of keys, in their order; those that are not there are left out. */
  findMany(keys: unknown): Promise<object[]> {
    return findManyOf(this, keys)
  }

  /** The values of one column. */
  async pluck(column: unknown): Promise<unknown[]> {
    const rows = await valuesOf(this, column).rows()
    return rows.map(row => pickedFrom(row, this, column))
  }

  /** The value of one column of the first row; null where there is none. */
  async value(column: unknown): Promise<unknown> {
    const found = await valuesOf(this, column).first()
    return found === null ? null : pickedFrom(found, this, column)
  }

  /** @internal The query without relations. */
  withoutLoads(): this {
    return this.withExtras(this.node, this.params, { ...this.extras, loads: undefined })
  }

  async sole(): Promise<object> {
    const [only, second] = await this.limit(2).all()
    if (only === undefined) throw noRow(this.source)
    if (second === undefined) return only
    throw new VersaError(
      'MULTIPLE_FOUND',
      `several rows of ${this.source.name} meet the conditions`,
      {
        table: this.source.name
      }
    )
  }

  paginate(options?: unknown): Promise<Page<object>> {
    return pageOf(this, options)
  }
  cursorPaginate(options?: unknown): Promise<CursorPage<object>> {
    return cursorPageOf(this, options)
  }
  chunk(size: unknown, work: unknown): Promise<number> {
    return eachPart(this, size, work)
  }
  chunkById(size: unknown, work: unknown): Promise<number> {
    return eachPart(withoutOwnOrder(this), size, work)
  }
  async *cursor(options: unknown = {}): AsyncGenerator<object, void, undefined> {
    const { batch = 1_000 } = options as { readonly batch?: unknown }
    for await (const part of partsOf(this, batch)) yield* part
  }

  /** The query itself, which nothing changes. */
  clone(): this {
    return this
  }

  /** Removes the rows, or marks them as deleted where their model does. */
  delete(): Promise<number> {
    return this.source.scopes?.deletedAt === undefined ? removeRows(this) : markRows(this)
  }

  /** Removes the rows, also where their model marks them. */
  forceDelete(): Promise<number> {
    return removeRows(this)
  }

  /** Takes back that rows were marked as deleted. */
  restore(): Promise<number> {
    return restoreRows(this)
  }

  async *stream(): AsyncGenerator<object, void, undefined> {
    yield* this.#stream(this.kind())
  }

  async *streamRows(): AsyncGenerator<object, void, undefined> {
    yield* this.#stream('rows')
  }

  toSQL(): { readonly sql: string; readonly parameters: readonly Param[] } {
    const node = this.node.next(this.kind() === 'models' ? models : rows)
    const { node: resolved, params } = this.#resolved(node)
    const { plan } = planFor(executorOf(this), this.source, resolved)
    return { sql: plan.sql, parameters: params }
  }

  /** @internal The rows with their relations; what eager loading calls on the level below. */
  async fetch(as: 'models' | 'rows'): Promise<readonly object[]> {
    const result = await this.#fetch(as)
    return withRelations(this, result.rows, as)
  }

  /** @internal The rows, each beside the key it was found by. */
  async fetchKeyed(as: 'models' | 'rows', keys: readonly KeyPart[]): Promise<readonly KeyedRow[]> {
    const terminal: Terminal = { kind: 'keyed', keys, as }
    const ids = keys.map(key => ('textOf' in key ? `t${key.textOf.id}` : key.id))
    const node = this.node.nextKeyed(`keyed:${as}:${ids}`, () => terminal)
    const result = await this.runNode<KeyedRow>(node, this.params)
    const found = result.rows
    await withRelations(
      this,
      found.map(({ row }) => row),
      as
    )
    return found
  }

  /** @internal An empty query of another table, in the same place. */
  another(source: Source): QueryBuilder {
    const query = QueryBuilder.at(this.extras.executor, source)
    return this.extras.options?.primary === true ? query.usePrimary() : query
  }

  /** @internal Limit and offset count for each value of these columns. */
  perRowOf(by: readonly ColumnRef[]): this {
    const key = `partition:${by.map(({ id }) => id)}`
    return this.derive(
      this.node.nextKeyed(key, () => ({ kind: 'partition', by })),
      this.params
    )
  }

  /** @internal Columns of a joined table that the rows have under `pivot`. */
  withPivot(columns: readonly ColumnRef[]): this {
    const node = columns.reduce((node, operand) => {
      const { property, type } = operand
      const column = { operand, property, type, within: 'pivot' }
      return node.nextKeyed(`pivot:${operand.id}`, () => ({ kind: 'extra', column }))
    }, this.node)
    return this.derive(node, this.params)
  }

  /** @internal The same query with other values. */
  withValues(params: readonly Param[], loads: ReadonlyMap<string, Load> | undefined): this {
    return this.withExtras(this.node, params, { ...this.extras, loads })
  }

  /** @internal The same query, which the log is told to answer so many callers. */
  mergedFor(merged: number): this {
    const options = { ...this.extras.options, merged }
    return this.withExtras(this.node, this.params, { ...this.extras, options })
  }

  /** @internal Runs the query with a last step that has only one object. */
  run<Row>(terminal: Terminal): ExecuteResult<Row> | Promise<ExecuteResult<Row>> {
    return this.runNode<Row>(this.node.next(terminal), this.params)
  }

  /**
   * @internal Runs the query with a column set to a value that is encoded already.
   *
   * @param now What `updatedAt` gets; undefined: nothing.
   */
  runChanged(set: Step, value: Param, terminal: Terminal, now: Date | undefined): MaybeResult {
    const params = [...this.params, value]
    const node = appendManagedSets(this.source, {}, this.node.next(set), params, now)
    return this.runNode(node.next(terminal), params)
  }

  protected derive(node: ShapeNode, params: readonly Param[]): this {
    return this.withExtras(node, params, this.extras)
  }

  protected withExtras(node: ShapeNode, params: readonly Param[], extras: QueryExtras): this {
    // The query of a relation, which is the only subclass, does it its own way.
    return new QueryBuilder(this.source, node, params, extras) as this
  }

  protected builder(): QueryBuilder {
    return this
  }

  protected forConditions(scope: Scope = this.extras.scope): QueryBuilder {
    const { source, extras } = this
    const first = source.conditions.first
    return new QueryBuilder(source, first, [], {
      ...extras,
      scope,
      loads: undefined,
      selection: undefined,
      computed: []
    })
  }

  /** @internal Runs a shape of this query. */
  runNode<Row>(
    node: ShapeNode,
    params: readonly Param[]
  ): ExecuteResult<Row> | Promise<ExecuteResult<Row>> {
    const executor = executorOf(this)
    if (this.extras.locks && !executor.inTransaction) throw lockOutside(this.source)
    return runQuery<Row>(executor, this.source, node, params, this.extras.options)
  }

  #resolved(node: ShapeNode): { readonly node: ShapeNode; readonly params: readonly Param[] } {
    return node.scoped ? resolveScopes(node, this.params) : { node, params: this.params }
  }

  #fetch(as: 'models' | 'rows'): ExecuteResult<object> | Promise<ExecuteResult<object>> {
    return this.run<object>(as === 'models' ? models : rows)
  }

  /** @internal The query of one row at most. */
  one(): this {
    const { limitAt } = this.extras
    if (limitAt < 0) return this.derive(this.node.next(onlyOne), this.params)
    const limit = this.params[limitAt]
    const slot = asSlot(limit)
    if (slot !== undefined)
      return this.#withParam(
        limitAt,
        slot.map(most => (most === 0 ? 0 : 1))
      )
    return limit === 0 ? this : this.limit(1)
  }

  /** @internal Models, unless something was selected or there is no model. */
  kind(): 'models' | 'rows' {
    const asModels =
      this.source.model !== undefined && this.extras.selection === undefined && !this.joins()
    return asModels ? 'models' : 'rows'
  }

  #withParam(at: number, slot: Slot): this {
    const params = this.params.slice()
    params[at] = slot.asParam()
    return this.derive(this.node, params)
  }

  #fetchFirst(): object | null | Promise<object | null> {
    const as = this.kind()
    const { extras, params, source, node } = this
    const executor = executorOf(this)
    if (executor.merger !== undefined && as === 'models' && extras.options === undefined) {
      const shape = lookupOf(source, node, params)
      const value = params.at(-1) as EncodedValue
      if (shape !== undefined) return findMerged(executor.merger, shape, value)
    }
    const result = this.one().#fetch(as)
    return result instanceof Promise ? result.then(firstRow) : firstRow(result)
  }

  #byKey(key: unknown): this {
    let query: this = this
    for (const [property, value] of keyConditions(this.source, key)) {
      query = query.where(this.joins() ? `${this.source.name}.${property}` : property, value)
    }
    return query
  }

  #value<T>(terminal: Terminal, pick: (value: unknown) => T): Promise<T> {
    return settle(
      () => this.run<{ readonly value: unknown }>(terminal),
      result => pick(result.rows[0]?.value)
    )
  }

  #aggregate(name: AggregateName, column: unknown): Promise<unknown> {
    return settle(
      () => {
        const value = aggregateRef(name, this.column(column))
        const key = `aggregate:${aggregateKey(value)}`
        const node = this.node.nextKeyed(key, () => ({ kind: 'aggregate', value }))
        return this.runNode<{ readonly value: unknown }>(node, this.params)
      },
      result => result.rows[0]?.value ?? null
    )
  }

  async *#stream(as: 'models' | 'rows'): AsyncGenerator<object, void, undefined> {
    const executor = executorOf(this)
    const { node, params } = this.#resolved(this.node.next(as === 'models' ? models : rows))
    const cached = planFor<object>(executor, this.source, node)
    const batches = executor.stream(cached, params, this.extras.options)
    try {
      for await (const batch of batches) {
        await withRelations(this, batch, as)
        yield* batch
      }
    } catch (error) {
      throw atCallSite(error)
    }
  }

  /** @internal Conditions on keys, which may be of another kind of number. */
  whereKeys(columns: readonly ColumnRef[], keys: readonly RowKey[]): this {
    const cells = keys.flatMap(key =>
      columns.map((column, at) => column.encode(asKeyOf(column, key[at])))
    )
    const [only, second] = columns
    if (only !== undefined && second === undefined) return this.whereEncodedIn(only, cells)
    return this.whereEncodedRows(columns, cells)
  }
}

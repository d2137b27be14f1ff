import type { Param } from '../../engine/engine.js'
import type { QueryBuilder } from '../build/query-builder.js'
import { executorOf } from '../build/query-parts.js'
import { loadRelationsOfOne } from '../merge/loads.js'
import { limitedBy } from '../plan/limits.js'
import { type Load, loadRelations } from '../relations/load.js'
import { PreparedStatement } from './prepared-statement.js'
import { type Bind, binderOf } from './slot.js'

type Loads = ReadonlyMap<string, Load>

/** A query with slots among its values, and its statements as far as they were needed. */
export class BuiltQuery {
  readonly query: QueryBuilder
  /** What its rows are unless plain ones are asked for. */
  readonly kind: 'models' | 'rows'
  readonly #params: Bind<readonly Param[]> | undefined
  readonly #loads: Bind<Loads> | undefined
  #all: PreparedStatement | undefined
  #rows: PreparedStatement | undefined
  #first: PreparedStatement | undefined

  constructor(query: QueryBuilder) {
    this.query = query
    this.kind = query.kind()
    this.#params = binderOf(query.params)
    this.#loads = query.extras.loads && loadsBinderOf(query.extras.loads)
  }

  /** The statement of all rows. */
  get all(): PreparedStatement {
    this.#all ??= PreparedStatement.ofAll(this.query, this.kind)
    return this.#all
  }

  /** The statement of all rows as plain objects. */
  get rows(): PreparedStatement {
    this.#rows ??= PreparedStatement.ofAll(this.query, 'rows')
    return this.#rows
  }

  /** The statement of the first row. */
  get first(): PreparedStatement {
    this.#first ??= PreparedStatement.ofFirst(this.query)
    return this.#first
  }

  /** The query with the values of a run in it, as if it had been built with them. */
  bound(args: readonly unknown[]): QueryBuilder {
    const { query } = this
    const params = this.#params?.(args) ?? query.params
    return query.withValues(params, this.#loadsOf(args))
  }

  /** The rows of a run with their relations. */
  loaded(
    rows: object[],
    as: 'models' | 'rows',
    args: readonly unknown[]
  ): object[] | Promise<object[]> {
    const loads = this.#loadsOf(args)
    if (loads === undefined) return rows
    const { options } = this.query.extras
    return limitedBy(options, () => loadRelations(rows, loads, as)).then(() => rows)
  }

  /** The row of a run with its relations. */
  loadedOne(row: object | null, args: readonly unknown[]): object | null | Promise<object | null> {
    if (row === null) return null
    const loads = this.#loadsOf(args)
    if (loads === undefined) return row
    const executor = executorOf(this.query)
    const load = () => loadRelationsOfOne(executor, row, loads, this.kind)
    return limitedBy(this.query.extras.options, load).then(() => row)
  }

  #loadsOf(args: readonly unknown[]): Loads | undefined {
    return this.#loads?.(args) ?? this.query.extras.loads
  }
}

/** How relations with slots in their queries are made of the arguments; undefined without slots. */
function loadsBinderOf(loads: Loads): Bind<Loads> | undefined {
  const entries = [...loads].map(([name, load]) => ({ name, load, bind: loadBinderOf(load) }))
  if (entries.every(({ bind }) => bind === undefined)) return undefined
  return args => new Map(entries.map(({ name, load, bind }) => [name, bind?.(args) ?? load]))
}

function loadBinderOf(load: Load): Bind<Load> | undefined {
  if (!('queries' in load)) {
    const bind = queryBinderOf(load.query)
    return bind && (args => ({ ...load, query: bind(args) }))
  }
  const binds = [...load.queries].map(([type, query]) => {
    return { type, query, bind: queryBinderOf(query) }
  })
  if (binds.every(({ bind }) => bind === undefined)) return undefined
  return args => ({
    ...load,
    queries: new Map(binds.map(({ type, query, bind }) => [type, bind?.(args) ?? query]))
  })
}

function queryBinderOf(query: QueryBuilder): Bind<QueryBuilder> | undefined {
  const params = binderOf(query.params)
  const { loads } = query.extras
  const nested = loads && loadsBinderOf(loads)
  if (params === undefined && nested === undefined) return undefined
  return args => query.withValues(params?.(args) ?? query.params, nested?.(args) ?? loads)
}

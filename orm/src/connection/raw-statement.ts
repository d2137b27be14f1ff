import type { ExecuteOptions, ExecuteResult } from '../engine/engine.js'
import {
  SqlFragment,
  type SqlTemplate,
  type SqlValue,
  sql
} from '../query/fragment/sql-fragment.js'
import type { Executor } from '../query/plan/executor.js'
import { checkedOptions } from '../query/plan/limits.js'
import { planFor } from '../query/plan/plan-for.js'
import { settle } from '../query/plan/settle.js'
import type { Source } from '../query/shape/source.js'

/**
 * A statement of your own, with bound values. It runs when one of its methods is called.
 *
 * @example
 * const names = await db.sql`select name from users where age > ${18}`.rows<{ name: string }>()
 */
export class RawStatement {
  readonly #executor: Executor
  readonly #source: Source
  readonly #fragment: SqlFragment
  readonly #options: ExecuteOptions | undefined

  /** @internal */
  constructor(
    executor: Executor,
    source: Source,
    fragment: SqlFragment,
    options: ExecuteOptions | undefined
  ) {
    this.#executor = executor
    this.#source = source
    this.#fragment = fragment
    this.#options = options
  }

  /** All rows, as plain objects. Their type is yours to know: it is not checked. */
  rows<Row extends object = Record<string, unknown>>(): Promise<Row[]> {
    return settle(
      () => this.#run<Row>(),
      result => result.rows
    )
  }

  /** The first row, or null. */
  first<Row extends object = Record<string, unknown>>(): Promise<Row | null> {
    return settle(
      () => this.#run<Row>(),
      result => result.rows[0] ?? null
    )
  }

  /** How many rows it wrote. */
  execute(): Promise<number> {
    return settle(
      () => this.#run<object>(),
      result => result.affected
    )
  }

  /**
   * The same statement with options: `{ signal }` cancels it, `{ timeoutMs }` limits its time, and
   * `{ worker: true }` is for a long one on SQLite.
   *
   * @throws VersaError `INVALID_QUERY` for options that make no sense.
   */
  options(options: ExecuteOptions): RawStatement {
    return new RawStatement(
      this.#executor,
      this.#source,
      this.#fragment,
      checkedOptions({ ...options })
    )
  }

  #run<Row>(): ExecuteResult<Row> | Promise<ExecuteResult<Row>> {
    const fragment = SqlFragment.shapeOf(this.#fragment)
    const node = this.#source.queries.first.nextKeyed(`raw:${fragment.key}`, () => ({
      kind: 'raw',
      fragment
    }))
    const cached = planFor<Row>(this.#executor, this.#source, node)
    return this.#executor.execute(cached, SqlFragment.valuesOf(this.#fragment), this.#options)
  }
}

/** The template of a database or a transaction: statements, with the helpers of `sql`. */
export interface StatementTemplate extends Pick<SqlTemplate, 'id' | 'in' | 'join'> {
  /**
   * A statement with bound values.
   *
   * @example
   * await db.sql`update users set age = age + ${1} where id = ${id}`.execute()
   */
  (strings: TemplateStringsArray, ...values: readonly SqlValue[]): RawStatement
}

/** The template whose statements run there. */
export function statementTemplate(executor: Executor, source: Source): StatementTemplate {
  const template = (strings: TemplateStringsArray, ...values: readonly SqlValue[]): RawStatement =>
    new RawStatement(executor, source, sql(strings, ...values), undefined)
  return Object.assign(template, { id: sql.id, in: sql.in, join: sql.join })
}

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
 * ```ts
 * const statement = db.sql`select name from users where age > ${40}`
 * await statement.rows<{ name: string }>() //=> [{ name: 'Grace' }]
 * ```
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

  /**
   * All rows, as plain objects. Their type is yours to know: it is not checked.
   *
   * @throws VersaError `SYNTAX`, `UNKNOWN_TABLE`, `UNKNOWN_COLUMN` and what else the database says.
   * @example
   * ```ts
   * await db.sql`select id from users where role = ${'admin'}`.rows() //=> [{ id: 1 }]
   * ```
   */
  rows<Row extends object = Record<string, unknown>>(): Promise<Row[]> {
    return settle(
      () => this.#run<Row>(),
      result => result.rows
    )
  }

  /**
   * The first row, or null.
   *
   * @throws VersaError As `rows`: `SYNTAX`, `UNKNOWN_TABLE` and others.
   * @example
   * ```ts
   * await db.sql`select name from users where id = ${2}`.first() //=> { name: 'Grace' }
   * ```
   */
  first<Row extends object = Record<string, unknown>>(): Promise<Row | null> {
    return settle(
      () => this.#run<Row>(),
      result => result.rows[0] ?? null
    )
  }

  /**
   * Runs it for what it does, and says how many rows it wrote.
   *
   * @throws VersaError As `rows`: `SYNTAX`, `UNIQUE_VIOLATION` and others.
   * @example
   * ```ts
   * await db.sql`update users set age = age + ${1} where age < ${40}`.execute() //=> 2
   * ```
   */
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
   * @param options What holds for its run.
   * @throws VersaError `INVALID_QUERY` for options that make no sense.
   * @example
   * ```ts
   * await db.sql`delete from posts where id = ${4}`.options({ timeoutMs: 5_000 }).execute() //=> 1
   * ```
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

/** The template of a database or a transaction: statements, with the helpers of {@link sql}. */
export interface StatementTemplate extends Pick<SqlTemplate, 'id' | 'in' | 'join'> {
  /**
   * A statement with bound values: what stands in braces is sent beside the text, never within it.
   *
   * @param strings The text, which the template gives.
   * @param values What stands in braces.
   * @throws VersaError `INVALID_VALUE` for an array or an object in braces.
   * @example
   * ```ts
   * const name = "Ada'; drop table users"
   * await db.sql`select id from users where name = ${name}`.rows() //=> []
   * ```
   */
  (strings: TemplateStringsArray, ...values: readonly SqlValue[]): RawStatement
}

/** The template whose statements run there. */
export function statementTemplate(executor: Executor, source: Source): StatementTemplate {
  const template = (strings: TemplateStringsArray, ...values: readonly SqlValue[]): RawStatement =>
    new RawStatement(executor, source, sql(strings, ...values), undefined)
  return Object.assign(template, { id: sql.id, in: sql.in, join: sql.join })
}

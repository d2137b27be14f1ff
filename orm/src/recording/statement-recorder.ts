import {
  type DialectName,
  dialectNames,
  type Finding,
  type QueryPlan
} from '../browser/inspected.js'
import type { StatementEvent } from '../engine/statement-event.js'
import type { Compiled, ErrorRecord, StatementRecord } from './events.js'
import { plainCopy } from './plain-copy.js'

/** How many statements a run shows. */
export const statementsMax = 2000

/** What of `inspect` is asked. */
interface Inspector {
  compile(query: unknown, dialect: DialectName): { readonly sql: string }
  explain(rows: unknown): QueryPlan
  findings(statements: unknown): readonly Finding[]
}

/** What the recorder tells of and asks. */
export interface StatementHost {
  add(statement: StatementRecord): void
  /** Told once, when there are more than are shown. */
  full(): void
  /** The rows of a statement of the runtime's own. */
  rows(sql: string): Promise<readonly Record<string, unknown>[]>
  describeError(error: unknown): ErrorRecord
  /** What the engine knows of queries. */
  readonly inspect: Inspector
}

/**
 * The statements of a run, with what is worth knowing of each: the same query for other databases,
 * and how the database finds the rows.
 */
export class StatementRecorder {
  readonly #host: StatementHost
  readonly #records: StatementRecord[] = []
  readonly #compiled = new Map<string, StatementRecord['dialects']>()
  readonly #rowCounts = new Map<string, number>()
  /** Only what the user's query runs is recorded, not what the runtime does itself. */
  recording = false
  #full = false

  constructor(host: StatementHost) {
    this.#host = host
  }

  /** What the statements show together. */
  findings(): readonly Finding[] {
    return this.#host.inspect.findings(this.#records)
  }

  /** Records a statement; its plan is asked for when nothing else runs. */
  observe(event: StatementEvent): void {
    if (!this.recording) return
    if (this.#records.length >= statementsMax) {
      if (!this.#full) this.#host.full()
      this.#full = true
      return
    }
    const { query, parameters, error, ...ran } = event
    const record: StatementRecord = {
      ...ran,
      number: this.#records.length + 1,
      parameters: parameters.map(value => plainCopy(value)),
      ast: query === null ? null : plainCopy(query),
      dialects: query === null ? {} : this.#inOtherDialects(event.sql, query),
      plan: null,
      ...(error === undefined ? {} : { error: this.#host.describeError(error) })
    }
    this.#records.push(record)
    this.#host.add(record)
  }

  /** The same query compiled for all databases; a shape that was seen before is not compiled. */
  #inOtherDialects(sql: string, query: unknown): StatementRecord['dialects'] {
    const known = this.#compiled.get(sql)
    if (known !== undefined) return known
    const compiled = Object.fromEntries(
      dialectNames.map(dialect => [dialect, this.#compile(query, dialect)])
    )
    this.#compiled.set(sql, compiled)
    return compiled
  }

  /** Sends the statements again that have a plan, with it. */
  async explainAll(): Promise<void> {
    const plans = new Map<string, QueryPlan | null>()
    for (const record of this.#records) {
      if (!plans.has(record.sql)) plans.set(record.sql, await this.#explain(record))
      const plan = plans.get(record.sql) ?? null
      if (plan !== null) this.#host.add({ ...record, plan })
    }
  }

  async #explain({ sql, ast, reads }: StatementRecord): Promise<QueryPlan | null> {
    if (!/^\s*(?:select|with|insert|update|delete|replace|values)\b/i.test(sql)) return null
    try {
      const rows = await this.#host.rows(`EXPLAIN QUERY PLAN ${sql}`)
      const tables = await this.#sizes(reads)
      return this.#host.inspect.explain({ rows, tables, ...(ast === null ? {} : { query: ast }) })
    } catch {
      // A table that is gone by now, or a statement that was wrong: it has no plan.
      return null
    }
  }

  /** How many rows tables have: reading all of a small one hurts nobody. */
  async #sizes(tables: readonly string[]): Promise<Record<string, number>> {
    for (const table of tables) {
      if (this.#rowCounts.has(table)) continue
      const name = table.replaceAll('"', '""')
      const [row] = await this.#host.rows(`SELECT count(*) AS rows FROM "${name}"`)
      this.#rowCounts.set(table, Number(row?.['rows']))
    }
    return Object.fromEntries(tables.map(table => [table, this.#rowCounts.get(table) ?? 0]))
  }

  #compile(query: unknown, dialect: DialectName): Compiled {
    try {
      return this.#host.inspect.compile(query, dialect)
    } catch (error) {
      const { code, message } = error as { readonly code?: unknown; readonly message?: unknown }
      return { error: { code: String(code ?? 'INTERNAL'), message: String(message) } }
    }
  }
}

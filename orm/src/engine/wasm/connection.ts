import { ParamWriter } from '../../rows/param-writer.js'
import type { Decoding, ExecuteResult, Param, Plan, ResultColumn } from '../engine.js'
import { pack, unpack, utf16 } from './cells.js'
import { type Executed, type Executor, SqliteFailure, type SqliteValue } from './executor.js'
import type { SqliteEngine, WasmModule } from './module.js'
import { calling, errorOf } from './thrown.js'

/** What ran, for whoever wants to see it. */
export interface Ran {
  readonly plan: Plan
  readonly parameters: readonly Param[]
  readonly durationMs: number
  readonly rows: number
  readonly affected: number
  readonly error?: unknown
}

const NO_BYTES = new Uint8Array(0)

/** The one connection to a SQLite: binds, runs and decodes. */
export class WasmConnection {
  readonly #params = new ParamWriter(() => {})

  constructor(
    private readonly module: WasmModule,
    readonly engine: SqliteEngine,
    readonly executor: Executor,
    private readonly ran: ((statement: Ran) => void) | undefined
  ) {}

  /** Runs a plan. */
  execute<Row>(plan: Plan, params: readonly Param[], decoding: Decoding<Row>): ExecuteResult<Row> {
    if (this.ran === undefined) return this.#execute(plan, params, decoding)
    const begin = performance.now()
    const tell = (rows: number, affected: number, failed: { readonly error?: unknown }): void =>
      this.ran?.({
        plan,
        parameters: params,
        durationMs: performance.now() - begin,
        rows,
        affected,
        ...failed
      })
    try {
      const result = this.#execute(plan, params, decoding)
      tell(result.rows.length, result.affected, {})
      return result
    } catch (error) {
      tell(0, 0, { error })
      throw error
    }
  }

  /** Runs SQL without parameters. */
  runSql(sql: string): void {
    try {
      this.executor.runAll(sql)
    } catch (error) {
      if (!(error instanceof SqliteFailure)) throw error
      throw errorOf(this.module.failureOf(error.code, error.message, sql))
    }
  }

  inTransaction(): boolean {
    return this.executor.inTransaction()
  }

  #execute<Row>(plan: Plan, params: readonly Param[], decoding: Decoding<Row>): ExecuteResult<Row> {
    const results = this.#run(plan, params)
    const affected = results.reduce((sum, { changes }) => sum + changes, 0)
    const names = [...(results[0]?.columns ?? [])]
    const key = plan.access === 'read' ? null : this.executor.lastInsertRowid()
    const lastInsertId = key === null || !Number.isSafeInteger(Number(key)) ? key : Number(key)
    if (names.length === 0) return { rows: [], affected, lastInsertId }
    const declared = [...(results[0]?.declared ?? [])]
    return { rows: this.#decode(plan, results, names, declared, decoding), affected, lastInsertId }
  }

  #run(plan: Plan, params: readonly Param[]): Executed[] {
    this.#params.write(params)
    const { cells, tags, numbers, text, bytes = NO_BYTES } = this.#params
    const bindings = calling(() =>
      this.engine.bind(
        plan.id,
        tags.subarray(0, cells),
        numbers.subarray(0, cells),
        utf16(text),
        bytes
      )
    )
    try {
      const { sql, bulk } = bindings
      const wanted = {
        declared: plan.columns.length === 0 || plan.columns.some(({ type }) => type === null),
        changes: plan.access !== 'read'
      }
      const one = (values: readonly SqliteValue[]): Executed =>
        this.#failing(plan, () => this.executor.run(sql, values, wanted))
      const all = (): Executed[] => Array.from(unpack(bindings), one)
      return bulk ? this.#allOrNothing(plan, all) : all()
    } finally {
      bindings.free()
    }
  }

  /** Several runs in a savepoint. */
  #allOrNothing<T>(plan: Plan, work: () => T): T {
    const outermost = !this.inTransaction()
    this.#failing(plan, () => this.executor.runAll('SAVEPOINT versa_bulk'))
    try {
      const result = work()
      this.#failing(plan, () => this.executor.runAll('RELEASE versa_bulk'))
      return result
    } catch (error) {
      if (this.inTransaction()) {
        this.executor.runAll(outermost ? 'ROLLBACK' : 'ROLLBACK TO versa_bulk; RELEASE versa_bulk')
      }
      throw error
    }
  }

  #decode<Row>(
    plan: Plan,
    results: readonly Executed[],
    names: string[],
    declared: string[],
    decoding: Decoding<Row>
  ): Row[] {
    const columns: readonly ResultColumn[] =
      plan.columns.length > 0
        ? plan.columns
        : JSON.parse(calling(() => this.engine.columns(plan.id, names, declared)))
    const found = results.length === 1 ? results[0]?.rows : results.flatMap(({ rows }) => rows)
    const rows: Row[] = []
    if (found === undefined || found.length === 0) return rows
    const { tags, numbers, text, bytes } = pack(found)
    const decoded = calling(() =>
      this.engine.decode(plan.id, names, declared, tags, numbers, text, bytes)
    )
    try {
      const decode = decoding.decoder(columns)
      while (decoded.next()) {
        const { rows: count, tags, numbers, text, bytes } = decoded
        decode({ rows: count, tags, numbers, text, bytes }, rows)
      }
      return rows
    } finally {
      decoded.free()
    }
  }

  #failing<T>(plan: Plan, work: () => T): T {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof SqliteFailure)) throw error
      throw errorOf(this.engine.failure(plan.id, error.code, error.message))
    }
  }
}

import type { Query } from '../src/ast/generated/ast.js'
import type { Definitions } from '../src/ast/generated/schema.js'
import type {
  Decoding,
  EngineDatabase,
  EngineTransaction,
  ExecuteResult,
  Param,
  Plan
} from '../src/engine/engine.js'

/** A statement that a fake engine was asked to run. */
export interface Executed {
  readonly query: Query
  readonly params: readonly Param[]
}

/** An engine without a database: it keeps what it is asked, and answers with no rows. */
export class FakeEngine implements EngineDatabase {
  readonly product = 'Fake'
  readonly version = '1'
  readonly answersAtOnce = true
  readonly prepared: Query[] = []
  readonly released: number[] = []
  readonly executed: Executed[] = []
  readonly sql: string[] = []
  /** How many rows the next writes say they met. */
  affected = 0

  constructor(private readonly answers: 'at once' | 'later' = 'at once') {}

  prepare(query: Query): Plan {
    const id = this.prepared.push(query) - 1
    return { id, sql: `plan ${id}`, access: 'read', columns: [], reads: [], writes: [] }
  }

  release(plan: Plan): void {
    this.released.push(plan.id)
  }

  ddl(action: string, { tables }: Definitions): string[] {
    return tables.map(({ table }) => `${action} ${table.name}`)
  }

  end(): void {}

  async close(): Promise<void> {}

  execute<Row>(
    plan: Plan,
    params: readonly Param[],
    _decoding: Decoding<Row>
  ): ExecuteResult<Row> | Promise<ExecuteResult<Row>> {
    const query = this.prepared[plan.id]
    if (query === undefined || this.released.includes(plan.id)) throw new Error('no such plan')
    this.executed.push({ query, params })
    const result = { rows: [], affected: this.affected, lastInsertId: null }
    return this.answers === 'at once' ? result : Promise.resolve(result)
  }

  async *stream<Row>(): AsyncGenerator<Row[], void, undefined> {}

  async runSql(sql: string): Promise<void> {
    this.sql.push(sql)
  }

  async begin(): Promise<EngineTransaction> {
    this.sql.push('begin')
    const end = async (how: string): Promise<void> => {
      this.sql.push(how)
    }
    return Object.assign(Object.create(this), {
      commit: () => end('commit'),
      rollback: () => end('rollback'),
      abort: () => end('rollback')
    })
  }
}

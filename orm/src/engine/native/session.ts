import { refuseAborted } from '../../errors/cancelled.js'
import { VersaError } from '../../errors/versa-error.js'
import type {
  Decoding,
  EngineSession,
  EngineTransaction,
  ExecuteOptions,
  ExecuteResult,
  Param,
  Plan,
  StatementLimits,
  TransactionOptions
} from '../engine.js'
import { Header, Status } from './binding.js'
import type { NativeLink } from './link.js'
import { errorOf } from './results.js'
import { streamRows } from './stream.js'

/** Where statements run, by its number in the addon. */
export abstract class NativeSession implements EngineSession {
  constructor(
    protected readonly link: NativeLink,
    protected readonly session: number
  ) {}

  execute<Row>(
    plan: Plan,
    params: readonly Param[],
    decoding: Decoding<Row>,
    options?: ExecuteOptions
  ): ExecuteResult<Row> | Promise<ExecuteResult<Row>> {
    const { link } = this
    if (options?.signal !== undefined) refuseAborted(options.signal, plan.sql)
    link.ask(this.session, plan.id, params, options?.worker === true)
    if (options !== undefined) link.limitNext(options)
    const { text } = link.params
    const answer = (text === '' ? link.run() : link.run(text)) ?? null
    if (link.header[Header.REST] === 1) link.restSoon()
    // The usual case without a closure: a statement that was done at once.
    if (link.header[Header.STATUS] === Status.DONE) {
      return link.result(answer, plan.columns, decoding)
    }
    if (link.header[Header.STATUS] === Status.PENDING) {
      const result = link.laterResult(plan.columns, decoding)
      return options?.signal === undefined ? result : link.cancellable(options.signal, result)
    }
    throw errorOf(answer)
  }

  stream<Row>(
    plan: Plan,
    params: readonly Param[],
    decoding: Decoding<Row>,
    limits?: StatementLimits
  ): AsyncIterableIterator<Row[]> {
    return streamRows(this.link, this.session, plan, params, decoding, limits)
  }

  async runSql(sql: string, limits?: StatementLimits): Promise<void> {
    const { link } = this
    await limitedAnswer(link, limits, sql, () =>
      link.answer(link.binding.runSql(this.session, sql), nothing)
    )
  }

  abstract begin(options: TransactionOptions, limits?: StatementLimits): Promise<EngineTransaction>
}

/** A transaction. */
export class NativeTransaction extends NativeSession implements EngineTransaction {
  async begin(options: TransactionOptions): Promise<EngineTransaction> {
    return NativeSavepoint.set(this.link, this.session, 1, options)
  }

  async commit(): Promise<void> {
    await this.link.answer(this.link.binding.end(this.session, 'commit'), nothing)
  }

  async rollback(): Promise<void> {
    await this.link.answer(this.link.binding.end(this.session, 'rollback'), nothing)
  }

  async abort(): Promise<void> {
    await this.link.answer(this.link.binding.end(this.session, 'abort'), nothing)
  }
}

/** A savepoint within a transaction; statements run in the transaction's session. */
class NativeSavepoint extends NativeSession implements EngineTransaction {
  private constructor(
    link: NativeLink,
    session: number,
    private readonly depth: number
  ) {
    super(link, session)
  }

  static async set(
    link: NativeLink,
    session: number,
    depth: number,
    options: TransactionOptions
  ): Promise<NativeSavepoint> {
    refuseSavepointOptions(options)
    await link.answer(link.binding.savepoint(session, 'set', depth), nothing)
    return new NativeSavepoint(link, session, depth)
  }

  async begin(options: TransactionOptions): Promise<EngineTransaction> {
    return NativeSavepoint.set(this.link, this.session, this.depth + 1, options)
  }

  async commit(): Promise<void> {
    const { link, session, depth } = this
    await link.answer(link.binding.savepoint(session, 'release', depth), nothing)
  }

  async rollback(): Promise<void> {
    const { link, session, depth } = this
    await link.answer(link.binding.savepoint(session, 'rollback', depth), nothing)
  }

  async abort(): Promise<void> {
    await this.link.answer(this.link.binding.end(this.session, 'abort'), nothing)
  }
}

/** Begins a transaction on a database's session. */
export async function beginTransaction(
  link: NativeLink,
  database: number,
  options: TransactionOptions,
  limits: StatementLimits | undefined
): Promise<NativeTransaction> {
  const session = await limitedAnswer(link, limits, undefined, () =>
    link.answer(
      link.binding.begin(database, JSON.stringify(options)),
      () => link.header[Header.NUMBER] ?? 0
    )
  )
  return new NativeTransaction(link, session)
}

/** Asks for something that may have to end before its time. */
function limitedAnswer<T>(
  link: NativeLink,
  limits: StatementLimits | undefined,
  sql: string | undefined,
  ask: () => T | Promise<T>
): T | Promise<T> {
  const signal = limits?.signal
  refuseAborted(signal, sql)
  link.limitNext(limits)
  const answer = ask()
  return signal !== undefined && answer instanceof Promise
    ? link.cancellable(signal, answer)
    : answer
}

function refuseSavepointOptions(options: TransactionOptions): void {
  if (options.isolation !== undefined || options.readOnly === true) {
    throw new VersaError(
      'INVALID_QUERY',
      'a nested transaction is a savepoint: it cannot have an isolation level or be read-only',
      { hint: 'set the options on the outermost transaction' }
    )
  }
}

function nothing(): void {}

import type { ExecuteResult, Param } from '../engine/engine.js'
import { VersaError } from '../errors/versa-error.js'
import { emitWarning } from '../platform/warn.js'

/** What the option `log` of {@link connect} is told of each statement, after it. */
export interface LogEntry {
  /** The statement, with placeholders. */
  readonly sql: string
  /** Its values; only where `logParameters` asks for them. */
  readonly parameters?: readonly unknown[]
  /** How long it took, in milliseconds. */
  readonly durationMs: number
  /** How many rows it returned. */
  readonly rows: number
  /** How many rows it wrote. */
  readonly affected: number
  /** Why it failed, if it did. */
  readonly error?: unknown
  /** How many look-ups of one tick it answers; undefined for any other statement. */
  readonly merged?: number
  /** Whether it ran in a transaction. */
  readonly transaction: boolean
  /** The place of the replica that it ran on among `replicas`, from 0; undefined: the primary. */
  readonly replica?: number
}

/** What a log shows of the value of a statement's parameter, and of its place from 0. */
export type ShowParameter = (value: unknown, index: number) => unknown

/** How statements are logged, and what errors say of their values. */
export interface Observation {
  readonly log: ((entry: LogEntry) => void) | undefined
  readonly logParameters: boolean | ShowParameter
  readonly errorParameters: boolean
}

/** Runs a statement and tells the log hook of it. */
export function observe<Result extends ExecuteResult<unknown> | undefined>(
  observation: Observation,
  statement: {
    readonly sql: string
    readonly params: readonly Param[]
    readonly merged?: number | undefined
    readonly replica?: number | undefined
  },
  transaction: boolean,
  run: () => Result | Promise<Result>
): Result | Promise<Result> {
  const { sql, params, merged, replica } = statement
  const begun = performance.now()
  const tell = (result: Result | undefined, failure?: { readonly error: unknown }): void => {
    report(observation, {
      sql,
      ...shownParameters(observation, params),
      durationMs: performance.now() - begun,
      rows: result?.rows.length ?? 0,
      affected: result?.affected ?? 0,
      ...(failure === undefined ? {} : { error: failure.error }),
      ...(merged === undefined ? {} : { merged }),
      ...(replica === undefined ? {} : { replica }),
      transaction
    })
  }
  const failed = (error: unknown): unknown => {
    const shown = observation.errorParameters ? withParameters(error, params) : error
    tell(undefined, { error: shown })
    return shown
  }
  try {
    const result = run()
    if (!(result instanceof Promise)) {
      tell(result)
      return result
    }
    return result.then(
      answer => {
        tell(answer)
        return answer
      },
      (error: unknown) => {
        throw failed(error)
      }
    )
  } catch (error) {
    throw failed(error)
  }
}

/** Passes on the rows of a stream and tells the log hook of it when it is over. */
export async function* observeStream<Row>(
  observation: Observation,
  statement: {
    readonly sql: string
    readonly params: readonly Param[]
    readonly replica?: number | undefined
  },
  transaction: boolean,
  begin: () => AsyncIterableIterator<Row[]>
): AsyncGenerator<Row[], void, undefined> {
  const { sql, params, replica } = statement
  const begun = performance.now()
  let rows = 0
  let failure: { readonly error: unknown } | undefined
  try {
    for await (const batch of begin()) {
      rows += batch.length
      yield batch
    }
  } catch (error) {
    failure = { error: observation.errorParameters ? withParameters(error, params) : error }
    throw failure.error
  } finally {
    report(observation, {
      sql,
      ...shownParameters(observation, params),
      durationMs: performance.now() - begun,
      rows,
      affected: 0,
      ...(failure === undefined ? {} : { error: failure.error }),
      ...(replica === undefined ? {} : { replica }),
      transaction
    })
  }
}

function shownParameters(
  { log, logParameters }: Observation,
  params: readonly Param[]
): { readonly parameters?: readonly unknown[] } {
  if (log === undefined || logParameters === false) return {}
  if (logParameters === true) return { parameters: params }
  return { parameters: params.map((value, index) => logParameters(value, index)) }
}

/** A hook that throws must not make the statement fail that it was told of. */
function report({ log }: Observation, entry: LogEntry): void {
  try {
    log?.(entry)
  } catch (error) {
    emitWarning(error instanceof Error ? error : String(error))
  }
}

function withParameters(error: unknown, parameters: readonly Param[]): unknown {
  if (error instanceof VersaError) Object.assign(error, { parameters })
  return error
}

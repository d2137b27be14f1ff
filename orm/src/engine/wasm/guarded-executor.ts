import { VersaError } from '../../errors/versa-error.js'
import { type Decimals, type Executor, type ExecutorFactory, SqliteFailure } from './executor.js'
import type { WasmModule } from './module.js'
import { errorOf } from './thrown.js'

/** Opens a SQLite of whoever's making: it throws SqliteFailures and errors of ours, no others. */
export async function guardedExecutor(
  open: ExecutorFactory,
  decimals: Decimals,
  module: WasmModule
): Promise<Executor> {
  const executor = await opened(open, decimals, module)
  return {
    version: executor.version,
    file: executor.file,
    run: (sql, values, wanted) => guarded(() => executor.run(sql, values, wanted), sql),
    runAll: sql => guarded(() => executor.runAll(sql), sql),
    lastInsertRowid: () => guarded(() => executor.lastInsertRowid()),
    inTransaction: () => guarded(() => executor.inTransaction()),
    export: () => guarded(() => executor.export()),
    close: () => guarded(() => executor.close())
  }
}

async function opened(
  open: ExecutorFactory,
  decimals: Decimals,
  module: WasmModule
): Promise<Executor> {
  try {
    return await open(decimals)
  } catch (error) {
    if (error instanceof VersaError) throw error
    if (error instanceof SqliteFailure) {
      throw errorOf(module.failureOf(error.code, error.message, ''))
    }
    throw new VersaError('CONNECTION_FAILED', `the executor did not open: ${messageOf(error)}`, {
      hint: 'its failure is the cause of this error',
      cause: error
    })
  }
}

function guarded<T>(work: () => T, sql?: string): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof VersaError || error instanceof SqliteFailure) throw error
    throw new VersaError('DATABASE_ERROR', `the executor failed: ${messageOf(error)}`, {
      hint: 'its failure is the cause of this error; one of SQLite it throws as a SqliteFailure',
      cause: error,
      ...(sql === undefined ? {} : { sql })
    })
  }
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : `it threw ${typeof thrown}`
}

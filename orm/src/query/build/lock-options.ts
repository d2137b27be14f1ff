import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { isPlainObject } from './conditions.js'

/** Options of {@link Clauses.forUpdate}: what happens to rows that others have locked. */
export interface LockOptions {
  /** Whether they are left out. Default: false, the query waits for them. */
  readonly skipLocked?: boolean
  /** Whether the query fails at once with `LOCK_TIMEOUT`. Default: false. */
  readonly noWait?: boolean
}

/** Checks what `forUpdate` was told. */
export function lockOptions(options: unknown): LockOptions {
  if (!isPlainObject(options)) throw invalid(kindOf(options))
  for (const [name, value] of Object.entries(options)) {
    if ((name !== 'skipLocked' && name !== 'noWait') || typeof value !== 'boolean') {
      throw invalid(JSON.stringify(name.slice(0, 40)))
    }
  }
  if (options['skipLocked'] === true && options['noWait'] === true) {
    throw invalid('skipLocked and noWait together')
  }
  return options
}

function invalid(what: string): VersaError {
  return new VersaError('INVALID_QUERY', `a lock cannot be told ${what}`, {
    hint: 'pass { skipLocked: true } or { noWait: true }'
  })
}

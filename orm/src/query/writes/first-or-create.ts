import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { isPlainObject } from '../build/conditions.js'
import { QueryBuilder } from '../build/query-builder.js'
import type { ModelHandle } from '../model-handle.js'
import type { Source } from '../shape/source.js'
import { createModel } from './model-writes.js'
import { uniqueKeys } from './unique-keys.js'

type Values = Readonly<Record<string, unknown>>

/** A row that was looked for, and whether it had to be made. */
interface Found {
  readonly row: object
  readonly created: boolean
}

/** How often a row is looked for again that another writer made, and a third one removed. */
const ATTEMPTS = 3

/**
 * The first row with these values, or a new one. Where two look for it at the same time and a
 * unique key covers the values, one of them makes it and the other one finds it.
 */
export async function firstOrCreate(
  handle: ModelHandle,
  match: unknown,
  values: unknown
): Promise<object> {
  const found = await foundOrCreated(handle, matchOf(handle.source, match), valuesOf(values))
  return found.row
}

/** The first row with these values, with other ones changed; or a new one with both. */
export async function createOrUpdate(
  handle: ModelHandle,
  match: unknown,
  values: unknown,
  update: (row: object, values: Values) => Promise<unknown>
): Promise<object> {
  const wanted = matchOf(handle.source, match)
  const given = valuesOf(values)
  for (let attempt = 1; ; attempt++) {
    const { row, created } = await foundOrCreated(handle, wanted, given)
    if (created) return row
    try {
      await update(row, given)
      return row
    } catch (error) {
      // Somebody removed it since it was found: it has to be made after all.
      const isGone = error instanceof VersaError && error.code === 'NOT_FOUND'
      if (!isGone || attempt === ATTEMPTS) throw error
    }
  }
}

/** The first row with these values; null where there is none. */
export function firstMatch(handle: ModelHandle, match: unknown): Promise<object | null> {
  return QueryBuilder.ofModel(handle).where(matchOf(handle.source, match)).first()
}

async function foundOrCreated(handle: ModelHandle, match: Values, values: Values): Promise<Found> {
  const query = QueryBuilder.ofModel(handle).where(match)
  const found = await query.first()
  if (found !== null) return { row: found, created: false }
  const { executor } = handle
  const { inTransaction } = executor
  const create = (): Promise<object> => createModel(handle, { ...match, ...values })
  for (let attempt = 1; ; attempt++) {
    try {
      // A failed statement spoils a transaction of PostgreSQL, but not one that has a savepoint.
      const row = await (inTransaction ? executor.transaction(create) : create())
      return { row, created: true }
    } catch (error) {
      if (!(error instanceof VersaError) || error.code !== 'UNIQUE_VIOLATION') throw error
      // Within a transaction only a lock sees what was committed since it began; a shared one,
      // because several may wait here that have one already.
      const latest = await (inTransaction ? query.forShare() : query.usePrimary()).first()
      if (latest !== null) return { row: latest, created: false }
      if (attempt === ATTEMPTS) throw stillThere(handle.source, match, error)
    }
  }
}

/**
 * The failure of a row that can neither be found nor made: another unique key is in the way, or the
 * transaction looks at the past.
 */
function stillThere(source: Source, match: Values, cause: VersaError): VersaError {
  // A row that scopes hide, or that is marked as deleted, is no matter of transactions.
  if (source.scopes !== undefined || !isUnique(source, Object.keys(match))) return cause
  return new VersaError(
    'SERIALIZATION_FAILURE',
    `another transaction added the row of ${source.name} that this one cannot see`,
    { table: source.name, hint: 'run the transaction again: see its option retries', cause }
  )
}

/** Whether a unique key lies within these columns. */
function isUnique(source: Source, properties: readonly string[]): boolean {
  return uniqueKeys(source).some(key => key.every(({ property }) => properties.includes(property)))
}

function matchOf(source: Source, match: unknown): Values {
  if (isPlainObject(match) && Object.keys(match).length > 0) return match
  const got = isPlainObject(match) ? 'nothing' : kindOf(match)
  throw new VersaError('INVALID_QUERY', `a row of ${source.name} is looked for by ${got}`, {
    table: source.name,
    hint: "pass the values of a unique key first: firstOrCreate({ email }, { name: 'Ada' })"
  })
}

function valuesOf(values: unknown): Values {
  if (values === undefined) return {}
  if (isPlainObject(values)) return values
  throw new VersaError('INVALID_QUERY', `the other values of a row cannot be ${kindOf(values)}`, {
    hint: 'pass an object of columns and values'
  })
}

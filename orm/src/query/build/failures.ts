import { VersaError } from '../../errors/versa-error.js'
import type { Source } from '../shape/source.js'

/** A lock lasts as long as its transaction: of one statement alone it would be gone at once. */
export function lockOutside(source: Source): VersaError {
  return new VersaError(
    'INVALID_QUERY',
    `rows of ${source.name} are locked outside a transaction`,
    {
      table: source.name,
      hint: 'run it within db.transaction(async () => …), at whose end the rows are free again'
    }
  )
}

/** The failure of `firstOrFail`. */
export function noRow(source: Source): VersaError {
  return new VersaError('NOT_FOUND', `no row of ${source.name} meets the conditions`, {
    table: source.name,
    hint: 'use first() where it may be missing'
  })
}

/** The failure of `findOrFail`. */
export function notFound(source: Source): VersaError {
  return new VersaError('NOT_FOUND', `${source.name} has no row with this primary key`, {
    table: source.name,
    hint: 'use find() where it may be missing'
  })
}

/** The failure of a write to a view. */
export function viewIsReadOnly(name: string): VersaError {
  return new VersaError('READ_ONLY', `${name} is a view: its rows are only read`, {
    table: name,
    hint: 'write to the tables that it reads'
  })
}

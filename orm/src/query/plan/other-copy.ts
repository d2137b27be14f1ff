import { VersaError } from '../../errors/versa-error.js'

/** The same in every copy of the package: two may be loaded in one process. */
const brand = Symbol.for('versa-orm.database')

/** Lets other copies of the package know the instances of a class as databases. */
export function markAsDatabase(prototype: object): void {
  Object.defineProperty(prototype, brand, { value: true })
}

/**
 * Refuses what another copy of the package opened: its queries cannot run here.
 *
 * @throws VersaError `INVALID_MODEL`.
 */
export function refuseOtherCopy(database: unknown): void {
  if (typeof database !== 'object' || database === null || !(brand in database)) return
  throw new VersaError(
    'INVALID_MODEL',
    'a model was bound to a database of another copy of versa-orm: two are loaded',
    { hint: 'find them with `npm ls versa-orm`, and see to it that one serves all' }
  )
}

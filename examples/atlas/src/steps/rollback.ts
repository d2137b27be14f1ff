import type { Database } from 'versa-orm'
import { City } from '../models/city.js'

/** How many cities there are around a transaction that is rolled back. */
export interface AroundRollback {
  readonly before: number
  readonly inside: number
  readonly after: number
}

/** Thrown to end the transaction; nothing else rolls it back. */
class ChangeOfMind extends Error {}

/**
 * Deletes the cities of a country in a transaction, then rolls it back by throwing.
 *
 * The models take part in the transaction on their own; they need not be handed the `tx`.
 *
 * @param db The open database.
 * @param countryCode The country.
 */
export async function deleteAndRollBack(
  db: Database,
  countryCode: string
): Promise<AroundRollback> {
  const before = await City.count()
  let inside = before
  try {
    await db.transaction(async () => {
      await City.where('countryCode', countryCode).delete()
      inside = await City.count()
      throw new ChangeOfMind()
    })
  } catch (error) {
    if (!(error instanceof ChangeOfMind)) throw error
  }
  return { before, inside, after: await City.count() }
}

import { count, max, sum } from 'versa-orm'
import { City } from '../models/city.js'
import { Country } from '../models/country.js'

/** A country and what its cities add up to. */
export interface Populous {
  readonly country: string
  readonly cities: number
  readonly people: number
  readonly largest: number
}

/**
 * An aggregate with a join: the countries with the most people in their cities.
 *
 * @param limit How many.
 */
export async function mostPopulous(limit: number): Promise<Populous[]> {
  const rows = await City.query()
    .join(Country, 'atlas_cities.countryCode', 'atlas_countries.code')
    .groupBy('atlas_countries.code', 'atlas_countries.name')
    .select({
      country: 'atlas_countries.name',
      cities: count('atlas_cities.id'),
      people: sum('atlas_cities.population'),
      largest: max('atlas_cities.population')
    })
    .orderBy('people', 'desc')
    .limit(limit)
    .rows()
  // For the compiler a sum may be null: of no rows at all it is.
  return rows.map(row => ({ ...row, people: row.people ?? 0, largest: row.largest ?? 0 }))
}

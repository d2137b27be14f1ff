import { Country } from '../models/country.js'

/** A country with many large cities, how many they are, and the largest of them. */
export interface Metropolises {
  readonly country: string
  readonly cities: number
  readonly largest: readonly { readonly name: string; readonly people: number }[]
}

/**
 * Conditions on related rows, a count of them, and at most three of them for each country: the
 * countries with at least so many cities of at least so many people. Two statements in all.
 *
 * @param people How many make a city large.
 * @param atLeast How many large cities.
 */
export async function countriesOfMetropolises(
  people: number,
  atLeast: number
): Promise<Metropolises[]> {
  const countries = await Country.whereHas(
    'cities',
    cities => cities.where('population', '>=', people),
    '>=',
    atLeast
  )
    .withCount('cities', { as: 'large', where: cities => cities.where('population', '>=', people) })
    .with({ cities: cities => cities.orderBy('population', 'desc').orderBy('id').limit(3) })
    .orderBy('large', 'desc')
    .orderBy('code')
    .all()
  return countries.map(({ name, large, cities }) => ({
    country: name,
    cities: large,
    largest: cities.map(city => ({ name: city.name, people: city.population }))
  }))
}

import { City } from '../models/city.js'

/** What a walk over all cities found. */
export interface Walk {
  readonly cities: number
  readonly people: number
  readonly southOfEquator: number
  readonly northernmost: string
  readonly southernmost: string
}

/**
 * Streams all cities, one after another. Only a batch of them is in memory at any time; the
 * database waits while the loop works.
 */
export async function walkCities(): Promise<Walk> {
  const totals = { cities: 0, people: 0, southOfEquator: 0 }
  const north = { name: '', latitude: Number.NEGATIVE_INFINITY }
  const south = { name: '', latitude: Number.POSITIVE_INFINITY }
  for await (const { name, population, latitude } of City.query().stream()) {
    totals.cities += 1
    totals.people += population
    if (latitude < 0) totals.southOfEquator += 1
    if (latitude > north.latitude) Object.assign(north, { name, latitude })
    if (latitude < south.latitude) Object.assign(south, { name, latitude })
  }
  return { ...totals, northernmost: north.name, southernmost: south.name }
}

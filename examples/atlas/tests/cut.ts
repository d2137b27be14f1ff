import { type AtlasData, atlasDataOf } from '../src/data/atlas-data.js'
import { cityRecords, countryRecords } from '../src/data/packages.js'

/**
 * A part of the atlas that holds together: countries around Portugal and China, borders among
 * them only, and their cities of 500,000 people and more.
 */
export function cutOfTheAtlas(): AtlasData {
  const codes = new Set(['PT', 'ES', 'FR', 'AD', 'CN', 'MO', 'HK', 'JP', 'AM', 'AQ'])
  const countries = countryRecords().filter(({ cca2 }) => codes.has(cca2))
  const codes3 = new Set(countries.map(({ cca3 }) => cca3))
  const closed = countries.map(country => ({
    ...country,
    borders: country.borders.filter(code3 => codes3.has(code3))
  }))
  const cities = cityRecords().filter(
    ({ country, population }) => codes.has(country) && population >= 500_000
  )
  return atlasDataOf(closed, cities)
}

import type { AtlasData } from '../data/atlas-data.js'
import { City } from '../models/city.js'
import { Country } from '../models/country.js'
import { CountryBorder } from '../models/country-border.js'
import { CountryCurrency } from '../models/country-currency.js'
import { CountryLanguage } from '../models/country-language.js'
import { Currency } from '../models/currency.js'
import { Language } from '../models/language.js'
import type { Progress } from './progress.js'

/** How many rows one statement inserts. */
const batchRows = 1_000

/**
 * Fills the tables. What refers to another table comes after it.
 *
 * @param data Its rows.
 * @param progress Hears of each batch.
 * @returns How many rows were written.
 */
export async function load(data: AtlasData, progress: Progress): Promise<number> {
  const fill = async <Row>(
    table: string,
    rows: readonly Row[],
    insert: (batch: Row[]) => Promise<unknown>
  ) => {
    for (let start = 0; start < rows.length; start += batchRows) {
      const batch = rows.slice(start, start + batchRows)
      await insert(batch)
      progress.add(table, batch.length)
    }
  }
  const total = Object.values(data).reduce((sum, rows) => sum + rows.length, 0)
  progress.begin(total)
  await fill('languages', data.languages, rows => Language.createMany(rows))
  await fill('currencies', data.currencies, rows => Currency.createMany(rows))
  await fill('countries', data.countries, rows => Country.createMany(rows))
  await fill('languages of countries', data.countryLanguages, rows =>
    CountryLanguage.createMany(rows)
  )
  await fill('currencies of countries', data.countryCurrencies, rows =>
    CountryCurrency.createMany(rows)
  )
  await fill('borders', data.countryBorders, rows => CountryBorder.createMany(rows))
  await fill('cities', data.cities, rows => City.createMany(rows))
  progress.end()
  return total
}

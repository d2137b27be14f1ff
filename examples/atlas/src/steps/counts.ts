import { City } from '../models/city.js'
import { Country } from '../models/country.js'
import { CountryBorder } from '../models/country-border.js'
import { CountryCurrency } from '../models/country-currency.js'
import { CountryLanguage } from '../models/country-language.js'
import { Currency } from '../models/currency.js'
import { Language } from '../models/language.js'

/** How many rows each table has. */
export async function countRows() {
  return {
    countries: await Country.count(),
    cities: await City.count(),
    languages: await Language.count(),
    currencies: await Currency.count(),
    countryLanguages: await CountryLanguage.count(),
    countryCurrencies: await CountryCurrency.count(),
    countryBorders: await CountryBorder.count()
  }
}

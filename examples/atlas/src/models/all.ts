import { City } from './city.js'
import { Country } from './country.js'
import { CountryBorder } from './country-border.js'
import { CountryCurrency } from './country-currency.js'
import { CountryLanguage } from './country-language.js'
import { Currency } from './currency.js'
import { Language } from './language.js'

/** Every model of the atlas. In any order: `db.schema` finds out what depends on what. */
export const models = [
  Country,
  City,
  Language,
  Currency,
  CountryLanguage,
  CountryCurrency,
  CountryBorder
]

import { belongsToMany, hasMany, Model, t } from 'versa-orm'
import { City } from './city.js'
import { CountryBorder } from './country-border.js'
import { CountryCurrency } from './country-currency.js'
import { CountryLanguage } from './country-language.js'
import { Currency } from './currency.js'
import { Language } from './language.js'

/** A name in everyday use, and the one in treaties. */
export interface Names {
  readonly common: string
  readonly official: string
}

/** Names by the three-letter code of their language. */
export type NamesByLanguage = Readonly<Record<string, Names>>

/** A country or territory of ISO 3166-1. */
export class Country extends Model.table('atlas_countries', {
  code: t.text({ length: 2 }).primary(),
  code3: t.text({ length: 3 }).unique(),
  name: t.text(),
  region: t.text(),
  capital: t.text().nullable(),
  areaKm2: t.float().column('area_km2'),
  unMember: t.boolean().column('un_member'),
  flag: t.text(),
  nativeNames: t.json<NamesByLanguage>().column('native_names'),
  translations: t.json<NamesByLanguage>()
}) {
  static cities = hasMany(() => City, 'countryCode')

  static languages = belongsToMany(() => Language, {
    through: () => CountryLanguage,
    foreignKey: 'countryCode',
    relatedKey: 'languageCode'
  })

  static currencies = belongsToMany(() => Currency, {
    through: () => CountryCurrency,
    foreignKey: 'countryCode',
    relatedKey: 'currencyCode'
  })

  /** The countries it has a land border with, as it says itself. */
  static borders = belongsToMany(() => Country, {
    through: () => CountryBorder,
    foreignKey: 'countryCode',
    relatedKey: 'neighbourCode'
  })
}

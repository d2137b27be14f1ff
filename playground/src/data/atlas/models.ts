// Countries and their large cities. Data: world-countries (ODbL 1.0), GeoNames (CC BY 4.0).
import { belongsTo, belongsToMany, hasMany, Model, t } from 'versa-orm'

/** Names by the three-letter code of their language. */
export type Names = Record<string, string>

export class Country extends Model.table('countries', {
  code: t.text({ length: 2 }).primary(),
  name: t.text(),
  region: t.text(),
  capital: t.text().nullable(),
  areaKm2: t.float().column('area_km2'),
  flag: t.text(),
  translations: t.json<Names>()
}) {
  static cities = hasMany(() => City, 'countryCode')

  static languages = belongsToMany(() => Language, {
    through: () => CountryLanguage,
    foreignKey: 'countryCode',
    relatedKey: 'languageCode'
  })

  /** The countries it has a land border with. */
  static borders = belongsToMany(() => Country, {
    through: () => CountryBorder,
    foreignKey: 'countryCode',
    relatedKey: 'neighbourCode'
  })
}

/** A city of 100,000 people and more. */
export class City extends Model.table(
  'cities',
  {
    id: t.id(),
    name: t.text(),
    countryCode: t
      .text({ length: 2 })
      .references('countries', { column: 'code' })
      .column('country_code'),
    population: t.int(),
    latitude: t.float(),
    longitude: t.float()
  },
  { indexes: [['countryCode', 'population']] }
) {
  static country = belongsTo(() => Country, 'countryCode')
}

export class Language extends Model.table('languages', {
  code: t.text({ length: 3 }).primary(),
  name: t.text()
}) {
  static countries = belongsToMany(() => Country, {
    through: () => CountryLanguage,
    foreignKey: 'languageCode',
    relatedKey: 'countryCode'
  })
}

export class CountryLanguage extends Model.table(
  'country_languages',
  {
    countryCode: t
      .text({ length: 2 })
      .references('countries', { column: 'code', onDelete: 'cascade' })
      .column('country_code'),
    languageCode: t
      .text({ length: 3 })
      .references('languages', { column: 'code', onDelete: 'cascade' })
      .column('language_code')
  },
  { primaryKey: ['countryCode', 'languageCode'] }
) {}

export class CountryBorder extends Model.table(
  'country_borders',
  {
    countryCode: t
      .text({ length: 2 })
      .references('countries', { column: 'code', onDelete: 'cascade' })
      .column('country_code'),
    neighbourCode: t
      .text({ length: 2 })
      .references('countries', { column: 'code', onDelete: 'cascade' })
      .column('neighbour_code')
  },
  { primaryKey: ['countryCode', 'neighbourCode'] }
) {}

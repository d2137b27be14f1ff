import { Model, t } from 'versa-orm'

/** That a language is official or widely spoken in a country. */
export class CountryLanguage extends Model.table(
  'atlas_country_languages',
  {
    countryCode: t
      .text({ length: 2 })
      .references('atlas_countries', { column: 'code', onDelete: 'cascade' })
      .column('country_code'),
    languageCode: t
      .text({ length: 3 })
      .references('atlas_languages', { column: 'code', onDelete: 'cascade' })
      .column('language_code')
  },
  { primaryKey: ['countryCode', 'languageCode'] }
) {}

import { Model, t } from 'versa-orm'

/** That people pay with a currency in a country. */
export class CountryCurrency extends Model.table(
  'atlas_country_currencies',
  {
    countryCode: t
      .text({ length: 2 })
      .references('atlas_countries', { column: 'code', onDelete: 'cascade' })
      .column('country_code'),
    currencyCode: t
      .text({ length: 3 })
      .references('atlas_currencies', { column: 'code', onDelete: 'cascade' })
      .column('currency_code')
  },
  { primaryKey: ['countryCode', 'currencyCode'] }
) {}

import { Model, t } from 'versa-orm'

/** That a country has a land border with another. */
export class CountryBorder extends Model.table(
  'atlas_country_borders',
  {
    countryCode: t
      .text({ length: 2 })
      .references('atlas_countries', { column: 'code', onDelete: 'cascade' })
      .column('country_code'),
    neighbourCode: t
      .text({ length: 2 })
      .references('atlas_countries', { column: 'code', onDelete: 'cascade' })
      .column('neighbour_code')
  },
  { primaryKey: ['countryCode', 'neighbourCode'] }
) {}

import { belongsTo, Model, t } from 'versa-orm'
import { Country } from './country.js'

/** A place of at least 1,000 people; its id is the one that GeoNames gave it. */
export class City extends Model.table(
  'atlas_cities',
  {
    id: t.id(),
    name: t.text(),
    countryCode: t
      .text({ length: 2 })
      .references('atlas_countries', { column: 'code' })
      .column('country_code'),
    population: t.int(),
    latitude: t.float(),
    longitude: t.float()
  },
  { indexes: [['countryCode', 'population']] }
) {
  static country = belongsTo(() => Country, 'countryCode')
}

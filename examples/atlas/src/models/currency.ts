import { belongsToMany, Model, t } from 'versa-orm'
import { Country } from './country.js'
import { CountryCurrency } from './country-currency.js'

/** A currency, by its code of ISO 4217. */
export class Currency extends Model.table('atlas_currencies', {
  code: t.text({ length: 3 }).primary(),
  name: t.text(),
  symbol: t.text()
}) {
  static countries = belongsToMany(() => Country, {
    through: () => CountryCurrency,
    foreignKey: 'currencyCode',
    relatedKey: 'countryCode'
  })
}

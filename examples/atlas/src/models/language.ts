import { belongsToMany, Model, t } from 'versa-orm'
import { Country } from './country.js'
import { CountryLanguage } from './country-language.js'

/** A language, by its code of ISO 639-3. */
export class Language extends Model.table('atlas_languages', {
  code: t.text({ length: 3 }).primary(),
  name: t.text()
}) {
  static countries = belongsToMany(() => Country, {
    through: () => CountryLanguage,
    foreignKey: 'languageCode',
    relatedKey: 'countryCode'
  })
}

import { sql } from 'versa-orm'
import { Country } from './models'

// A JSON column has a type of its own. Click a cell to see all of it.
const countries = await Country.whereIn('code', ['AM', 'CN', 'GR', 'JP', 'PT'])
  .orderBy('code')
  .all()
show(
  countries.map(({ name, translations }) => `${name}: ${translations.jpn}`),
  'In Japanese'
)

export default Country.where(sql`json_extract(translations, '$.deu') = ${'Japan'}`).select(
  'code',
  'flag',
  'translations'
)

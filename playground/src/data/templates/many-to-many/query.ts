import { Country } from './models'

// Through a table between: the languages of Switzerland's neighbours.
const switzerland = await Country.where('code', 'CH')
  .with({ borders: borders => borders.orderBy('code').with({ languages: true }) })
  .firstOrFail()

export default switzerland.borders.map(({ flag, name, languages }) => ({
  flag,
  neighbour: name,
  languages: languages.map(language => language.name).join(', ')
}))

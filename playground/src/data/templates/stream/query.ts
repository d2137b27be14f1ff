import { City } from './models'

// One city after another: only a batch of them is in memory at any time.
const south = { name: '', latitude: 90 }
let people = 0
for await (const { name, latitude, population } of City.query().stream()) {
  people += population
  if (latitude < south.latitude) Object.assign(south, { name, latitude })
}
console.log(people.toLocaleString('en'), 'people')

export default south

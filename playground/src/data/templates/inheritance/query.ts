import { Animal, Cat, Dog } from './models'

await Animal.query().allRows().delete()
await Dog.create({ name: 'Dog 1', volume: 2 })
await Cat.create({ name: 'Cat 1' })

// Queries of a class find its rows; those of the model find all.
const animals = await Animal.orderBy('id').all()
for (const animal of animals) {
  console.log(animal.name, animal instanceof Dog ? animal.bark() : 'says nothing')
}
show(await Dog.count(), 'Dogs')

export default animals

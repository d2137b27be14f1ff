import { Model, t } from 'versa-orm'

// One table, several classes: `kind` says of which one a row is.
export class Animal extends Model.table('animals', {
  id: t.id(),
  kind: t.varchar(20).discriminator(),
  name: t.text(),
  volume: t.int().nullable()
}) {
  static kinds = () => ({ dog: Dog, cat: Cat })
}

export class Dog extends Animal {
  declare volume: number

  bark() {
    return 'woof'.repeat(this.volume)
  }
}

export class Cat extends Animal {}

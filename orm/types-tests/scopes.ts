import { belongsTo, hasMany, hasOne, Model, type ModelInsert, scope, t } from 'versa-orm'
import { expectType, User } from './support.js'

class Shop extends Model.table(
  'shops',
  { id: t.id(), name: t.text(), tenantId: t.int() },
  {
    globalScopes: {
      tenant: q => q.where('tenantId', 1),
      // @ts-expect-error There is no such column.
      wrong: q => q.where('tenant', 1)
    },
    indexes: [['name']]
  }
) {
  static items = hasMany(() => Item, 'shopId')
  static named = scope(
    () => Shop,
    (q, name: string) => q.where('name', name)
  )
  static busy = scope(
    () => Shop,
    q => q.whereHas('items', items => items.scope('cheap'))
  )
  static wrong = scope(
    () => Shop,
    // @ts-expect-error There is no such column.
    q => q.where('nmae', 'x')
  )
}

class Item extends Model.table(
  'items',
  { id: t.id(), shopId: t.int(), price: t.int() },
  {
    softDelete: { column: 'removed_at', cascade: [], uniques: 'living' },
    globalScopes: { living: q => q.whereNull('deletedAt') },
    indexes: [['deletedAt']]
  }
) {
  static shop = belongsTo(() => Shop, 'shopId')
  static replaced = hasOne(() => Item, 'shopId')
  static cheap = scope(
    () => Item,
    q => q.where('price', '<', 10)
  )
}

class Part extends Model.table('parts', { id: t.id(), itemId: t.int(), shopId: t.int() }) {
  static item = belongsTo(() => Item, 'itemId')
  static shop = belongsTo(() => Shop, 'shopId')
  static user = belongsTo(() => User, 'shopId')
}

/** What compiles; never run. */
export async function localScopes(): Promise<void> {
  const shop = await Shop.named('a').with({ items: true }).firstOrFail()
  expectType<number | undefined>()(shop.items[0]?.price)
  Shop.query().scope('named', 'a').scope('busy')
  Shop.scope('named', 'a').orderBy('name')
  Shop.with({ items: q => q.scope('cheap').orderBy('id') })
  // @ts-expect-error It takes a string.
  Shop.named(1)
  // @ts-expect-error It takes a name.
  Shop.query().scope('named')
  // @ts-expect-error It takes none.
  Shop.query().scope('busy', 1)
  // @ts-expect-error There is no such scope.
  Shop.query().scope('nmaed', 'a')
  // @ts-expect-error It is a relation.
  Shop.query().scope('items')
  // @ts-expect-error It is what every model has.
  Shop.query().scope('where')
}

/** What compiles; never run. */
export async function softDelete(): Promise<void> {
  const item = await Item.withTrashed().firstOrFail()
  expectType<Date | null>()(item.deletedAt)
  expectType<boolean>()(item.trashed())
  expectType<number>()(await Item.onlyTrashed().restore())
  expectType<number>()(await Item.where('id', 1).forceDelete())
  await (await item.restore()).forceDelete()
  await Item.whereNull('deletedAt').withoutGlobalScope('living').all()
  expectType<{ shopId: number; price: number; id?: number; deletedAt?: Date | null }>()(
    {} as { [K in keyof ModelInsert<typeof Item>]: ModelInsert<typeof Item>[K] }
  )
  // @ts-expect-error Its rows are not marked.
  User.withTrashed()
  // @ts-expect-error Its rows are not marked.
  User.query().onlyTrashed()
  // @ts-expect-error Its rows are not marked.
  User.where('id', 1).restore()
  // @ts-expect-error Its rows are not marked.
  Shop.where('id', 1).forceDelete()
  const user = await User.firstOrFail()
  // @ts-expect-error Its rows are not marked.
  user.trashed()
  // @ts-expect-error The option is misspelt.
  Model.table('x', { id: t.id() }, { softDelete: { colum: 'a' } })
  // @ts-expect-error The option is misspelt.
  Model.table('x', { id: t.id() }, { softdelete: true })
}

/** What compiles; never run. */
export async function hiddenRows(): Promise<void> {
  const part = await Part.with({ item: true, shop: true, user: true }).firstOrFail()
  expectType<string>()(part.user.name)
  // @ts-expect-error It may be marked.
  part.item.price
  // @ts-expect-error A scope may hide it.
  part.shop.name
  expectType<string | undefined>()(part.shop?.name)
}

class Animal extends Model.table('animals', {
  id: t.id(),
  kind: t.enum(['dog', 'cat']).discriminator(),
  shopId: t.int(),
  volume: t.int().nullable()
}) {
  static kinds = () => ({ dog: Dog, cat: Cat })
  static shop = belongsTo(() => User, 'shopId')
  static loud = scope(
    () => Animal,
    q => q.where('volume', '>', 3)
  )
}

class Dog extends Animal {
  declare volume: number
  bark(): string {
    return 'woof'.repeat(this.volume)
  }
}

class Cat extends Animal {
  static mice = hasMany(() => Animal, 'shopId')
}

/** What compiles; never run. */
export async function inheritance(): Promise<void> {
  const dog = await Dog.create({ shopId: 1, volume: 1 })
  expectType<number>()(dog.volume)
  expectType<'dog' | 'cat'>()(dog.kind)
  expectType<string | undefined>()((await Dog.loud().first())?.bark())
  const [animal] = await Animal.with({ shop: true }).all()
  expectType<number | null | undefined>()(animal?.volume)
  if (animal instanceof Dog) expectType<string>()(animal.bark())
  await Cat.with({ mice: true }).all()
  // @ts-expect-error It is a relation of cats.
  Animal.with({ mice: true })
  // @ts-expect-error Animals do not bark.
  animal?.bark()
  // @ts-expect-error A number says of no class.
  t.int().discriminator()
}

import { AsyncLocalStorage } from 'node:async_hooks'
import { belongsTo, type Database, hasMany, Model, prepare, scope, sql, t } from 'versa-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure, fromOutside } from './support/failures.js'
import { Doc, fillTenants, Label, Team, tenantModels, tenants } from './support/tenants.js'

/** What the running request may see. */
const viewer = new AsyncLocalStorage<{ readonly level?: number; readonly shops?: boolean }>()

class Shop extends Model.table(
  'shops',
  { id: t.id(), name: t.text(), level: t.int() },
  {
    globalScopes: {
      level: q => {
        const { level } = viewer.getStore() ?? {}
        return level === undefined ? q : q.where('level', '<=', level)
      }
    }
  }
) {
  static items = hasMany(() => Item, 'shopId')
  static named = scope(
    () => Shop,
    (q, name: string) => q.where('name', name)
  )
}

/** Its scope asks another model, which has scopes of its own. */
class Item extends Model.table(
  'items',
  {
    id: t.id(),
    shopId: t.int().column('shop_id'),
    price: t.int(),
    sold: t.boolean().default(false)
  },
  {
    globalScopes: {
      shops: q =>
        viewer.getStore()?.shops === true ? q.whereIn('shopId', Shop.query().select('id')) : q,
      priced: q => q.where('price', '>', 0).orWhere(sql`sold`)
    }
  }
) {
  static shop = belongsTo(() => Shop, 'shopId')
  static cheap = scope(
    () => Item,
    q => q.where('price', '<', 10)
  )
  static between = scope(
    () => Item,
    (q, low: number, high: number) => q.whereBetween('price', low, high)
  )
  static inShop = scope(
    () => Item,
    (q, name: string) => q.whereHas('shop', s => s.scope('named', name))
  )
  static wrong = scope(
    () => Item,
    () => 1
  )
  static notAScope = 1
}

describeEachDatabase('scopes', open => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([...tenantModels, Shop, Item])
    await tenants.run(1, fillTenants)
    await Shop.createMany([
      { name: 'a', level: 1 },
      { name: 'b', level: 2 }
    ])
    await Item.createMany([
      { shopId: 1, price: 5 },
      { shopId: 1, price: 50 },
      { shopId: 2, price: 7 },
      { shopId: 2, price: -1 },
      { shopId: 2, price: -2, sold: true }
    ])
  })

  describe('that are global', () => {
    test('are found when a query runs, not when it is made', async () => {
      const kept = tenants.run(2, () => Doc.orderBy('id'))
      const within = tenants.run(2, () => Team.whereIn('id', Doc.select('teamId')))
      const loading = tenants.run(2, () => Team.with({ docs: true }).orderBy('id'))
      const titles = async () => (await kept.all()).map(({ title }) => title)
      expect(await tenants.run(1, titles)).toEqual(['seen 1', 'seen 2'])
      expect(await tenants.run(2, titles)).toEqual(['foreign 1', 'foreign 2'])
      expect(await tenants.run(3, titles)).toEqual([])
      expect(await tenants.run(3, () => within.count())).toBe(0)
      expect(await tenants.run(1, () => within.count())).toBe(2)
      const [team] = await tenants.run(1, () => loading.all())
      expect(team?.docs.map(({ title }) => title)).toEqual(['seen 1'])
    })

    test('at each run of a prepared query', async () => {
      const above = prepare((size: number) => Doc.where('size', '>', size).orderBy('id'))
      const within = prepare((size: number) =>
        Team.whereIn('id', Doc.where('size', '>', size).select('teamId')).with({ docs: true })
      )
      for (const tenant of [1, 2, 3, 1]) {
        const docs = await tenants.run(tenant, () => above.all(0))
        expect(docs.map(doc => doc.tenantId)).toEqual(tenant === 3 ? [] : [tenant, tenant])
        const teams = await tenants.run(tenant, () => within.all(0))
        expect(teams.flatMap(team => team.docs).every(doc => doc.tenantId === tenant)).toBe(true)
        expect(teams).toHaveLength(tenant === 3 ? 0 : 2)
      }
    })

    test('many at once, each for its own caller', async () => {
      const asks = Array.from({ length: 60 }, (_, at) => at % 3)
      const found = await Promise.all(
        asks.map(tenant =>
          tenants.run(tenant, async () => {
            const team = await Team.with({ docs: true }).where('id', 1).first()
            const doc = await Doc.find(1)
            return [team?.docs.map(d => d.tenantId), doc?.tenantId, await Doc.count()]
          })
        )
      )
      const expected = [
        [[], undefined, 0],
        [[1], 1, 2],
        [[2], undefined, 2]
      ]
      expect(found).toEqual(asks.map(tenant => expected[tenant]))
    })

    test('one shape is one statement, whatever the values', async () => {
      const of = (tenant: number) => tenants.run(tenant, () => Doc.where('size', 1).toSQL())
      expect(of(1).sql).toBe(of(2).sql)
      expect([of(1).parameters, of(2).parameters]).toEqual([
        [1, 1],
        [2, 1]
      ])
    })

    test('may be other conditions for another caller', async () => {
      const names = Shop.orderBy('id')
      expect(await names.pluck('name')).toEqual(['a', 'b'])
      expect(await viewer.run({ level: 1 }, () => names.pluck('name'))).toEqual(['a'])
      expect(await viewer.run({ level: 0 }, () => names.pluck('name'))).toEqual([])
      expect(await names.pluck('name')).toEqual(['a', 'b'])
    })

    test('may ask models that have scopes', async () => {
      expect(await Item.count()).toBe(4)
      expect(await viewer.run({ shops: true }, () => Item.count())).toBe(4)
      expect(await viewer.run({ shops: true, level: 1 }, () => Item.count())).toBe(2)
      const { items } = await viewer.run({ shops: true, level: 1 }, () =>
        Shop.with({ items: true }).sole()
      )
      expect(items).toHaveLength(2)
      expect(await viewer.run({ shops: true, level: 1 }, () => Item.find(3))).toBeNull()
      const all = await viewer.run({ shops: true, level: 1 }, () =>
        Item.withoutGlobalScope('priced').where('price', '<', 0).update({ sold: true })
      )
      expect(all).toBe(0)
    })

    test('keep their or to themselves', async () => {
      const cheap = await Item.where('price', '<', 6).orderBy('id').pluck('price')
      expect(cheap).toEqual([5, -2])
    })

    test('are left out by name, or all of them', async () => {
      await tenants.run(1, async () => {
        expect(await Doc.query().withoutGlobalScope('tenant').count()).toBe(4)
        expect(await Doc.withoutGlobalScope('softDelete').count()).toBe(4)
        expect(await Doc.withoutGlobalScope('tenant', 'softDelete').count()).toBe(6)
        expect(await Doc.withoutGlobalScopes().count()).toBe(6)
        expect(await Doc.withTrashed().count()).toBe(4)
        expect(await Doc.onlyTrashed().count()).toBe(2)
        const [team] = await Team.with({ docs: q => q.withoutGlobalScopes().orderBy('id') })
          .orderBy('id')
          .all()
        expect(team?.docs).toHaveLength(3)
        expect(await Team.whereHas('docs', q => q.withoutGlobalScopes(), '>=', 3).count()).toBe(2)
        const [latest] = await Team.query()
          .whereHas('latest', q => q.withoutGlobalScopes().where('tenantId', 2))
          .all()
        expect(latest?.id).toBe(1)
        const label = await Label.findOrFail(1)
        expect(await label.related('docs').withTrashed().count()).toBe(4)
      })
      // Without the scope nobody is asked who asks.
      expect(await Doc.withoutGlobalScope('tenant').count()).toBe(4)
    })

    test('fail as their function does', async () => {
      await expect(Doc.count()).rejects.toThrow('nobody asks')
      await expect(Team.with({ docs: true }).all()).rejects.toThrow('nobody asks')
      await expect(Team.has('docs').all()).rejects.toThrow('nobody asks')
    })

    test('have no part in inserts', async () => {
      await db
        .transaction(async () => {
          await tenants.run(1, async () => {
            const doc = await Doc.create({ teamId: 1, tenantId: 2, title: 'x', size: 0 })
            expect(await Doc.find(doc.id)).toBeNull()
            await doc.update({ size: 1 })
            await doc.delete()
            await doc.restore()
            await doc.forceDelete()
          })
          throw new Error('undo')
        })
        .catch(error => expect(error).toHaveProperty('message', 'undo'))
    })

    test('that are no conditions', async () => {
      const columns = { id: t.id() }
      const withScope = (apply: unknown, name = 'odd') =>
        class Odd extends Model.table('shops', columns, {
          globalScopes: fromOutside<{ odd: () => never }>({ [name]: apply })
        }) {}
      await expectFailure(() => withScope(() => undefined).all(), {
        code: 'INVALID_MODEL',
        table: 'shops',
        names: 'odd'
      })
      await expectFailure(() => withScope(async (q: unknown) => q).all(), { code: 'INVALID_MODEL' })
      await expectFailure(() => withScope(() => Shop.query()).all(), { code: 'INVALID_MODEL' })
      await expectFailure(() => withScope((q: { limit(n: number): unknown }) => q.limit(1)).all(), {
        code: 'INVALID_QUERY'
      })
      await expectFailure(() => withScope(1), { code: 'INVALID_MODEL', names: 'odd' })
      await expectFailure(() => withScope(() => undefined, 'softDelete'), { code: 'INVALID_MODEL' })
      const Circle = withScope((q: typeof Shop) => q.whereIn('id', Circle.query().select('id')))
      await expectFailure(() => Circle.all(), {
        code: 'INVALID_MODEL',
        names: 'withoutGlobalScope'
      })
    })

    test('that are not there', async () => {
      await expectFailure(() => Doc.withoutGlobalScope('tenat').all(), {
        code: 'INVALID_QUERY',
        table: 'docs',
        names: '"tenant"'
      })
      await expectFailure(() => Team.query().withoutGlobalScope('x').all(), {
        code: 'INVALID_QUERY'
      })
      await expectFailure(() => Shop.withoutGlobalScope(fromOutside<string>({ $ne: 1 })).all(), {
        code: 'INVALID_QUERY'
      })
      await expectFailure(() => Shop.withoutGlobalScope('softDelete').all(), {
        code: 'INVALID_QUERY'
      })
      expect(await Team.query().withoutGlobalScopes().count()).toBe(2)
    })
  })

  describe('that are local', () => {
    test('begin a query, and are a part of one', async () => {
      expect(await Item.cheap().orderBy('id').pluck('price')).toEqual([5, 7, -2])
      expect(await Item.between(6, 60).orderBy('price').pluck('price')).toEqual([7, 50])
      expect(await Item.where('shopId', 2).scope('cheap').scope('between', 0, 9).count()).toBe(1)
      expect(await Item.scope('between', 0, 9).count()).toBe(2)
      expect(await Item.inShop('b').count()).toBe(2)
      expect(await Item.where(q => q.scope('cheap').orWhere('price', 50)).count()).toBe(4)
    })

    test('of relations, conditions on them and writes', async () => {
      const shops = await Shop.with({ items: q => q.scope('cheap') })
        .orderBy('id')
        .all()
      expect(shops.map(({ items }) => items.length)).toEqual([1, 2])
      expect(await Shop.whereHas('items', q => q.scope('between', 40, 60)).pluck('name')).toEqual([
        'a'
      ])
      const [counted] = await Shop.withCount('items', { where: q => q.scope('cheap') })
        .orderBy('id')
        .all()
      expect(counted?.itemsCount).toBe(1)
      expect(await (await Shop.findOrFail(1)).related('items').scope('cheap').count()).toBe(1)
      expect(await Item.between(50, 50).update({ price: 50 })).toBe(1)
    })

    test('of a model that is bound', async () => {
      await using tx = await db.begin()
      await Item.using(tx).create({ shopId: 1, price: 1 })
      expect(await Item.using(tx).cheap().count()).toBe(4)
      expect(await tx.table('items').count()).toBe(6)
      await tx.rollback()
      expect(await Item.cheap().count()).toBe(3)
    })

    test('that are none, or give no query', async () => {
      const unknown = (name: unknown) => () => Item.scope(fromOutside<'cheap'>(name)).all()
      await expectFailure(unknown('cheep'), { code: 'INVALID_QUERY', names: '"cheap"' })
      await expectFailure(unknown('notAScope'), { code: 'INVALID_QUERY' })
      await expectFailure(unknown('shop'), { code: 'INVALID_QUERY' })
      await expectFailure(unknown('__proto__'), { code: 'INVALID_QUERY' })
      await expectFailure(unknown({}), { code: 'INVALID_QUERY' })
      await expectFailure(() => Item.wrong().all(), { code: 'INVALID_QUERY', table: 'items' })
      await expectFailure(() => Reflect.apply(Item.cheap, 1, []), {
        code: 'INVALID_MODEL'
      })
      await expectFailure(() => scope(fromOutside<() => typeof Item>(1), () => undefined), {
        code: 'INVALID_MODEL'
      })
    })
  })
})

import { inspect } from 'node:util'
import { belongsTo, type Database, hasManyThrough, Model, sql, t } from 'versa-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import {
  columns,
  Holder,
  HolderPeer,
  holding,
  samples,
  type ValueColumn,
  valueColumns
} from './support/every-type.js'

const viewed = {
  id: t.int(),
  parentId: t.int().nullable().column('parent_id'),
  ...(Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, column().nullable()])
  ) as { [K in ValueColumn]: ReturnType<ReturnType<(typeof columns)[K]>['nullable']> })
}

/** All holders, by a query and by SQL. */
class Seen extends Model.view('holders_seen', viewed, {
  as: () => Holder.where('id', '>', 0),
  primaryKey: 'id'
}) {
  static parent = belongsTo(() => Holder, 'parentId')
}
class Read extends Model.view('holders_read', viewed, {
  as: sql`select * from holders`,
  primaryKey: 'id'
}) {}

/** A holder that leads to others by way of their parents. */
class Grand extends Model.table('holders', { id: t.id() }) {
  static grandchildren = hasManyThrough(() => Holder, {
    through: () => Holder,
    foreignKey: 'parentId',
    relatedKey: 'parentId'
  })
}

interface Given {
  readonly db: Database
  readonly holder: Holder
  readonly column: ValueColumn
  readonly value: unknown
}

/** Further ways on which a value comes back, beside those of `types.test.ts`. */
const paths: Record<string, (given: Given) => Promise<unknown>> = {
  'a view by a query': async ({ holder, column }) => (await Seen.find(holder.id))?.[column],
  'a view by SQL': async ({ holder, column }) =>
    (await Read.where('id', holder.id).rows())[0]?.[column],
  'a view by its value': async ({ holder, column, value }) => {
    if (column === 'json') return value
    const found = await Seen.where('id', holder.id).where(holding(column, value)).first()
    return found?.[column]
  },
  'a relation from a view': async ({ holder, column }) => {
    const child = await Holder.create({ parentId: holder.id })
    return (await Seen.with({ parent: true }).findOrFail(child.id)).parent?.[column]
  },
  'merged look-ups': async ({ holder, column }) => {
    const found = await Promise.all([holder.id, 0, holder.id].map(id => Holder.find(id)))
    expect(found[1]).toBeNull()
    expect(found[2]).toEqual(found[0])
    return found[0]?.[column]
  },
  pluck: async ({ holder, column }) => (await Holder.where('id', holder.id).pluck(column))[0],
  value: ({ holder, column }) => Holder.where('id', holder.id).value(column),
  sole: async ({ holder, column }) => (await Holder.where('id', holder.id).sole())[column],
  findMany: async ({ holder, column }) => (await Holder.findMany([holder.id]))[0]?.[column],
  paginate: async ({ holder, column }) =>
    (await Holder.where('id', holder.id).paginate()).items[0]?.[column],
  cursor: async ({ holder, column }) => {
    for await (const row of Holder.where('id', holder.id).cursor()) return row[column]
    return undefined
  },
  chunk: async ({ holder, column }) => {
    const found: unknown[] = []
    await Holder.where('id', holder.id).chunk(5, rows => {
      found.push(...rows.map(row => row[column]))
    })
    return found[0]
  },
  'another name': async ({ holder, column }) => {
    const rows = await Holder.as('other').query().where('id', holder.id).select(column).rows()
    return rows[0]?.[column]
  },
  'a query as a table': async ({ holder, column }) => {
    const inner = Holder.where('id', holder.id).select('id', { found: column })
    const [row] = await Holder.query()
      .joinSub(inner, 'inner_rows', 'holders.id', 'inner_rows.id')
      .select({ found: 'inner_rows.found' })
      .rows()
    return row?.found
  },
  'a query as a value': async ({ holder, column }) => {
    const query = Holder.where('id', holder.id).select(column)
    const [row] = await HolderPeer.query().limit(1).select({ found: query }).rows()
    return row?.found
  },
  'a left join': async ({ holder, column }) => {
    const [row] = await HolderPeer.query()
      .leftJoin(Holder.as('peer'), on => on.where('peer.id', holder.id))
      .limit(1)
      .select({ found: `peer.${column}` })
      .rows()
    return row?.found
  },
  'a relation through another': async ({ holder, column }) => {
    const top = await Holder.findOrFail(holder.parentId ?? 0)
    const found = await Grand.with({ grandchildren: true }).findOrFail(top.parentId ?? 0)
    return found.grandchildren[0]?.[column]
  },
  'a limited relation': async ({ holder, column }) => {
    const query = Holder.with({ children: { limit: 1 } })
    return (await query.findOrFail(holder.parentId ?? 0)).children[0]?.[column]
  },
  'inserted without a model': async ({ db, column, value }) => {
    const [row] = await db
      .table('holders')
      .insertReturning({ [column]: loose(column, value) }, ['id'])
    return (await Holder.findOrFail(Number(row?.['id'])))[column]
  },
  'updated without a model': async ({ db, column, value }) => {
    const { id } = await Holder.create({})
    const changed = { [column]: loose(column, value) }
    expect(await db.table('holders').where('id', id).update(changed)).toBe(1)
    return (await Holder.findOrFail(id))[column]
  },
  'in a transaction by hand': async ({ db, column, value }) => {
    await using tx = await db.begin()
    const { id } = await Holder.using(tx).create(holding(column, value))
    const found = (await Holder.using(tx).findOrFail(id))[column]
    await tx.rollback()
    return found
  }
}

/** Without a model nothing says that an object is a document. */
function loose(column: ValueColumn, value: unknown): unknown {
  return column === 'json' && value !== null ? JSON.stringify(value) : value
}

/** Larger ones take their time, and take the same way. */
const MAX_SMALL = 1_000

describeEachDatabase('types on further paths', open => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Seen, Read, Holder, HolderPeer])
    const [a, b] = await Holder.createMany([{}, {}])
    await HolderPeer.create({ holderId: a?.id ?? 0, peerId: b?.id ?? 0 })
  })

  describe.each(valueColumns)('%s', column => {
    const stored: { value: unknown; holder: Holder }[] = []
    const values: readonly unknown[] = samples[column]

    beforeAll(async () => {
      for (const value of [...values.filter(value => size(value) < MAX_SMALL), null]) {
        const top = await Holder.create({})
        const middle = await Holder.create({ parentId: top.id })
        const holder = await Holder.create({ parentId: middle.id, ...holding(column, value) })
        stored.push({ value, holder })
      }
    })

    test.each(Object.entries(paths))('%s', async (_, path) => {
      expect(stored.length).toBeGreaterThan(2)
      for (const { value, holder } of stored) {
        const found = await path({ db, holder, column, value })
        expect(found, inspect(value)).toEqual(value)
      }
    })
  })
})

function size(value: unknown): number {
  if (value instanceof Uint8Array) return value.length
  return typeof value === 'string' ? value.length : inspect(value).length
}

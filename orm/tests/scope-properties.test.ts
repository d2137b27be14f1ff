import { type Database, Model, t } from 'versa-orm'
import { beforeAll, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import {
  type Condition,
  measurements,
  meeting,
  randomCondition,
  randomNumbers,
  truthOf
} from './support/three-valued.js'

/** Of which a mark and two scopes hide rows, one with an `or` of its own. */
class Row extends Model.table(
  'measurements',
  {
    id: t.id(),
    tenant: t.int(),
    a: t.int().nullable(),
    b: t.int().nullable(),
    label: t.text().nullable(),
    done: t.boolean().nullable()
  },
  {
    softDelete: true,
    globalScopes: {
      tenant: q => q.where('tenant', 1),
      either: q => q.where('id', '<', 40).orWhere('id', '>', 50)
    }
  }
) {}

const rows = measurements().map(row => ({
  ...row,
  tenant: row.id % 3,
  deletedAt: row.id % 5 === 0 ? new Date(0) : null
}))

const isSeen = ({ id, tenant, deletedAt }: (typeof rows)[number]) =>
  tenant === 1 && deletedAt === null && (id < 40 || id > 50)

/** How many random queries each database is asked; `VERSA_TEST_SEED` asks others. */
const queries = 120
const firstSeed = Number(process.env['VERSA_TEST_SEED'] ?? 1)

const joints = ['where', 'orWhere', 'whereNot', 'orWhereNot'] as const

/** Conditions one after another, as the builder joins them: `a and b or c`. */
function chainOf(seed: number) {
  const random = randomNumbers(seed)
  return Array.from({ length: 1 + random(4) }, () => ({
    joint: joints[random(joints.length)] ?? 'where',
    condition: randomCondition(random, 2)
  }))
}

type Chain = ReturnType<typeof chainOf>

/** The same as data. */
function meaningOf(chain: Chain): Condition {
  const groups: Condition[][] = []
  for (const { joint, condition } of chain) {
    const item: Condition = joint.endsWith('Not') ? { kind: 'not', items: [condition] } : condition
    const last = groups.at(-1)
    if (last === undefined || joint.startsWith('or')) groups.push([item])
    else last.push(item)
  }
  return { kind: 'or', items: groups.map(items => ({ kind: 'and', items })) }
}

const queryOf = (chain: Chain) =>
  chain.reduce(
    (query, { joint, condition }) => query[joint](inner => meeting(inner, condition)),
    Row.query()
  )

describeEachDatabase('no condition gets around a scope', open => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Row])
    await Row.createMany(rows)
  })

  test(`${queries} random queries, by several ways to read`, async () => {
    for (let seed = firstSeed; seed < firstSeed + queries; seed += 1) {
      const chain = chainOf(seed)
      const told = `VERSA_TEST_SEED=${seed}: ${JSON.stringify(chain)}`
      const meaning = meaningOf(chain)
      const met = rows.filter(row => truthOf(meaning, row) === true)
      const expected = met.filter(isSeen).map(({ id }) => id)
      const query = queryOf(chain)
      expect(await query.orderBy('id').pluck('id'), told).toEqual(expected)
      expect(await query.count(), told).toBe(expected.length)
      expect(await Row.whereIn('id', query.select('id')).count(), told).toBe(expected.length)
      const all = await query.withoutGlobalScopes().orderBy('id').pluck('id')
      expect(all, told).toEqual(met.map(({ id }) => id))
    }
  })

  test('writes meet the same rows', async () => {
    for (let seed = firstSeed; seed < firstSeed + 20; seed += 1) {
      const chain = chainOf(seed)
      const meaning = meaningOf(chain)
      const expected = rows.filter(row => isSeen(row) && truthOf(meaning, row) === true)
      const undone = new Error('undone')
      const written = db.transaction(async () => {
        expect(await queryOf(chain).update({ tenant: 1 })).toBe(expected.length)
        expect(await queryOf(chain).delete()).toBe(expected.length)
        expect(await queryOf(chain).forceDelete()).toBe(0)
        throw undone
      })
      await expect(written, JSON.stringify(chain)).rejects.toBe(undone)
    }
  })
})

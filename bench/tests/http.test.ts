import { connect } from 'versa-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  Customer,
  Detail,
  Employee,
  Note,
  Order,
  Product,
  Supplier,
  shopRows
} from '../src/data/shop.js'
import { makePlace, type Place } from '../src/databases/place.js'
import { samples } from '../src/http/requests.js'
import { Service } from '../src/http/service.js'
import { pgPeer } from '../src/peers/pg.js'
import { versa, versaPrepared } from '../src/peers/versa.js'
import { isSameData } from '../src/same-data.js'

let place: Place

beforeAll(async () => {
  place = await makePlace('PostgreSQL')
  const db = await connect(place.target.url)
  await db.schema.create([Customer, Employee, Supplier, Product, Order, Detail, Note])
  await Customer.using(db).createMany(shopRows.customers().slice(0, 200))
  await db.close()
})

afterAll(() => place.remove())

test('servers of different contenders answer the same, and end', async () => {
  const [raw, own] = await Promise.all([
    Service.start(pgPeer, place.target),
    Service.start(versa, place.target)
  ])
  if (raw === null || own === null) throw new Error('a contender has no way for a request')
  try {
    for (const asked of samples) {
      const answer = await own.ask(asked)
      expect(isSameData(answer, await raw.ask(asked)), asked.path).toBe(true)
    }
    expect(await own.ask({ method: 'GET', path: '/customers/7' })).toMatchObject({ id: 7 })
    const { time, latency } = await own.load(200, 4)
    expect(time).toBeGreaterThan(0)
    expect(latency.p50).toBeLessThanOrEqual(latency.p99)
  } finally {
    await Promise.all([raw.stop(), own.stop()])
  }
  await expect(own.ask({ method: 'GET', path: '/customers/7' })).rejects.toThrow()
})

test('a contender that cannot answer everything takes no part', async () => {
  expect(await Service.start(versaPrepared, place.target)).toBeNull()
})

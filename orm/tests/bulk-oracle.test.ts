import { type Database, Model, t } from 'versa-orm'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'

class Part extends Model.table('parts', {
  id: t.id(),
  slug: t.varchar(30).unique(),
  shelf: t.int().nullable(),
  stock: t.int().default(0),
  price: t.decimal(10, 2).default('1.00'),
  note: t.text().nullable()
}) {}

/** A row without its id, which is the database's. */
interface Row {
  slug: string
  shelf: number | null
  stock: number
  price: string
  note: string | null
}

/** Numbers below a limit, the same for the same seed. */
function numbers(seed: number): (limit: number) => number {
  let state = seed
  return limit => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

/** What the table has to be: the same, done to a map. */
class Oracle {
  rows = new Map<string, Row>()

  add(given: Partial<Row> & { slug: string }): void {
    this.rows.set(given.slug, { shelf: null, stock: 0, price: '1.00', note: null, ...given })
  }

  change(slug: string, values: Partial<Row>): boolean {
    const row = this.rows.get(slug)
    if (row !== undefined) Object.assign(row, values)
    return row !== undefined
  }

  meeting(shelf: number): Row[] {
    return [...this.rows.values()].filter(row => row.shelf === shelf)
  }

  copy(): Map<string, Row> {
    return new Map([...this.rows].map(([slug, row]) => [slug, { ...row }]))
  }

  sorted(): Row[] {
    return [...this.rows.values()].sort((a, b) => (a.slug < b.slug ? -1 : 1))
  }
}

/** Random operations, each on the table and on the oracle; each compares what it returns. */
class Run {
  constructor(
    readonly db: Database,
    readonly oracle: Oracle,
    readonly random: (limit: number) => number
  ) {}

  readonly #operations: readonly (() => Promise<void>)[] = [
    () => this.#createMany(),
    () => this.#updateMany(),
    () => this.#updateManyOfShelf(),
    () => this.#upsertMany(),
    () => this.#upsertSome(),
    () => this.#insertOrIgnore(),
    () => this.#deleteMany(),
    () => this.#increment(),
    () => this.#replace(),
    () => this.#firstOrCreate(),
    () => this.#createOrUpdate(),
    () => this.#insertMany()
  ]

  async step(): Promise<void> {
    if (this.random(6) === 0) return this.#rolledBack()
    await this.#operations[this.random(this.#operations.length)]?.()
  }

  async #rolledBack(): Promise<void> {
    const before = this.oracle.copy()
    const failing = this.db.transaction(async () => {
      for (let left = 1 + this.random(3); left > 0; left--) {
        await this.#operations[this.random(this.#operations.length)]?.()
      }
      throw new Error('taken back')
    })
    await expect(failing).rejects.toThrow('taken back')
    this.oracle.rows = before
  }

  #slug(): string {
    return `part ${this.random(25)}`
  }

  /** Rows that give some of their columns, and may be the same one. */
  #list(most = 12): (Partial<Row> & { slug: string })[] {
    return Array.from({ length: this.random(most) }, () => ({
      slug: this.#slug(),
      ...this.#values()
    }))
  }

  #values(): Partial<Row> {
    return {
      ...(this.random(2) === 0 ? {} : { shelf: this.random(4) === 0 ? null : this.random(3) }),
      ...(this.random(2) === 0 ? {} : { stock: this.random(100) }),
      ...(this.random(3) === 0 ? { price: `${this.random(500)}.${10 + this.random(90)}` } : {}),
      ...(this.random(3) === 0
        ? { note: this.random(2) === 0 ? null : `n'\\${this.random(9)}` }
        : {})
    }
  }

  #distinct(list: (Partial<Row> & { slug: string })[]): (Partial<Row> & { slug: string })[] {
    return [...new Map(list.map(row => [row.slug, row])).values()]
  }

  #fresh(list: (Partial<Row> & { slug: string })[]): (Partial<Row> & { slug: string })[] {
    return this.#distinct(list).filter(({ slug }) => !this.oracle.rows.has(slug))
  }

  async #createMany(): Promise<void> {
    const list = this.#fresh(this.#list())
    const created = await Part.createMany(list)
    expect(created.map(({ slug }) => slug)).toEqual(list.map(({ slug }) => slug))
    for (const row of list) this.oracle.add(row)
  }

  async #insertMany(): Promise<void> {
    const list = this.#fresh(this.#list())
    expect(await Part.insertMany(new Set(list), { batch: 1 + this.random(5) })).toBe(list.length)
    for (const row of list) this.oracle.add(row)
  }

  async #updateMany(): Promise<void> {
    const list = this.#list().filter(row => Object.keys(row).length > 1)
    const met = new Set<string>()
    for (const { slug, ...values } of list) if (this.oracle.change(slug, values)) met.add(slug)
    expect(await Part.updateMany(list, { key: 'slug' })).toBe(met.size)
  }

  async #updateManyOfShelf(): Promise<void> {
    const shelf = this.random(3)
    const list = this.#distinct(this.#list()).map(({ slug }) => ({ slug, stock: this.random(9) }))
    const own = list.filter(({ slug }) => this.oracle.rows.get(slug)?.shelf === shelf)
    for (const { slug, stock } of own) this.oracle.change(slug, { stock })
    expect(await Part.where('shelf', shelf).updateMany(list, { key: ['slug'] })).toBe(own.length)
  }

  async #upsertMany(): Promise<void> {
    const list = this.#list()
    for (const row of list) {
      const { slug, ...values } = row
      if (!this.oracle.change(slug, values)) this.oracle.add(row)
    }
    const written = await Part.upsertMany(list, { on: ['slug'] })
    expect(written.map(row => row.stock)).toEqual(
      list.map(({ slug }) => this.oracle.rows.get(slug)?.stock)
    )
  }

  async #upsertSome(): Promise<void> {
    const list = this.#list().map(row => ({ ...row, stock: this.random(9) }))
    for (const row of list) {
      if (!this.oracle.change(row.slug, { stock: row.stock })) this.oracle.add(row)
    }
    const options = { on: ['slug'], update: ['stock'] } as const
    const distinct = new Set(list.map(({ slug }) => slug)).size
    expect(await Part.insertOrUpdate(list, options)).toBe(distinct)
  }

  async #insertOrIgnore(): Promise<void> {
    const list = this.#list()
    let added = 0
    // Rows that give the same columns are one statement, the first kind of them first.
    const kinds = new Map<string, typeof list>()
    for (const row of list) {
      const kind = ['slug', 'shelf', 'stock', 'price', 'note'].filter(name => name in row).join()
      kinds.set(kind, [...(kinds.get(kind) ?? []), row])
    }
    const defaults = new Set(list.map(row => row.slug))
    if (kinds.size > 1 && defaults.size < list.length) return
    for (const row of list) {
      if (this.oracle.rows.has(row.slug)) continue
      this.oracle.add(row)
      added++
    }
    expect(await Part.insertOrIgnoreMany(list)).toBe(added)
  }

  async #deleteMany(): Promise<void> {
    const wanted = new Set(this.#list(6).map(({ slug }) => slug))
    const found = await Part.whereIn('slug', [...wanted]).pluck('id')
    expect(await Part.deleteMany([...found, 0])).toBe(found.length)
    for (const slug of wanted) this.oracle.rows.delete(slug)
  }

  async #increment(): Promise<void> {
    const shelf = this.random(3)
    const by = 1 + this.random(20)
    const rows = this.oracle.meeting(shelf)
    for (const row of rows) {
      row.stock -= by
      row.price = (Math.round(Number(row.price) * 100 + 25) / 100).toFixed(2)
    }
    const query = Part.where('shelf', shelf)
    expect(await query.decrement('stock', by)).toBe(rows.length)
    expect(await query.increment('price', '0.25')).toBe(rows.length)
  }

  async #replace(): Promise<void> {
    const list = this.#distinct(this.#list(6))
    const rows = await Part.replaceIntoMany(list)
    expect(rows.map(({ slug }) => slug)).toEqual(list.map(({ slug }) => slug))
    for (const row of list) {
      this.oracle.rows.delete(row.slug)
      this.oracle.add(row)
    }
  }

  async #firstOrCreate(): Promise<void> {
    const slug = this.#slug()
    const values = this.#values()
    const row = await Part.firstOrCreate({ slug }, values)
    if (!this.oracle.rows.has(slug)) this.oracle.add({ slug, ...values })
    expect(row).toMatchObject(this.oracle.rows.get(slug) ?? {})
  }

  async #createOrUpdate(): Promise<void> {
    const slug = this.#slug()
    const values = this.#values()
    const row = await Part.createOrUpdate({ slug }, values)
    if (!this.oracle.change(slug, values)) this.oracle.add({ slug, ...values })
    expect(row).toMatchObject(this.oracle.rows.get(slug) ?? {})
  }
}

const columns = ['slug', 'shelf', 'stock', 'price', 'note'] as const

describeEachDatabase('random bulk writes', open => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Part])
  })
  beforeEach(async () => {
    await Part.query().allRows().delete()
  })

  test.each([1, 2, 3, 4, 5, 6])('leave what a map has after the same ones: seed %i', async seed => {
    const oracle = new Oracle()
    const run = new Run(db, oracle, numbers(seed))
    for (let step = 0; step < 60; step++) {
      await run.step()
      const rows = await Part.orderBy('slug')
        .select(...columns)
        .rows()
      expect(rows, `step ${step} of seed ${seed}`).toEqual(oracle.sorted())
    }
  })
})

import { inspect } from 'node:util'
import { type AnyColumn, type Database, Model, max, min, prepare, sql, t } from 'versa-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase, type Traits } from './support/databases.js'
import {
  columns,
  Holder,
  HolderPeer,
  holding,
  samples,
  type ValueColumn,
  valueColumns
} from './support/every-type.js'
import { expectFailure } from './support/failures.js'

/** A way on which a value comes back from the database. */
type Path = (holder: Holder, column: ValueColumn, value: unknown) => Promise<unknown>

/** The instant without what a Date has no room for. */
function instant(text: string): Date {
  return new Date(`${text.slice(0, 23)}Z`)
}

/** The first of a stream. */
async function firstOf<Row>(rows: AsyncIterable<Row>): Promise<Row | undefined> {
  for await (const row of rows) return row
  return undefined
}

/** The row, behind so many rows that each refer to the one before. */
async function behind(id: number, levels: number): Promise<number> {
  let last = id
  for (let level = 0; level < levels; level++) {
    last = (await Holder.create({ parentId: last })).id
  }
  return last
}

/** A row from which so many steps lead to the row by `peers`. */
async function peersBefore(id: number, levels: number): Promise<number> {
  let last = id
  for (let level = 0; level < levels; level++) {
    const peer = await Holder.create({})
    await HolderPeer.create({ holderId: peer.id, peerId: last })
    last = peer.id
  }
  return last
}

/** The row that is so many generations above. */
async function above(holder: Holder, levels: number): Promise<number> {
  let { parentId } = holder
  for (let level = 1; level < levels; level++) {
    parentId = (await Holder.findOrFail(parentId ?? 0)).parentId
  }
  return parentId ?? 0
}

const byId = prepare((id: number) => Holder.where('id', id))

const reads: Record<string, Path> = {
  find: async ({ id }, column) => (await Holder.findOrFail(id))[column],
  first: async ({ id }, column) => (await Holder.where('id', id).first())?.[column],
  all: async ({ id }, column) => (await Holder.where('id', id).all())[0]?.[column],
  rows: async ({ id }, column) => (await Holder.where('id', id).rows())[0]?.[column],
  select: async ({ id }, column) => {
    const [row] = await Holder.where('id', id).select(column).all()
    return row?.[column]
  },
  'select with join': async ({ id }, column) => {
    const peer = await peersBefore(id, 1)
    const [row] = await Holder.query()
      .join(HolderPeer, 'holders.id', 'holder_peers.peerId')
      .where('holder_peers.holderId', peer)
      .select({ found: `holders.${column}` })
      .rows()
    return row?.found
  },
  stream: async ({ id }, column) => (await firstOf(Holder.where('id', id).stream()))?.[column],
  streamRows: async ({ id }, column) =>
    (await firstOf(Holder.where('id', id).streamRows()))?.[column],
  'prepared, as a model': async ({ id }, column) => (await byId.first(id))?.[column],
  'prepared, as a row': async ({ id }, column) => (await byId.rows(id))[0]?.[column],
  'hasMany, one level': async (holder, column) => {
    const top = await Holder.with({ children: true }).findOrFail(await above(holder, 1))
    return top.children[0]?.[column]
  },
  'hasMany, two levels': async (holder, column) => {
    const query = Holder.with({ children: { children: true } })
    return (await query.findOrFail(await above(holder, 2))).children[0]?.children[0]?.[column]
  },
  'hasMany, three levels': async (holder, column) => {
    const query = Holder.with({ children: { children: { children: true } } })
    const top = await query.findOrFail(await above(holder, 3))
    return top.children[0]?.children[0]?.children[0]?.[column]
  },
  'belongsTo, one level': async ({ id }, column) => {
    const query = Holder.with({ parent: true })
    return (await query.findOrFail(await behind(id, 1))).parent?.[column]
  },
  'belongsTo, two levels': async ({ id }, column) => {
    const query = Holder.with({ parent: { parent: true } })
    return (await query.findOrFail(await behind(id, 2))).parent?.parent?.[column]
  },
  'belongsTo, three levels': async ({ id }, column) => {
    const query = Holder.with({ parent: { parent: { parent: true } } })
    return (await query.findOrFail(await behind(id, 3))).parent?.parent?.parent?.[column]
  },
  'belongsToMany, one level': async ({ id }, column) => {
    const query = Holder.with({ peers: true })
    return (await query.findOrFail(await peersBefore(id, 1))).peers[0]?.[column]
  },
  'belongsToMany, two levels': async ({ id }, column) => {
    const query = Holder.with({ peers: { peers: true } })
    return (await query.findOrFail(await peersBefore(id, 2))).peers[0]?.peers[0]?.[column]
  },
  'belongsToMany, three levels': async ({ id }, column) => {
    const query = Holder.with({ peers: { peers: { peers: true } } })
    const far = await query.findOrFail(await peersBefore(id, 3))
    return far.peers[0]?.peers[0]?.peers[0]?.[column]
  },
  'rows of relations': async (holder, column) => {
    const [row] = await Holder.where('id', await above(holder, 2))
      .with({ children: { children: true } })
      .rows()
    return row?.children[0]?.children[0]?.[column]
  },
  load: async (holder, column) => {
    const parent = await Holder.findOrFail(await above(holder, 1))
    return (await parent.load({ children: true })).children[0]?.[column]
  },
  related: async (holder, column) => {
    const parent = await Holder.findOrFail(await above(holder, 1))
    return (await parent.related('children').first())?.[column]
  }
}

const writes: Record<string, Path> = {
  createMany: async (_, column, value) => {
    const created = await Holder.createMany([holding(column, value), {}])
    return created[0]?.[column]
  },
  'createMany of several': async (_, column, value) => {
    const [, { id } = { id: 0 }] = await Holder.createMany([
      holding(column, null),
      holding(column, value)
    ])
    return (await Holder.findOrFail(id))[column]
  },
  update: async (_, column, value) => {
    const other = await Holder.create({})
    await Holder.where('id', other.id).update(holding(column, value))
    return (await Holder.findOrFail(other.id))[column]
  },
  'update of an instance': async (_, column, value) => {
    const other = await Holder.create({})
    await other.update(holding(column, value))
    expectSame(other[column], value, 'the instance itself')
    return (await Holder.findOrFail(other.id))[column]
  },
  save: async (_, column, value) => {
    const other = await Holder.create({})
    Object.assign(other, holding(column, value))
    await other.save()
    return (await Holder.findOrFail(other.id))[column]
  },
  'save of what was read writes nothing': async ({ id }, column) => {
    const same = await Holder.findOrFail(id)
    await Holder.where('id', id).update({ parentId: null })
    await same.save()
    const found = await Holder.findOrFail(id)
    expect(found.parentId, 'the row was not written').toBeNull()
    await Holder.where('id', id).update({ parentId: same.parentId })
    return found[column]
  },
  'upsert that inserts': async (_, column, value) => {
    const { id } = await Holder.create({})
    await Holder.where('id', id).delete()
    const made = await Holder.upsert({ id, ...holding(column, value) }, { on: ['id'] })
    expectSame(made[column], value, 'what upsert returns')
    return (await Holder.findOrFail(id))[column]
  },
  'upsert that updates': async (_, column, value) => {
    const { id } = await Holder.create({})
    const made = await Holder.upsert({ id, ...holding(column, value) }, { on: ['id'] })
    expectSame(made[column], value, 'what upsert returns')
    return (await Holder.findOrFail(id))[column]
  },
  'setting null': async ({ id }, column, value) => {
    const copy = await Holder.create(holding(column, value))
    await copy.update(holding(column, null))
    expect((await Holder.findOrFail(copy.id))[column]).toBeNull()
    return (await Holder.findOrFail(id))[column]
  }
}

/** JSON documents are compared with functions of the database, not with operators. */
const comparable = valueColumns.filter(column => column !== 'json')
const unordered: readonly ValueColumn[] = ['boolean', 'bytes', 'uuid', 'role']
const ordered = comparable.filter(column => !unordered.includes(column))
/** How text is sorted is the database's affair. */
const sortedByTheDatabase: readonly ValueColumn[] = ['text', 'varchar']

/** Larger ones stand in no definition of a table, and are not repeated in a list. */
const MAX_SMALL = 1_000

describeEachDatabase('types', (open, { traits }) => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Holder, HolderPeer])
  })

  /** A holder with the value, with a parent and two generations more of its own. */
  async function create(column: ValueColumn, value: unknown): Promise<Holder> {
    const parentId = await behind((await Holder.create({})).id, 2)
    return Holder.create({ parentId, ...holding(column, value) })
  }

  describe.each(valueColumns)('%s', column => {
    const stored: { value: unknown; holder: Holder }[] = []

    test('create returns the value', async () => {
      for (const value of [...samples[column], null]) {
        const holder = await create(column, value)
        expectSame(holder[column], value, shown(value))
        stored.push({ value, holder })
      }
    })

    test.each(Object.entries({ ...reads, ...writes }))('%s', async (_, path) => {
      expect(stored).toHaveLength(samples[column].length + 1)
      for (const { value, holder } of stored) {
        expectSame(await path(holder, column, value), value, shown(value))
      }
    })

    test('SQL of the user', async () => {
      for (const { value, holder } of stored) {
        const [row] = await db.sql`select ${sql.id(column)} as found
          from holders where id = ${holder.id}`.rows()
        const found = told(traits, column, row?.['found'])
        expectSame(found, asTold(traits, column, value), shown(value))
      }
    })

    test('a default of the database', async () => {
      const values = samples[column].filter(value => size(value) < MAX_SMALL)
      const defaults: Record<string, AnyColumn> = { id: t.id() }
      for (const [at, value] of values.entries()) {
        // The table pairs each column with values of its type.
        defaults[`c${at}`] = columns[column]().default(value as never)
      }
      class Defaults extends Model.table(`defaults_${column}`, defaults) {}
      await db.schema.create([Defaults])
      // Bytes have no literal that every database takes: each row gets them from here.
      if (column === 'bytes') await Defaults.create({})
      else await db.sql`insert into ${sql.id(`defaults_${column}`)} (id) values (1)`.execute()
      const [row] = await Defaults.query().rows()
      const found: unknown = row
      expect(found).toEqual(Object.assign({ id: 1 }, ...values.map((v, at) => ({ [`c${at}`]: v }))))
    })
  })

  describe.each(comparable)('%s in filters', column => {
    const values: readonly unknown[] = samples[column]

    test('equality finds the value and no other', async () => {
      for (const value of values) {
        const holder = await create(column, value)
        const find = Holder.where(holding(column, value)).where('id', holder.id)
        expect(await find.count(), shown(value)).toBe(1)
        const others = values.filter(other => other !== value)
        for (const other of others) {
          const found = await Holder.where(holding(column, other)).where('id', holder.id).count()
          expect(found, `${shown(value)} is not ${shown(other)}`).toBe(0)
        }
        const found = await Holder.whereIn(column, cast(others)).where('id', holder.id).count()
        expect(found, `${shown(value)} among the others`).toBe(0)
      }
    })

    test('whereIn finds each value', async () => {
      const ids = (await Holder.createMany(values.map(value => holding(column, value)))).map(
        holder => holder.id
      )
      const query = Holder.whereIn(column, cast(values)).whereIn('id', ids)
      expect(await query.orderBy('id').all()).toHaveLength(values.length)
    })

    test('a list of thousands finds the value and no other', async () => {
      const [value, ...others] = values.filter(other => size(other) < MAX_SMALL)
      const { id } = await Holder.create(holding(column, value))
      const many = Array.from({ length: 5_000 }, (_, at) => others[at % others.length])
      const find = (list: readonly unknown[]) => Holder.whereIn(column, cast(list)).where('id', id)
      expect(await find(many).count()).toBe(0)
      expect(await find([...many, value]).count()).toBe(1)
    })
  })

  describe.each(ordered)('%s in aggregates', column => {
    test('min and max are values of the column', async () => {
      const values: readonly unknown[] = samples[column]
      const created = await Holder.createMany(values.map(value => holding(column, value)))
      const query = Holder.whereIn(
        'id',
        created.map(holder => holder.id)
      )
      const lowest = await query.min(column)
      const highest = await query.max(column)
      expect(values).toContainEqual(lowest)
      expect(values).toContainEqual(highest)
      if (!sortedByTheDatabase.includes(column)) {
        const sorted = [...values].sort(compareNumbers)
        expect([lowest, highest]).toEqual([sorted[0], sorted.at(-1)])
      }
      const [row] = await query.select({ low: min(column), high: max(column) }).all()
      expect(row).toEqual({ low: lowest, high: highest })
    })
  })

  test('minus zero stays where the database knows it, and is zero elsewhere', async () => {
    const { id } = await Holder.create({ float: -0, int: -0, amount: -0 })
    const found = await Holder.findOrFail(id)
    expect(found.float).toBe(traits.negativeZero ? -0 : 0)
    expect(found.int).toBe(0)
    expect(found.amount).toBe(0)
    expect(await Holder.where('id', id).where('float', 0).count()).toBe(1)
  })

  test('a UUID in capitals is the same UUID', async () => {
    const uuid = 'ABCDEF00-1234-4ABC-8DEF-0123456789AB'
    const { id } = await Holder.create({ uuid })
    expect((await Holder.findOrFail(id)).uuid).toBe(uuid.toLowerCase())
    expect(await Holder.where({ id, uuid }).count()).toBe(1)
    expect(await Holder.where('id', id).whereIn('uuid', [uuid]).count()).toBe(1)
  })

  test('a decimal is the same number whatever its zeros', async () => {
    const { id, price } = await Holder.create({ price: '1.5' })
    expect(price).toBe('1.50')
    expect((await Holder.findOrFail(id)).price).toBe('1.50')
    for (const same of ['1.5', '1.50', '1.500', '01.5']) {
      expect(await Holder.where('id', id).where('price', same).count(), same).toBe(1)
    }
    expect(await Holder.where('id', id).where('price', '>', '1.49').count()).toBe(1)
    expect(await Holder.where('id', id).where('price', '<', '10').count()).toBe(1)
  })

  test('a decimal as a number is the number that is meant', async () => {
    const { id, amount } = await Holder.create({ amount: 0.1 + 0.2 })
    expect(amount).toBe(0.3)
    const query = Holder.where('id', id)
    expect(await query.where('amount', 0.1 + 0.2).count()).toBe(1)
    for (const [operator, other] of [
      ['>', 0.2999],
      ['<', 1e20],
      ['<', 1e25],
      ['>', 1e-20],
      ['>', -1e25]
    ] as const) {
      expect(await query.where('amount', operator, other).count(), `${other}`).toBe(1)
    }
    await Holder.create({ amount: 0.1, parentId: id })
    await Holder.create({ amount: 0.2, parentId: id })
    const children = Holder.where('parentId', id)
    expect(await children.sum('amount')).toBe(0.3)
    expect(await children.avg('amount')).toBeCloseTo(0.15, 12)
    for (const amount of [0.12345, 1e11, 1e40, 1e-40]) {
      await expectFailure(() => Holder.create({ amount }), { code: 'INVALID_VALUE' })
    }
  })

  test('times have one notation', async () => {
    const { id } = await Holder.create({ time: '08:30', datetime: '2026-01-31 08:30:00.500' })
    const found = await Holder.findOrFail(id)
    expect([found.time, found.datetime]).toEqual(['08:30:00', '2026-01-31T08:30:00.5'])
    const query = Holder.where('id', id)
    expect(await query.where('time', '08:30:00.000').count()).toBe(1)
    expect(await query.where('datetime', '2026-01-31T08:30:00.50').count()).toBe(1)
    expect(await query.where('datetime', '<', '2026-01-31T08:30:00.51').count()).toBe(1)
    expect(await query.where('datetime', '>', '2026-01-31T08:30').count()).toBe(1)
  })

  test('what is no value of its column is refused before anything is sent', async () => {
    const refused: readonly [ValueColumn, unknown][] = [
      ['text', '\ud83d'],
      ['varchar', '\ude00 low'],
      ['varchar', 'x'.repeat(41)],
      ['json', ['\ud83d']],
      ['json', { '\udfff': 1 }],
      ['small', 32_768],
      ['small', -32_769],
      ['medium', 2 ** 31],
      ['whole', 2 ** 53],
      ['bigint', 2n ** 63n],
      ['time', '24:00'],
      ['time', '12:60:00'],
      ['time', '12:00:00Z'],
      ['time', '12:00:00.1234567'],
      ['datetime', '2026-02-29T00:00:00'],
      ['datetime', '2026-01-31T00:00:00Z'],
      ['datetime', '2026-01-31'],
      ['datetime', new Date()],
      ['date', '0000-01-01'],
      ['amount', '1.5'],
      ['amount', Number.NaN],
      ['decimal', 1.5]
    ]
    for (const [column, value] of refused) {
      const what = () => Holder.create(holding(column, value))
      await expectFailure(what, { code: 'INVALID_VALUE', table: 'holders', column })
    }
  })

  test('a NUL character comes back, or is refused', async () => {
    for (const column of ['text', 'varchar', 'json'] as const) {
      const value = column === 'json' ? ['a\0b'] : 'a\0b'
      const write = () => Holder.create(holding(column, value))
      if (traits.nulInText) expect((await write())[column]).toEqual(value)
      else await expectFailure(write, { code: 'INVALID_VALUE' })
    }
  })

  test('saving keeps the microseconds of instants that nobody changed', async () => {
    const { id } = await Holder.create({})
    await Holder.createMany(Array.from({ length: 40 }, () => ({ parentId: id })))
    const precise = '2026-01-31 12:00:00.123456'
    await db.sql`update holders set ${sql.id('timestamp')} = ${precise}
      where parent_id = ${id}`.execute()
    for (const limit of [1, 40]) {
      const found = await Holder.where('parentId', id).limit(limit).all()
      expect(found).toHaveLength(limit)
      for (const holder of found) {
        expect(holder.timestamp).toEqual(new Date('2026-01-31T12:00:00.123Z'))
        await holder.update({ text: 'changed' })
      }
    }
    const kept = await Holder.where('parentId', id)
      .where('timestamp', '>', instant(precise))
      .count()
    expect(kept).toBe(40)
  })

  test('null in a document is not the null of SQL', async () => {
    const { id } = await Holder.create({ json: { a: null } })
    expect(await Holder.where('id', id).whereNotNull('json').count()).toBe(1)
    await Holder.where('id', id).update({ json: null })
    expect(await Holder.where('id', id).whereNull('json').count()).toBe(1)
    await db.sql`update holders set json = 'null' where id = ${id}`.execute()
    expect((await Holder.findOrFail(id)).json).toBeNull()
    expect(await Holder.where('id', id).whereNotNull('json').count()).toBe(1)
  })

  test('bytes are a Uint8Array, whichever kind was given', async () => {
    const { id } = await Holder.create({ bytes: Buffer.from([1, 2, 3]) })
    const { bytes } = await Holder.findOrFail(id)
    expect(bytes?.constructor).toBe(Uint8Array)
    expect(bytes).toEqual(Uint8Array.of(1, 2, 3))
  })

  test('ids reach to the end of the safe integers', async () => {
    const { id } = await Holder.create({ id: Number.MAX_SAFE_INTEGER - 1 })
    expect((await Holder.findOrFail(id)).id).toBe(Number.MAX_SAFE_INTEGER - 1)
    await Holder.where('id', id).delete()
  })

  test('a whole number beyond the safe integers is refused, never rounded', async () => {
    const { id } = await Holder.create({})
    for (const column of ['int', 'whole'] as const) {
      const beyond = db.sql`update holders set ${sql.id(column)} = 9007199254740993
        where id = ${id}`
      await beyond.execute()
      await expect(Holder.find(id)).rejects.toMatchObject({ code: 'INVALID_VALUE' })
      await Holder.where('id', id).update({ [column]: null })
    }
  })
})

/** What a database says of a value that it knows by its own types only. */
function told(traits: Traits, column: ValueColumn, found: unknown): unknown {
  if (found === null || traits.tellsTypes) return found
  if (column === 'boolean') return found === 1
  if (column === 'json') return JSON.parse(String(found))
  // A day with a time is all that it knows of instants, too.
  return found instanceof Date && column === 'datetime' ? found.toISOString().slice(0, 23) : found
}

function asTold(traits: Traits, column: ValueColumn, value: unknown): unknown {
  if (column === 'datetime' && value !== null && !traits.tellsTypes) {
    // Seen as an instant, and a Date has milliseconds: the rest is cut off, toward 1970.
    const [seconds, fraction = '0'] = String(value).split('.')
    const microseconds =
      BigInt(Date.parse(`${seconds}Z`)) * 1_000n + BigInt(fraction.padEnd(6, '0'))
    return new Date(Number(microseconds / 1_000n)).toISOString().slice(0, 23)
  }
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  return typeof value === 'number' && column === 'amount' ? value.toFixed(4) : value
}

/** The same as `toEqual`, which takes a second for a million bytes. */
function expectSame(found: unknown, value: unknown, what: string): void {
  if (value instanceof Uint8Array && found instanceof Uint8Array) {
    expect(Buffer.compare(found, value), what).toBe(0)
  } else {
    expect(found, what).toEqual(value)
  }
}

/** About how many bytes a value has. */
function size(value: unknown): number {
  if (value instanceof Uint8Array) return value.length
  return typeof value === 'string' ? value.length : inspect(value).length
}

function shown(value: unknown): string {
  return inspect(value, { maxStringLength: 60, maxArrayLength: 8 })
}

/** See {@link holding}: the type of a value follows its column only at run time. */
function cast(values: readonly unknown[]): never[] {
  return values as never[]
}

function compareNumbers(left: unknown, right: unknown): number {
  if (typeof left === 'bigint' && typeof right === 'bigint') return left < right ? -1 : 1
  if (typeof left === 'string' && /[:-]/.test(left.slice(1))) return left < String(right) ? -1 : 1
  return Number(left) - Number(right)
}

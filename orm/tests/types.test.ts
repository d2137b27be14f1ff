import { inspect } from 'node:util'
import { type Database, max, min, sql } from 'versa-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import {
  Holder,
  HolderPeer,
  holding,
  samples,
  type ValueColumn,
  valueColumns
} from './support/every-type.js'

/** A way on which a value comes back from the database. */
type Path = (holder: Holder, column: ValueColumn, value: unknown) => Promise<unknown>

const ways: Record<string, Path> = {
  find: async ({ id }, column) => (await Holder.findOrFail(id))[column],
  first: async ({ id }, column) => (await Holder.where('id', id).first())?.[column],
  all: async ({ id }, column) => (await Holder.where('id', id).all())[0]?.[column],
  rows: async ({ id }, column) => (await Holder.where('id', id).rows())[0]?.[column],
  select: async ({ id }, column) => {
    const [row] = await Holder.where('id', id).select(column).all()
    return row?.[column]
  },
  stream: async ({ id }, column) => {
    for await (const holder of Holder.where('id', id).stream()) return holder[column]
    return undefined
  },
  streamRows: async ({ id }, column) => {
    for await (const row of Holder.where('id', id).streamRows()) return row[column]
    return undefined
  },
  'hasMany, one level': async ({ parentId }, column) => {
    const parent = await Holder.with({ children: true }).findOrFail(parentId ?? 0)
    return parent.children[0]?.[column]
  },
  'hasMany, two levels': async ({ parentId }, column) => {
    const { parentId: grandparentId } = await Holder.findOrFail(parentId ?? 0)
    const top = await Holder.with({ children: { children: true } }).findOrFail(grandparentId ?? 0)
    return top.children[0]?.children[0]?.[column]
  },
  'belongsTo, one level': async ({ id }, column) => {
    const child = await Holder.create({ parentId: id })
    return (await Holder.with({ parent: true }).findOrFail(child.id)).parent?.[column]
  },
  'belongsTo, two levels': async ({ id }, column) => {
    const child = await Holder.create({ parentId: id })
    const grandchild = await Holder.create({ parentId: child.id })
    const found = await Holder.with({ parent: { parent: true } }).findOrFail(grandchild.id)
    return found.parent?.parent?.[column]
  },
  'belongsToMany, one level': async ({ id }, column) => {
    const peer = await Holder.create({})
    await HolderPeer.create({ holderId: peer.id, peerId: id })
    return (await Holder.with({ peers: true }).findOrFail(peer.id)).peers[0]?.[column]
  },
  'belongsToMany, two levels': async ({ id }, column) => {
    const [far, near] = await Holder.createMany([{}, {}])
    if (far === undefined || near === undefined) throw new Error('createMany returned too little')
    await HolderPeer.createMany([
      { holderId: far.id, peerId: near.id },
      { holderId: near.id, peerId: id }
    ])
    const found = await Holder.with({ peers: { peers: true } }).findOrFail(far.id)
    return found.peers[0]?.peers[0]?.[column]
  },
  'rows of a relation': async ({ parentId }, column) => {
    const [row] = await Holder.where('id', parentId ?? 0)
      .with({ children: true })
      .rows()
    return row?.children[0]?.[column]
  },
  load: async ({ parentId }, column) => {
    const parent = await Holder.findOrFail(parentId ?? 0)
    return (await parent.load({ children: true })).children[0]?.[column]
  },
  related: async ({ parentId }, column) => {
    const parent = await Holder.findOrFail(parentId ?? 0)
    return (await parent.related('children').first())?.[column]
  },
  update: async (_, column, value) => {
    const other = await Holder.create({})
    await Holder.where('id', other.id).update(holding(column, value))
    return (await Holder.findOrFail(other.id))[column]
  },
  'update of an instance': async (_, column, value) => {
    const other = await Holder.create({})
    await other.update(holding(column, value))
    expect(other[column], 'the instance itself').toEqual(value)
    return (await Holder.findOrFail(other.id))[column]
  },
  save: async (_, column, value) => {
    const other = await Holder.create({})
    Object.assign(other, holding(column, value))
    await other.save()
    return (await Holder.findOrFail(other.id))[column]
  },
  createMany: async (_, column, value) => {
    const created = await Holder.createMany([holding(column, value), {}])
    return created[0]?.[column]
  },
  'upsert that inserts': async (_, column, value) => {
    const { id } = await Holder.create({})
    await Holder.where('id', id).delete()
    await Holder.upsert({ id, ...holding(column, value) }, { on: ['id'] })
    return (await Holder.findOrFail(id))[column]
  },
  'upsert that updates': async (_, column, value) => {
    const { id } = await Holder.create({})
    await Holder.upsert({ id, ...holding(column, value) }, { on: ['id'] })
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
const ordered = comparable.filter(column => !['boolean', 'bytes', 'uuid', 'role'].includes(column))

describeEachDatabase('types', (open, { traits }) => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Holder, HolderPeer])
  })

  /** A holder with the value, with a parent and a grandparent of its own. */
  async function create(column: ValueColumn, value: unknown): Promise<Holder> {
    const grandparent = await Holder.create({})
    const parent = await Holder.create({ parentId: grandparent.id })
    return Holder.create({ parentId: parent.id, ...holding(column, value) })
  }

  describe.each(valueColumns)('%s', column => {
    const stored: { value: unknown; holder: Holder }[] = []

    test('create returns the value', async () => {
      for (const value of [...samples[column], null]) {
        const holder = await create(column, value)
        expect(holder[column], shown(value)).toEqual(value)
        stored.push({ value, holder })
      }
    })

    test.each(Object.entries(ways))('%s', async (_, read) => {
      expect(stored).toHaveLength(samples[column].length + 1)
      for (const { value, holder } of stored) {
        expect(await read(holder, column, value), shown(value)).toEqual(value)
      }
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
      if (column !== 'text') {
        const sorted = [...values].sort(compareNumbers)
        expect([lowest, highest]).toEqual([sorted[0], sorted.at(-1)])
      }
      const [row] = await query.select({ low: min(column), high: max(column) }).all()
      expect(row).toEqual({ low: lowest, high: highest })
    })
  })

  test('minus zero stays where the database knows it, and is zero elsewhere', async () => {
    const { id } = await Holder.create({ float: -0, int: -0 })
    const found = await Holder.findOrFail(id)
    expect(found.float).toBe(traits.negativeZero ? -0 : 0)
    expect(found.int).toBe(0)
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
    const beyond = db.sql`update holders set ${sql.id('int')} = 9007199254740993 where id = ${id}`
    await beyond.execute()
    await expect(Holder.find(id)).rejects.toMatchObject({ code: 'INVALID_VALUE' })
    await Holder.where('id', id).delete()
  })
})

function shown(value: unknown): string {
  return inspect(value, { maxStringLength: 60, maxArrayLength: 8 })
}

/** See {@link holding}: the type of a value follows its column only at run time. */
function cast(values: readonly unknown[]): never[] {
  return values as never[]
}

function compareNumbers(left: unknown, right: unknown): number {
  if (typeof left === 'bigint' && typeof right === 'bigint') return left < right ? -1 : 1
  if (typeof left === 'string' && left.includes('-', 1)) return left < String(right) ? -1 : 1
  return Number(left) - Number(right)
}

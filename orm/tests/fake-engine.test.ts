import { afterEach, describe, expect, test } from 'vitest'
import { splitOptions } from '../src/connection/connect-options.js'
import { DatabaseHandle } from '../src/connection/database.js'
import { count, Model, sql, t } from '../src/index.js'
import { QueryBuilder } from '../src/query/build/query-builder.js'
import { PlanCache } from '../src/query/plan/plan-cache.js'
import { Source } from '../src/query/shape/source.js'
import { buildStatement } from '../src/query/statement/statement.js'
import { FakeEngine } from './fake-engine.js'

class User extends Model.table('users', {
  id: t.id(),
  name: t.text(),
  age: t.int().nullable(),
  meta: t.json<{ a: number }>().nullable(),
  at: t.timestamp().nullable()
}) {}

const opened: DatabaseHandle[] = []

function open(engine: FakeEngine): DatabaseHandle {
  const database = new DatabaseHandle(engine, undefined, splitOptions({}).handle)
  opened.push(database)
  return database
}

afterEach(async () => {
  for (const database of opened.splice(0)) await database.close()
})

describe('plans', () => {
  test('a shape is compiled once, whatever the values and how many', async () => {
    const engine = new FakeEngine()
    open(engine)
    for (const list of [[1], [1, 2, 3], []]) {
      await User.where('id', '>', list.length).whereIn('age', list).limit(list.length).all()
      await User.createMany([1, 2, ...list].map(age => ({ name: `n${age}`, age })))
    }
    expect(engine.prepared).toHaveLength(2)
    expect(engine.executed).toHaveLength(6)
  })

  test('null is another shape than a value', async () => {
    const engine = new FakeEngine()
    open(engine)
    await User.where('age', 1).all()
    await User.where('age', null).all()
    expect(engine.prepared.map(query => 'filter' in query && query.filter?.kind)).toEqual([
      'compare',
      'isNull'
    ])
  })

  test('values are never part of what is compiled', async () => {
    const engine = new FakeEngine()
    open(engine)
    const canary = 'canary-7f3a91'
    await User.where('name', canary).where(sql`name <> ${canary}`).limit(77_123).rows()
    await User.where('id', 1).update({ name: canary })
    expect(JSON.stringify(engine.prepared)).not.toMatch(/canary|77123/)
    expect(engine.executed[0]?.params).toEqual([canary, canary, 77_123])
  })

  test('no more plans are kept than allowed, and those that were not used go first', () => {
    const engine = new FakeEngine()
    const plans = new PlanCache(engine, 3)
    const source = new Source('users', undefined, undefined, undefined)
    const nodes = ['a', 'b', 'c', 'd', 'e'].map(name => QueryBuilder.of(source).where(name, 1).node)
    const decoding = { decoder: () => () => {} }
    const query = { kind: 'raw', parts: [] } as const
    const [a, b, c, d, e] = nodes
    for (const node of [a, b, c, d]) {
      if (node) plans.add(source, node, { ...query, parts: [] }, decoding)
    }
    expect(plans.size).toBe(3)
    expect(engine.released).toHaveLength(1)
    if (b) plans.find(b)
    if (e) plans.add(source, e, { ...query, parts: [] }, decoding)
    expect(b && plans.find(b)).toBeDefined()
    expect(c && plans.find(c)).toBeUndefined()
    expect(engine.released).toEqual([0, 2])
  })

  test('an evicted shape is compiled again', async () => {
    const engine = new FakeEngine()
    const database = open(engine)
    for (let at = 0; at < 2_500; at++) await database.table('things').where(`c${at}`, 1).rows()
    await database.table('things').where('c0', 1).rows()
    expect(engine.prepared).toHaveLength(2_501)
    expect(engine.released).toHaveLength(1_501)
    expect(database.plans.size).toBe(1_000)
  })

  test('a program that makes shapes without end does not mix them up', async () => {
    const engine = new FakeEngine()
    const database = open(engine)
    const base = database.table('things').where('kept', 1)
    for (let at = 0; at < 45_000; at++) {
      const query = base.where(`c${at % 23_000}`, 1)
      if (at % 500 === 0) await query.rows()
    }
    await base.where('c5', 1).rows()
    expect(JSON.stringify(engine.executed.at(-1)?.query)).toContain('"c5"')
  })

  test('answers at once and later come out the same', async () => {
    for (const answers of ['at once', 'later'] as const) {
      open(new FakeEngine(answers))
      expect(await User.where('id', 1).all()).toEqual([])
      expect(await User.find(1)).toBeNull()
      expect(await User.where('id', 1).exists()).toBe(false)
      await opened.pop()?.close()
    }
  })
})

describe('shapes', () => {
  /** The same numbers at each run. */
  function numbers(seed: number): (limit: number) => number {
    let state = seed
    return limit => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return Math.floor((state / 2_147_483_648) * limit)
    }
  }

  /** Names that would run into each other if keys were only put together. */
  const names = [
    'a',
    'b',
    'ab',
    'a:b',
    'a,b',
    '1',
    '11',
    '"',
    "'",
    '',
    'where',
    'c1',
    'T1:a',
    '(',
    ')'
  ]
  const operators = ['=', '!=', '<', 'like', 'not like', 'ilike'] as const

  type Build = (query: QueryBuilder) => QueryBuilder

  function randomStep(random: (limit: number) => number, depth: number): Build {
    const name = names[random(names.length)] ?? 'a'
    const other = names[random(names.length)] ?? 'a'
    const operator = operators[random(operators.length)] ?? '='
    const value = random(4) === 0 ? null : `v${random(100)}`
    const inner = depth > 0 ? randomSteps(random, depth - 1, 2) : (query: QueryBuilder) => query
    const steps: Build[] = [
      query => query.where(name, value),
      query => query.orWhere(name, other),
      query => query.where(name, operator, 'x'),
      query => query.whereNot(name, operator, 'x'),
      query =>
        query.whereIn(
          name,
          Array.from({ length: random(4) }, (_, at) => at)
        ),
      query => query.whereBetween(name, 1, 2),
      query => query.whereNotNull(name),
      query => query.whereColumn(name, other),
      query => query.where((group: QueryBuilder) => inner(group)),
      query => query.whereNot((group: QueryBuilder) => inner(group)),
      query => query.whereIn(name, inner(QueryBuilder.of(query.source)).select(other)),
      query => query.whereExists(inner(QueryBuilder.of(query.source))),
      query => query.where(sql`${sql.id(other || 'x')} = ${name} or ${sql.in('a', [1])}`),
      query => query.where(sql`a = ${1}b`),
      query => query.where(sql`a = ${1}${sql`b`}`)
    ]
    return steps[random(steps.length)] ?? (query => query)
  }

  function randomSteps(random: (limit: number) => number, depth: number, most: number): Build {
    const steps = Array.from({ length: random(most + 1) }, () => randomStep(random, depth))
    return query => steps.reduce((so, step) => step(so), query)
  }

  function randomQuery(random: (limit: number) => number): Build {
    const where = randomSteps(random, 2, 4)
    const name = names[random(names.length)] ?? 'a'
    const other = names[random(names.length)] ?? 'a'
    const clauses: Build[] = [
      query => query,
      query => query.orderBy(name, random(2) ? 'asc' : 'desc'),
      query => query.orderBy(name).orderBy(other),
      query => query.limit(random(5)).offset(1),
      query => query.groupBy(name, other).having(count(name), '>', 1),
      query => query.select(name, { [`${other}!`]: other }),
      query => query.select({ [`${name}!`]: count(other), [`${other}?`]: sql`${name}` }),
      query => query.distinct()
    ]
    const clause = clauses[random(clauses.length)] ?? (query => query)
    return query => clause(where(query))
  }

  const rows = { kind: 'rows' } as const

  test('two queries share a plan only if they are the same statement', () => {
    const shared = new Source('things', undefined, undefined, undefined)
    const statements = new Map<unknown, string>()
    for (let seed = 1; seed <= 6_000; seed++) {
      const common = randomQuery(numbers(seed))(QueryBuilder.of(shared)).node.next(rows)
      // A table of its own shares no shape with any other.
      const alone = new Source('things', undefined, undefined, undefined)
      const single = randomQuery(numbers(seed))(QueryBuilder.of(alone)).node.next(rows)
      const statement = JSON.stringify(buildStatement(alone, single))
      const known = statements.get(common)
      if (known !== undefined) expect(statement, `seed ${seed}`).toBe(known)
      statements.set(common, statement)
      expect(JSON.stringify(buildStatement(shared, common)), `seed ${seed}`).toBe(statement)
    }
    expect(statements.size).toBeGreaterThan(1_000)
  })

  test('the number of parameters is that of the values', () => {
    for (let seed = 1; seed <= 2_000; seed++) {
      const source = new Source('things', undefined, undefined, undefined)
      const query = randomQuery(numbers(seed))(QueryBuilder.of(source))
      const statement = JSON.stringify(buildStatement(source, query.node.next(rows)))
      const places = [...statement.matchAll(/"index":(\d+)/g)].map(([, index]) => Number(index))
      const expected = query.params.map((_, at) => at)
      expect(
        places.sort((left, right) => left - right),
        `seed ${seed}`
      ).toEqual(expected)
    }
  })
})

describe('instances', () => {
  test('a rollback takes back what instances know of their rows', async () => {
    const engine = new FakeEngine()
    const database = open(engine)
    engine.affected = 1
    const { construct } = await rowClassOf()
    const user = new construct(undefined, 0, 1, 'Ada', null, '{"a":1}', new Date(0)) as User
    const failed = database.transaction(async () => {
      user.name = 'Eve'
      await user.save()
      throw new Error('undone')
    })
    await expect(failed).rejects.toThrow('undone')
    const before = engine.executed.length
    await user.save()
    expect(engine.executed.slice(before)).toHaveLength(1)
    await user.save()
    expect(engine.executed.slice(before)).toHaveLength(1)
    expect(engine.sql).toEqual(['begin', 'rollback'])
  })

  test('hidden state shows nowhere', async () => {
    open(new FakeEngine())
    const { construct } = await rowClassOf()
    const row = () => new construct(undefined, 0, 1, 'Ada', null, '{"a":1}', new Date(0))
    expect(Object.keys(row())).toEqual(['id', 'name', 'age', 'meta', 'at'])
    expect(Reflect.ownKeys(row())).toEqual(['id', 'name', 'age', 'meta', 'at'])
    expect({ ...row() }).toEqual({ id: 1, name: 'Ada', age: null, meta: { a: 1 }, at: new Date(0) })
    expect(row()).toEqual(row())
    expect(row()).toBeInstanceOf(User)
    expect(row().constructor).toBe(User)
  })

  async function rowClassOf() {
    const { handleOf } = await import('../src/query/model-handle.js')
    return handleOf(User as never).rowClass
  }
})

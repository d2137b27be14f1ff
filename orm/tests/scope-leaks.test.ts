import { count, type Database, prepare, sum } from 'versa-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import {
  Copy,
  Doc,
  fillTenants,
  Label,
  Note,
  Team,
  tenantModels,
  tenants
} from './support/tenants.js'

/** Something that reads, and what it may find: of all rows only those that are there. */
type Path = readonly [name: string, read: () => unknown, expected: unknown]

const titlesOf = (rows: readonly { readonly title: string }[]) => rows.map(({ title }) => title)
const byId = () => Doc.query().orderBy('id')
const seen = ['seen 1', 'seen 2']

async function streamed<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const row of rows) all.push(row)
  return all
}

const terminals: readonly Path[] = [
  ['all', async () => titlesOf(await byId().all()), seen],
  ['static all', async () => titlesOf(await Doc.all()).sort(), seen],
  ['rows', async () => titlesOf(await byId().rows()), seen],
  ['first', async () => (await Doc.orderBy('size', 'desc').orderBy('id').first())?.title, 'seen 1'],
  ['firstOrFail', async () => (await Doc.orderBy('id', 'desc').firstOrFail()).title, 'seen 2'],
  ['sole', async () => (await Doc.where('teamId', 2).sole()).title, 'seen 2'],
  ['find of a query', () => Doc.where('size', '>', 0).find(2), null],
  ['findMany', async () => titlesOf(await Doc.findMany([6, 5, 4, 3, 2, 1])), ['seen 2', 'seen 1']],
  ['pluck', () => byId().pluck('title'), seen],
  ['value', () => Doc.orderBy('size', 'desc').orderBy('id').value('title'), 'seen 1'],
  ['count', () => Doc.count(), 2],
  ['count of a limited query', () => byId().limit(5).count(), 2],
  ['exists', () => Doc.where('size', 10).exists(), false],
  ['sum', () => Doc.sum('size'), 2],
  ['avg', () => Doc.avg('size'), 1],
  ['min', () => Doc.min('size'), 1],
  ['max', () => Doc.max('size'), 1],
  ['paginate', async () => (await byId().paginate({ perPage: 5 })).total, 2],
  ['items of a page', async () => titlesOf((await byId().paginate({ perPage: 5 })).items), seen],
  ['cursorPaginate', async () => titlesOf((await byId().cursorPaginate()).items), seen],
  ['next', async () => (await byId().cursorPaginate({ limit: 2 })).next, null],
  ['chunk', () => byId().chunk(1, () => undefined), 2],
  ['chunkById', () => Doc.query().chunkById(1, () => undefined), 2],
  ['cursor', async () => titlesOf(await streamed(byId().cursor({ batch: 1 }))), seen],
  ['stream', async () => titlesOf(await streamed(byId().stream())), seen],
  ['streamRows', async () => titlesOf(await streamed(byId().streamRows())), seen],
  [
    'groups',
    () =>
      Doc.select('teamId', { docs: count(), size: sum('size') })
        .groupBy('teamId')
        .orderBy('teamId')
        .rows(),
    [
      { teamId: 1, docs: 1, size: 1 },
      { teamId: 2, docs: 1, size: 1 }
    ]
  ],
  ['distinct', () => Doc.select('size').distinct().rows(), [{ size: 1 }]],
  ['or', async () => titlesOf(await byId().where('size', 1).orWhere('size', '>', 1).all()), seen],
  [
    'orWhere first',
    async () => titlesOf(await Doc.query().orWhere('id', '>', 0).all()).sort(),
    seen
  ],
  ['not', async () => titlesOf(await byId().whereNot('size', 7).all()), seen],
  ['in random order', async () => titlesOf(await Doc.query().inRandomOrder().all()).sort(), seen]
]

const relations: readonly Path[] = [
  [
    'with',
    async () =>
      (await Team.with({ docs: true }).all()).flatMap(({ docs }) => titlesOf(docs)).sort(),
    seen
  ],
  [
    'with of one row',
    async () => titlesOf((await Team.with({ docs: true }).orderBy('id').first())?.docs ?? []),
    ['seen 1']
  ],
  [
    'with, limited',
    async () =>
      (
        await Team.with({ docs: q => q.orderBy('id', 'desc').limit(1) })
          .orderBy('id')
          .all()
      ).flatMap(({ docs }) => titlesOf(docs)),
    seen
  ],
  [
    'with, constrained by or',
    async () =>
      (await Team.with({ docs: q => q.where('size', 1).orWhere('size', '>', 1) }).all())
        .flatMap(({ docs }) => titlesOf(docs))
        .sort(),
    seen
  ],
  [
    'with, nested',
    async () => {
      const teams = await Team.with({ docs: { children: { children: true } } })
        .orderBy('id')
        .all()
      return titlesOf(teams[0]?.docs[0]?.children[0]?.children ?? []).sort()
    },
    seen
  ],
  [
    'with, rows',
    async () =>
      (await Team.with({ docs: true }).rows()).flatMap(({ docs }) => titlesOf(docs)).sort(),
    seen
  ],
  [
    'latest of many',
    async () => (await Team.with({ latest: true }).orderBy('id').all()).map(r => r.latest?.title),
    seen
  ],
  [
    'belongsTo',
    async () => (await Copy.with({ doc: true }).orderBy('id').all()).map(({ doc }) => doc?.title),
    ['seen 1', undefined, undefined, 'seen 2', undefined, undefined]
  ],
  [
    'belongsToMany',
    async () => titlesOf((await Label.with({ docs: true }).sole()).docs).sort(),
    seen
  ],
  [
    'hasManyThrough',
    async () => (await Team.with({ copies: true }).orderBy('id').all()).map(r => r.copies.length),
    [1, 1]
  ],
  [
    'morphTo',
    async () =>
      (await Note.with({ subject: true }).orderBy('id').all()).map(({ subject }) =>
        subject !== null && 'title' in subject ? subject.title : undefined
      ),
    ['seen 1', undefined, undefined, 'seen 2', undefined, undefined]
  ],
  [
    'load',
    async () => {
      const team = await Team.findOrFail(1)
      return titlesOf((await team.load({ docs: true })).docs)
    },
    ['seen 1']
  ],
  ['related', async () => (await Team.findOrFail(1)).related('docs').pluck('title'), ['seen 1']],
  ['related belongsTo', async () => (await Copy.findOrFail(2)).related('doc').first(), null],
  ['related belongsToMany', async () => (await Label.findOrFail(1)).related('docs').count(), 2],
  [
    'related hasManyThrough',
    async () => (await Team.findOrFail(1)).related('copies').pluck('place'),
    ['copy of seen 1']
  ],
  ['related morphTo', async () => (await Note.findOrFail(2)).related('subject').first(), null],
  ['has', () => Team.has('docs', '>=', 2).count(), 0],
  ['whereHas', () => Team.whereHas('docs', q => q.where('size', '>', 1)).count(), 0],
  [
    'whereHas by or',
    () => Team.whereHas('docs', q => q.where('size', '>', 1).orWhere('size', 7)).count(),
    0
  ],
  ['whereHas, nested', () => Label.whereHas('docs', q => q.has('children', '>', 2)).count(), 0],
  ['whereHas of a parent', () => Copy.has('doc').count(), 2],
  ['whereHas through', () => Team.has('copies', '>', 1).count(), 0],
  ['whereHas morphTo', () => Note.has('subject').count(), 2],
  ['doesntHave', () => Copy.doesntHave('doc').count(), 4],
  [
    'withCount',
    async () => (await Team.withCount('docs').orderBy('id').all()).map(r => r.docsCount),
    [1, 1]
  ],
  [
    'withCount through',
    async () => (await Team.withCount('copies').orderBy('id').all()).map(r => r.copiesCount),
    [1, 1]
  ],
  [
    'withExists',
    async () =>
      (await Copy.withExists('doc').orderBy('id').all()).map(({ docExists }) => docExists),
    [true, false, false, true, false, false]
  ],
  [
    'withSum',
    async () =>
      (await Team.query().withSum('docs', 'size').orderBy('id').all()).map(r => r.docsSumSize),
    [1, 1]
  ],
  [
    'withMax of a pivot',
    async () => (await Label.query().withMax('docs', 'size').sole()).docsMaxSize,
    1
  ]
]

const within: readonly Path[] = [
  ['whereIn', () => Copy.whereIn('docId', Doc.query().select('id')).count(), 2],
  ['whereNotIn', () => Copy.whereNotIn('docId', Doc.query().select('id')).count(), 4],
  [
    'whereExists',
    () => Copy.whereExists(Doc.query().whereColumn('docs.id', '=', 'copies.docId')).count(),
    2
  ],
  [
    'a query in a query in a query',
    () =>
      Team.whereIn(
        'id',
        Doc.whereIn('id', Copy.whereIn('docId', Doc.query().select('id')).select('docId')).select(
          'teamId'
        )
      ).count(),
    2
  ],
  [
    'a value of rows',
    () =>
      Team.select('id', {
        largest: Doc.query()
          .whereColumn('docs.teamId', 'teams.id')
          .select({ size: sum('size') })
      })
        .orderBy('id')
        .rows(),
    [
      { id: 1, largest: 1 },
      { id: 2, largest: 1 }
    ]
  ],
  [
    'an order',
    () =>
      Team.orderBy(
        Doc.query()
          .whereColumn('docs.teamId', 'teams.id')
          .select({ size: sum('size') }),
        'desc'
      )
        .orderBy('id')
        .pluck('id'),
    [1, 2]
  ],
  [
    'join',
    () => Team.query().join(Doc, 'teams.id', 'docs.teamId').orderBy('docs.id').pluck('docs.title'),
    seen
  ],
  [
    'join by conditions',
    () =>
      Team.query()
        .join(Doc, on => on.whereColumn('teams.id', 'docs.teamId').orWhere('docs.size', '>', 1))
        .orderBy('docs.id')
        .pluck('docs.title'),
    seen
  ],
  [
    'join by another name',
    () => Team.query().join(Doc.as('d'), 'teams.id', 'd.teamId').orderBy('d.id').pluck('d.title'),
    seen
  ],
  [
    'leftJoin keeps the rows without a partner',
    () =>
      Copy.query()
        .leftJoin(Doc, 'copies.docId', 'docs.id')
        .orderBy('copies.id')
        .pluck('docs.title'),
    ['seen 1', null, null, 'seen 2', null, null]
  ],
  [
    'rightJoin',
    () =>
      Copy.query().rightJoin(Doc, 'copies.docId', 'docs.id').orderBy('docs.id').pluck('docs.title'),
    seen
  ],
  [
    'rightJoin of its own table',
    () =>
      Doc.query()
        .rightJoin(Copy, 'docs.id', 'copies.docId')
        .select('title')
        .orderBy('copies.id')
        .pluck('title'),
    ['seen 1', null, null, 'seen 2', null, null]
  ],
  ['crossJoin', () => Label.query().crossJoin(Doc).orderBy('docs.id').pluck('docs.title'), seen],
  [
    'fullJoin',
    async () => {
      const rows = await Copy.query()
        .fullJoin(Doc, 'copies.docId', 'docs.id')
        .select('copies.id', 'docs.title')
        .rows()
      return rows.sort((a, b) => Number(a.id) - Number(b.id)).map(({ title }) => title)
    },
    ['seen 1', null, null, 'seen 2', null, null]
  ],
  [
    'joinSub',
    () =>
      Team.query()
        .joinSub(
          Doc.query()
            .select('teamId', { size: sum('size') })
            .groupBy('teamId'),
          'd',
          'teams.id',
          'd.teamId'
        )
        .pluck('d.size'),
    [1, 1]
  ],
  ['from a query', () => Doc.query().select('size').as('d').query().count(), 2],
  ['from another name', () => Doc.as('d').query().orderBy('id').pluck('title'), seen],
  [
    'from a query in a query',
    () => Team.whereIn('id', Doc.select('teamId').as('d').query().select('teamId')).count(),
    2
  ],
  [
    'a join and a query',
    () =>
      Team.query()
        .join(Doc, 'teams.id', 'docs.teamId')
        .whereIn('docs.id', Doc.query().select('id'))
        .count(),
    2
  ]
]

const prepared = {
  all: prepare((size: number) => Doc.where('size', '>=', size).orderBy('id')),
  first: prepare((id: number) => Doc.where('id', id)),
  within: prepare((id: number) => Copy.whereIn('docId', Doc.where('id', '>', id).select('id'))),
  related: prepare((id: number) => Team.where('id', id).with({ docs: true }))
}

const preparedPaths: readonly Path[] = [
  ['all', async () => titlesOf(await prepared.all.all(0)), seen],
  ['rows', async () => titlesOf(await prepared.all.rows(0)), seen],
  ['first', () => prepared.first.first(2), null],
  ['count', () => prepared.all.count(0), 2],
  ['exists', () => prepared.first.exists(3), false],
  ['stream', async () => titlesOf(await streamed(prepared.all.stream(0))), seen],
  ['a query within', () => prepared.within.count(0), 2],
  ['relations', async () => titlesOf((await prepared.related.firstOrFail(1)).docs), ['seen 1']]
]

describeEachDatabase('what is hidden leaks nowhere', open => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create(tenantModels)
    await tenants.run(1, fillTenants)
  })

  const groups = { terminals, relations, within, prepared: preparedPaths }
  for (const [group, paths] of Object.entries(groups)) {
    describe(group, () => {
      test.each(paths)('%s', async (_, read, expected) => {
        expect(await tenants.run(1, async () => read())).toEqual(expected)
      })
    })
  }

  test('find, alone and with others of its tick', async () => {
    const found = await tenants.run(1, () =>
      Promise.all([1, 2, 3, 4, 5, 6].map(id => Doc.find(id)))
    )
    expect(found.map(doc => doc?.title)).toEqual([
      seen[0],
      undefined,
      undefined,
      seen[1],
      undefined,
      undefined
    ])
    const two = await Promise.all([
      tenants.run(1, () => Doc.find(3)),
      tenants.run(2, () => Doc.find(3)),
      tenants.run(2, () => Doc.where('id', 1).first())
    ])
    expect(two.map(doc => doc?.title)).toEqual([undefined, 'foreign 1', undefined])
  })

  test('updates and deletes meet only what is there', async () => {
    await db
      .transaction(async () => {
        await tenants.run(1, async () => {
          expect(await Doc.query().allRows().update({ size: 1 })).toBe(2)
          expect(await Doc.where('size', 1).orWhere('size', '>', 1).update({ size: 1 })).toBe(2)
          expect(await (await Team.findOrFail(1)).related('docs').update({ size: 1 })).toBe(1)
          expect(await Team.whereHas('docs', q => q.where('size', 10)).update({ name: 'x' })).toBe(
            0
          )
          expect(await Copy.whereIn('docId', Doc.query().select('id')).delete()).toBe(2)
          expect(await Doc.where('id', '>', 0).delete()).toBe(2)
          expect(await Doc.where('id', '>', 0).forceDelete()).toBe(0)
        })
        expect(await db.table('docs').count()).toBe(6)
        expect(await db.table('docs').whereNull('deleted_at').count()).toBe(2)
        throw new Error('undo')
      })
      .catch(error => expect(error).toHaveProperty('message', 'undo'))
  })
})

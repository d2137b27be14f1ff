import { getEventListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { belongsTo, type Database, hasMany, limited, Model, prepare, t } from 'versa-orm'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'
import { createDigits, Digit, endless, endlessly, timed, untilRunning } from './support/slow.js'

class Author extends Model.table('authors', { id: t.id(), name: t.text() }) {
  static books = hasMany(() => Book, 'authorId')
}

class Book extends Model.table('books', {
  id: t.id(),
  authorId: t.int().references('authors').column('author_id'),
  title: t.text({ length: 80 }).unique()
}) {
  static author = belongsTo(() => Author, 'authorId')
}

const soon = 3_000

describeEachDatabase('signals', (open, { traits }) => {
  let db: Database
  let observer: Database
  const statements: string[] = []

  beforeAll(async () => {
    db = await open({ maxConnections: 3, log: ({ sql }) => void statements.push(sql) })
    observer = traits.shared ? await open({ maxConnections: 1 }) : db
    await db.schema.create([Author, Book])
    await createDigits(db)
  })
  beforeEach(async () => {
    await Book.query().allRows().delete()
    await Author.query().allRows().delete()
    await Digit.where('n', '>=', 100).delete()
    statements.length = 0
  })

  /** Aborts what runs in the database, and expects that it is stopped there. */
  async function expectStopped(work: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
    const controller = new AbortController()
    const { signal } = controller
    const reason = new Error('the user left')
    const outcome = expectFailure(() => work(signal), { code: 'CANCELLED', names: /signal/ })
    await untilRunning(observer, traits, 1)
    expect(getEventListeners(signal, 'abort').length).toBeGreaterThan(0)
    controller.abort(reason)
    let error: Error | undefined
    expect(
      await timed(async () => {
        error = await outcome
      })
    ).toBeLessThan(soon)
    expect(error?.cause).toBe(reason)
    await untilRunning(observer, traits, 0)
    expect(getEventListeners(signal, 'abort')).toEqual([])
    // Whatever comes next on these connections is not stopped.
    await Promise.all([Digit.count(), Digit.count(), Digit.count()])
  }

  test('reads', async () => {
    await expectStopped(signal => endless().options({ signal }).count())
    await expectStopped(signal => endless().options({ signal }).select('digits.n').rows())
    await expectStopped(signal => Digit.options({ signal }).where(endlessly).all())
    await expectStopped(signal => Digit.options({ signal }).where(endlessly).exists())
    await expectStopped(signal => Digit.where('n', 1).where(endlessly).options({ signal }).first())
    await expectStopped(signal => Digit.where(endlessly).options({ signal }).max('n'))
    await expectStopped(signal => Digit.where(endlessly).options({ signal }).paginate())
  })

  test('statements of the user', async () => {
    const slow = (signal: AbortSignal) =>
      db.sql`select n from digits where ${endlessly}`.options({ signal })
    await expectStopped(signal => slow(signal).rows())
    await expectStopped(signal => slow(signal).first())
    await expectStopped(signal => slow(signal).execute())
    if (traits.product === 'MariaDB') {
      // The server ends this one as if nothing had happened.
      await expectStopped(signal => db.sql`select sleep(20)`.options({ signal }).rows())
    }
  })

  test('writes, which leave nothing behind', async () => {
    await Digit.create({ n: 100 })
    await expectStopped(signal =>
      Digit.where('n', 100).where(endlessly).options({ signal }).update({ n: 101 })
    )
    await expectStopped(signal => Digit.where(endlessly).options({ signal }).delete())
    await expectStopped(signal =>
      db.sql`insert into digits select n + 1000 from digits where ${endlessly}`
        .options({ signal })
        .execute()
    )
    expect(await Digit.where('n', 100).delete()).toBe(1)
    expect(await Digit.count()).toBe(100)
  })

  test('streams', async () => {
    await expectStopped(async signal => {
      for await (const _ of Digit.where(endlessly).options({ signal }).stream());
    })
  })

  test('a stream that is being read', async () => {
    const controller = new AbortController()
    const rows = Digit.query().crossJoin(Digit.as('b')).crossJoin(Digit.as('c'))
    let read = 0
    await expectFailure(
      async () => {
        const query = rows.select('digits.n').options({ signal: controller.signal })
        for await (const _ of query.stream()) if (++read === 10) controller.abort()
      },
      { code: 'CANCELLED' }
    )
    // Those of the part that was read already; no further one.
    expect(read).toBeLessThan(100_000)
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
    await untilRunning(observer, traits, 0)
    expect(await Digit.count()).toBe(100)
  })

  test('prepared queries', async () => {
    const controller = new AbortController()
    const { signal } = controller
    const slow = prepare((n: number) => Digit.where('n', n).where(endlessly).options({ signal }))
    await expectStopped(inner => {
      inner.addEventListener('abort', () => controller.abort(inner.reason), { once: true })
      return slow.all(1)
    })
  })

  test('each statement of an eager load', async () => {
    const ada = await Author.create({ name: 'Ada' })
    await Book.create({ authorId: ada.id, title: 'a' })
    for (const one of [true, false]) {
      await expectStopped(signal => {
        const query = Author.with({ books: books => books.where(endlessly) }).options({ signal })
        return one ? query.first() : query.all()
      })
    }
    await expectStopped(signal => ada.load({ books: books => books.where(endlessly) }, { signal }))
    await expectStopped(signal => ada.related('books').where(endlessly).options({ signal }).all())
  })

  test('all that a function does', async () => {
    const ada = await Author.create({ name: 'Ada' })
    await expectStopped(signal =>
      limited({ signal }, async () => {
        await Author.findOrFail(ada.id)
        await Digit.where(endlessly).count()
      })
    )
  })

  test('what waits for a connection', async () => {
    const controller = new AbortController()
    const { signal } = controller
    let end = () => {}
    const ended = new Promise<void>(resolve => {
      end = resolve
    })
    const held = Array.from({ length: 3 }, () => db.transaction(() => ended))
    await sleep(50)
    const waiting = [
      expectFailure(() => db.transaction(async () => {}, { signal }), { code: 'CANCELLED' }),
      expectFailure(() => Author.create({ name: 'x' }, { signal }), { code: 'CANCELLED' })
    ]
    await sleep(20)
    controller.abort()
    await Promise.all(waiting)
    end()
    await Promise.all(held)
    expect(await Author.count()).toBe(0)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  test('nothing is sent for a signal that is aborted', async () => {
    const signal = AbortSignal.abort('before')
    const ada = await Author.create({ name: 'Ada' })
    const expected = { code: 'CANCELLED' } as const
    statements.length = 0
    const calls: readonly (() => unknown)[] = [
      () => Author.find(ada.id, { signal }),
      () => Author.findOrFail(ada.id, { signal }),
      () => Author.create({ name: 'x' }, { signal }),
      () => Author.createMany([{ name: 'x' }, { name: 'y' }], { signal }),
      () => Book.upsert({ authorId: ada.id, title: 'a' }, { on: ['title'], signal }),
      () => ada.update({ name: 'y' }, { signal }),
      () => ada.delete({ signal }),
      () => ada.load({ books: true }, { signal }),
      () => ada.related('books').options({ signal }).create({ title: 'b' }),
      () => Author.options({ signal }).all(),
      () => Author.where('name', 'Ada').options({ signal }).update({ name: 'z' }),
      () => Author.options({ signal }).stream().next(),
      () => db.table('authors').options({ signal }).insert({ name: 'x' }),
      () => db.sql`delete from authors`.options({ signal }).execute(),
      () => db.transaction(() => Author.create({ name: 'x' }), { signal }),
      () => db.begin({ signal }),
      () => limited({ signal }, () => db.schema.create([Author]))
    ]
    for (const call of calls) {
      const error = await expectFailure(call, expected)
      expect(error.cause).toBe('before')
    }
    expect(await Author.pluck('name')).toEqual(['Ada'])
    expect(await Book.count()).toBe(0)
  })

  test('a merged look-up is not cancelled for others', async () => {
    const authors = await Author.createMany(Array.from({ length: 8 }, (_, n) => ({ name: `${n}` })))
    const controller = new AbortController()
    const looked = authors.map(({ id }, at) =>
      at % 2 === 0 ? Author.find(id) : Author.find(id, { signal: controller.signal })
    )
    controller.abort()
    const found = await Promise.allSettled(looked)
    found.forEach((outcome, at) => {
      if (at % 2 === 0) expect(outcome).toMatchObject({ value: { name: `${at}` } })
      else if (outcome.status === 'rejected') expect(outcome.reason.code).toBe('CANCELLED')
    })
  })

  test('options that make no sense are refused', async () => {
    const refused = [
      { signal: {} },
      { signal: 'x' },
      { timeoutMs: -1 },
      { timeoutMs: 1.5 },
      { sginal: 1 }
    ]
    for (const options of refused as never[]) {
      const expected = { code: 'INVALID_QUERY', names: /signal|timeoutMs/ } as const
      await expectFailure(() => Author.options(options), expected)
      await expectFailure(() => Author.find(1, options), expected)
      await expectFailure(() => Author.create({ name: 'x' }, options), expected)
      await expectFailure(() => db.sql`select 1`.options(options), expected)
      await expectFailure(() => limited(options, () => {}), expected)
    }
  })
})

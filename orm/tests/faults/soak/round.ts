import { setTimeout as sleep } from 'node:timers/promises'
import { type Database, hasMany, Model, t, VersaError } from 'versa-orm'
import type { Seeded } from '../support/seeded.js'
import { type Bank, mustBeExpected } from './bank.js'
import type { Scene } from './scene.js'

class Author extends Model.table('authors', { id: t.id(), name: t.text() }) {
  static books = hasMany(() => Book, 'authorId')
}

class Book extends Model.table('books', { id: t.id(), authorId: t.int(), title: t.text() }) {}

const authors = 40
const booksEach = 25
const title = 'x'.repeat(300)

/** How often what is done; the rest is transfers. */
type Job = (db: Database, bank: Bank, seeded: Seeded, scene: Scene) => Promise<unknown>

const jobs: readonly [Job, ...Job[]] = [
  (db, bank, seeded) => bank.transfer(db, seeded),
  (db, bank, seeded) => bank.transfer(db, seeded),
  (db, bank) => bank.write(db),
  async db => {
    const found = await Author.using(db).query().with({ books: true }).all()
    const complete = found.every(({ books }) => books.length === booksEach)
    if (found.length !== authors || !complete) throw new Error('an eager load is not complete')
  },
  async (db, _, seeded) => {
    const wanted = Array.from({ length: 20 }, () => 1 + seeded.below(authors))
    const found = await Promise.all(wanted.map(id => Author.using(db).find(id)))
    if (found.some((author, at) => author?.id !== wanted[at])) throw new Error('not who was asked')
  },
  async (db, _, seeded) => {
    let left = seeded.below(authors * booksEach)
    for await (const book of Book.using(db).query().stream()) {
      if (book.title !== title) throw new Error('a row of a stream is not what was written')
      left -= 1
      if (left < 0) break
    }
  },
  db => mustFail('UNKNOWN_TABLE', db.sql`select 1 from nowhere`.rows()),
  db => mustFail('UNIQUE_VIOLATION', Author.using(db).create({ id: 1, name: 'taken' })),
  db =>
    db.transaction(async () => {
      await Author.using(db).where('id', 1).update({ name: 'never seen' })
      const undone = db.transaction(async () => {
        throw new VersaError('TIMEOUT', 'a savepoint that is taken back')
      })
      await undone.catch(mustBeExpected)
      throw new VersaError('TIMEOUT', 'a transaction that is taken back')
    }),
  async (_db, _bank, _seeded, scene) => {
    await using own = await scene.connect({ maxConnections: 2 })
    await Promise.all([Author.using(own).query().count(), Book.using(own).query().count()])
  }
]

/** What one round did. */
export interface Done {
  readonly jobs: number
  /** How many of them ended with an error that faults may cause. */
  readonly failures: number
}

/** Makes what the jobs read. */
export async function prepareJobs(db: Database): Promise<void> {
  await db.schema.create([Author, Book])
  const names = Array.from({ length: authors }, (_, at) => ({ name: `author ${at}` }))
  const made = await Author.using(db).createMany(names)
  const books = made.flatMap(({ id }) =>
    Array.from({ length: booksEach }, () => ({ authorId: id, title }))
  )
  await Book.using(db).createMany(books)
}

/** How a round is. */
export interface RoundOptions {
  readonly ms: number
  readonly workers: number
  /** Whether the server dies in the middle of it. */
  readonly crashes: boolean
}

/** Works for a while with faults, then looks whether all is as it was told. */
export async function runRound(
  scene: Scene,
  db: Database,
  bank: Bank,
  seeded: Seeded,
  { ms, workers, crashes }: RoundOptions
): Promise<Done> {
  const until = Date.now() + ms
  const done = { jobs: 0, failures: 0 }
  const work = async (own: Seeded): Promise<void> => {
    while (Date.now() < until) {
      try {
        await own.pick(jobs)(db, bank, own, scene)
      } catch (error) {
        mustBeExpected(error)
        done.failures += 1
        // Who is refused at once would only ask again and again.
        await sleep(1)
      }
      done.jobs += 1
    }
  }
  const disturb = async (own: Seeded): Promise<void> => {
    let crashed = !crashes
    while (Date.now() < until) {
      await sleep(5 + own.below(60))
      if (!crashed && Date.now() > until - ms / 2) {
        crashed = true
        await scene.crash()
      }
      await scene.disturb(own).catch(mustBeExpected)
    }
  }
  const all = Array.from({ length: workers }, () => work(seeded.fork()))
  await Promise.all([...all, disturb(seeded.fork())])
  await scene.settle()
  await bank.audit()
  const names = await Author.using(scene.sure).where('name', 'never seen').count()
  if (names > 0) throw new Error('what a transaction took back is there')
  return done
}

/** A failure that is meant; those that faults cause may come before it. */
async function mustFail(code: VersaError['code'], work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (error instanceof VersaError && error.code === code) return
    throw error
  }
  throw new Error(`there is no ${code}`)
}

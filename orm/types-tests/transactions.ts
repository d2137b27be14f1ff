import {
  type Connection,
  connect,
  connection,
  type Database,
  type DatabaseWarning,
  type Instance,
  limited,
  type ManualTransaction,
  type Transaction
} from 'versa-orm'
import { expectType, User } from './support.js'

/** What compiles; never run. */
export async function transactions(db: Database): Promise<void> {
  const made = await db.transaction(
    async tx => {
      expectType<Transaction>()(tx)
      tx.afterCommit(() => 1)
      tx.afterRollback(async () => {})
      expectType<string>()(await tx.savepoint())
      await tx.rollbackTo('a')
      await tx.release('a')
      await tx.transaction(async nested => expectType<Transaction>()(nested))
      expectType<number>()((await User.using(tx).findOrFail(1)).id)
      return User.create({ email: 'a', name: 'b' })
    },
    { isolation: 'serializable', readOnly: false, retries: 3, timeoutMs: 5, propagate: false }
  )
  expectType<string>()(made.initials)
  expectType<number>()(db.outside(() => 1))
  expectType<Promise<string>>()(db.session(async () => 'x'))
  expectType<Promise<void>>()(db.afterCommit(() => {}))

  // @ts-expect-error A transaction is no database: it cannot be closed.
  await db.transaction(async tx => tx.close())
  // @ts-expect-error The one of a function is ended by its function.
  await db.transaction(async tx => tx.commit())
  // @ts-expect-error There is no such level.
  await db.transaction(async () => {}, { isolation: 'chaos' })
  // @ts-expect-error There is no such option.
  await db.transaction(async () => {}, { retry: 3 })
}

/** What compiles; never run. */
export async function limits(db: Database, signal: AbortSignal): Promise<void> {
  expectType<Instance<typeof User> | null>()(await User.find(1, { signal, timeoutMs: 5 }))
  const user = await User.create({ email: 'a', name: 'b' }, { signal })
  await user.update({ name: 'c' }, { signal })
  await user.save({ timeoutMs: 5 })
  await User.upsert({ email: 'a', name: 'b' }, { on: ['email'], signal })
  expectType<number>()(await User.options({ signal }).where('id', 1).count())
  await db.sql`select 1`.options({ signal, timeoutMs: 5, worker: true }).rows()
  expectType<Promise<number>>()(limited({ signal }, async () => 1))
  await db.transaction(async () => {}, { signal })
  await db.close({ timeoutMs: 5, cancel: true })

  // @ts-expect-error A signal is no controller.
  await User.find(1, { signal: new AbortController() })
  // @ts-expect-error There is no such option.
  User.options({ timeout: 5 })
  // @ts-expect-error There is no such option.
  await db.close({ force: true })
}

/** What compiles; never run. */
export async function byHand(db: Database): Promise<void> {
  await using tx = await db.begin({ readOnly: true, timeoutMs: 5 })
  expectType<ManualTransaction>()(tx)
  const scope: Connection = tx
  expectType<typeof User>()(User.using(scope))
  await User.using(tx).where('id', 1).update({ name: 'x' })
  await tx.commit()
  await tx.rollback()
  // @ts-expect-error What is ended by hand is not repeated.
  await db.begin({ retries: 3 })
  // @ts-expect-error Any object is no place for a model.
  User.using({ table: 1 })
}

/** What compiles; never run. */
export async function places(): Promise<void> {
  const warn = ({ code, openedAt }: DatabaseWarning) => {
    expectType<string | undefined>()(openedAt)
    expectType<DatabaseWarning['code']>()(code)
  }
  const replicas = ['sqlite:a.db'] as const
  const options = {
    name: 'a',
    replicas,
    stickyMs: 1,
    replicaRetryMs: 1,
    longTransactionMs: 1,
    warn
  }
  expectType<Database>()(await connect('sqlite:a.db', options))
  expectType<Database>()(connection('a'))
  expectType<typeof User>()(User.using('a'))
  const users = await User.where('id', 1).usePrimary().with({ posts: true }).all()
  expectType<string | undefined>()(users[0]?.posts[0]?.title)
  expectType<number>()(await User.usePrimary().count())
  // @ts-expect-error Replicas are a list.
  await connect('sqlite:a.db', { replicas: 'sqlite:b.db' })
}

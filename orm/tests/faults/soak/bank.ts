import { type Database, Model, t, VersaError } from 'versa-orm'
import type { Seeded } from '../support/seeded.js'

class Account extends Model.table('accounts', { id: t.int().primary(), balance: t.int() }) {}

/** Without a unique key on the token: a transfer that was done twice has to be seen. */
class Transfer extends Model.table('transfers', {
  id: t.id(),
  token: t.text(),
  source: t.int(),
  target: t.int(),
  amount: t.int()
}) {}

/** A write outside of transactions. */
class Note extends Model.table('notes', { id: t.id(), token: t.text() }) {}

const accounts = 20
const initial = 1_000

/** What faults may make of a write. All but a lost connection mean that it was not done. */
const expected: readonly VersaError['code'][] = [
  'CONNECTION_LOST',
  'CONNECTION_FAILED',
  'TIMEOUT',
  'LOCK_TIMEOUT',
  'DEADLOCK',
  'SERIALIZATION_FAILURE'
]

/** Throws what is no error that faults may cause. */
export function mustBeExpected(error: unknown): VersaError {
  if (error instanceof VersaError && expected.includes(error.code)) return error
  throw error
}

type Fate = 'done' | 'not done' | 'unknown'

/**
 * Money that is moved between accounts while things break. Whatever happens, the sum is the same,
 * what was acknowledged is there, and nothing is there twice.
 */
export class Bank {
  readonly #transfers = new Map<string, Fate>()
  readonly #notes = new Map<string, Fate>()
  #tokens = 0
  readonly counts: Record<Fate, number> = { done: 0, 'not done': 0, unknown: 0 }

  /** `sure` reaches the database without faults. */
  constructor(private readonly sure: Database) {}

  /** Makes the tables. */
  async found(): Promise<void> {
    await this.sure.schema.createIfMissing([Account, Transfer, Note])
    const balances = Array.from({ length: accounts }, (_, id) => ({ id, balance: initial }))
    await Account.using(this.sure).createMany(balances)
  }

  /** Moves money in a transaction. */
  async transfer(db: Database, seeded: Seeded): Promise<void> {
    const token = this.#token()
    const source = seeded.below(accounts)
    const target = (source + 1 + seeded.below(accounts - 1)) % accounts
    const amount = 1 + seeded.below(50)
    let commits = false
    const fate = await this.#fateOf(
      db.transaction(async tx => {
        await Transfer.using(db).create({ token, source, target, amount })
        await tx.sql`
          update accounts set balance = balance - ${amount} where id = ${source}`.execute()
        await tx.sql`
          update accounts set balance = balance + ${amount} where id = ${target}`.execute()
        commits = true
      })
    )
    // Without a commit there is nothing to be in doubt about.
    this.#note(this.#transfers, token, fate === 'unknown' && !commits ? 'not done' : fate)
  }

  /** Writes a row on its own. */
  async write(db: Database): Promise<void> {
    const token = this.#token()
    this.#note(this.#notes, token, await this.#fateOf(Note.using(db).create({ token })))
  }

  /** Compares what was told with what is there, and begins anew. @throws Error what is wrong. */
  async audit(): Promise<void> {
    const balances = await Account.using(this.sure).query().all()
    const transfers = await Transfer.using(this.sure).query().all()
    const notes = await Note.using(this.sure).query().all()
    const sum = balances.reduce((total, { balance }) => total + balance, 0)
    if (sum !== accounts * initial) throw new Error(`the sum is ${sum}, not ${accounts * initial}`)
    for (const { id, balance } of balances) {
      const moved = transfers.reduce(
        (total, { source, target, amount }) =>
          total + (target === id ? amount : 0) - (source === id ? amount : 0),
        initial
      )
      if (moved !== balance) throw new Error(`account ${id} has ${balance}, its transfers ${moved}`)
    }
    compare('transfer', this.#transfers, transfers)
    compare('note', this.#notes, notes)
    await Transfer.using(this.sure).query().allRows().delete()
    await Note.using(this.sure).query().allRows().delete()
    await Account.using(this.sure).query().allRows().update({ balance: initial })
    this.#transfers.clear()
    this.#notes.clear()
  }

  async #fateOf(write: Promise<unknown>): Promise<Fate> {
    try {
      await write
      return 'done'
    } catch (error) {
      return mustBeExpected(error).code === 'CONNECTION_LOST' ? 'unknown' : 'not done'
    }
  }

  #note(fates: Map<string, Fate>, token: string, fate: Fate): void {
    fates.set(token, fate)
    this.counts[fate] += 1
  }

  #token(): string {
    this.#tokens += 1
    return `token ${this.#tokens}`
  }
}

function compare(
  what: string,
  fates: ReadonlyMap<string, Fate>,
  rows: readonly { readonly token: string }[]
): void {
  const times = new Map<string, number>()
  for (const { token } of rows) times.set(token, (times.get(token) ?? 0) + 1)
  for (const [token, count] of times) {
    if (count > 1) throw new Error(`${what} "${token}" was done ${count} times`)
    const fate = fates.get(token)
    if (fate === undefined) throw new Error(`nobody asked for ${what} "${token}"`)
    if (fate === 'not done') throw new Error(`${what} "${token}" was done, but refused`)
  }
  for (const [token, fate] of fates) {
    if (fate === 'done' && !times.has(token)) {
      throw new Error(`${what} "${token}" was acknowledged and is lost`)
    }
  }
}

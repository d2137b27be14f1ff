import type { Database } from 'versa-orm'
import { Language } from '../models/language.js'

/** A language that no country of the atlas has. */
const code = 'vol'

/** What was said, and the name of the language at that time. */
export interface Event {
  readonly when: string
  readonly name: string | null
}

/** Thrown to take a transaction back, or a part of one. */
class ChangeOfMind extends Error {}

/**
 * Hooks come when a transaction is over and nothing can go wrong any more: that is when a mail is
 * sent or a cache is emptied. Those of a part that was taken back never hear of a commit.
 *
 * @param db The open database.
 * @returns What the hooks and the transaction said, in this order, and what they found.
 */
export async function hooksOfTransactions(db: Database): Promise<Event[]> {
  const events: Event[] = []
  const say = async (when: string) => {
    const language = await Language.find(code)
    events.push({ when, name: language?.name ?? null })
  }
  await db.transaction(async tx => {
    tx.afterCommit(() => say('after the commit'))
    await Language.create({ code, name: 'Volapük' })
    await takenBack(() =>
      db.transaction(async part => {
        part.afterCommit(() => say('never'))
        part.afterRollback(() => say('after the part was taken back'))
        await Language.where('code', code).update({ name: 'Weltsprache' })
        await say('in a part')
        throw new ChangeOfMind()
      })
    )
    await say('in the transaction')
  })
  await Language.where('code', code).delete()
  return events
}

async function takenBack(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof ChangeOfMind)) throw error
  }
}

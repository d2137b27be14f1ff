import { noteOf } from '../data/shop.js'
import type { Workload } from './workload.js'

// Slugs are unique: each run of a process has numbers of its own.
let made = 0
const fresh = (round: number) => noteOf(`note-${made++}`, round % 1_000)

/** The workloads that write notes. What they add is removed between the rounds. */
export const writing: readonly Workload[] = [
  {
    name: 'insert one',
    needs: 'insertNote',
    compare: 'notes',
    run: (session, round) => session.insertNote?.(fresh(round))
  },
  {
    name: 'insert 1,000 in one call',
    needs: 'insertNotes',
    compare: 'notes',
    heavy: true,
    run: (session, round) =>
      session.insertNotes?.(Array.from({ length: 1_000 }, () => fresh(round)))
  },
  {
    name: 'update one',
    needs: 'updateNote',
    compare: 'notes',
    run: (session, round) => session.updateNote?.(1 + (round % 1_000), round % 500)
  },
  {
    name: 'upsert 1,000',
    needs: 'upsertNotes',
    compare: 'notes',
    heavy: true,
    thorough: true,
    run: (session, round) =>
      session.upsertNotes?.(
        Array.from({ length: 1_000 }, (_, at) =>
          at % 2 === 0 ? fresh(round) : noteOf(`kept-${at}`, (round + at) % 900)
        )
      )
  },
  {
    name: 'transaction of 5 statements',
    needs: 'transaction',
    compare: 'notes',
    run: (session, round) => session.transaction?.(fresh(round))
  }
]

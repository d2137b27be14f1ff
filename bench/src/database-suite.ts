import { fill } from './databases/fill.js'
import { notesOf } from './databases/notes.js'
import { makePlace } from './databases/place.js'
import { type Share, SqliteFiles } from './databases/sqlite-files.js'
import { type Contender, type Effort, measure } from './measure.js'
import type { DatabaseName, Peer, Target } from './peer.js'
import type { Failure, Result } from './result.js'
import { building, reading } from './workloads/reading.js'
import type { Workload } from './workloads/workload.js'
import { writing } from './workloads/writing.js'

/** What of a suite is run, and how long. */
export interface Choice {
  readonly effort: Effort
  readonly quick: boolean
  /** Only workloads and contenders whose names contain these. */
  readonly workload: string | undefined
  readonly contender: string | undefined
  readonly progress: (text: string) => void
}

/** Measured again at the end: caches, heaps and pools are full then. */
const late = ['point read', 'insert one', 'update one']

/** All workloads on one database, every contender in the same process. */
export async function runDatabase(
  database: DatabaseName,
  peers: readonly Peer[],
  choice: Choice
): Promise<{ readonly results: Result[]; readonly failures: Failure[] }> {
  const results: Result[] = []
  const failures: Failure[] = []
  const place = await makePlace(database)
  const contenders: Contender[] = []
  try {
    await fill(place.target.url, table => choice.progress(`${database}: ${table}`))
    const shares = await sharesOf(place.target)
    try {
      for (const peer of peers.filter(other => other.databases.includes(database))) {
        if (choice.contender !== undefined && !peer.name.includes(choice.contender)) {
          if (peer.kind !== 'driver') continue
        }
        try {
          const { target, notes } = await shares.shareOf(peer)
          contenders.push({ peer, notes, session: await peer.open(target) })
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error)
          const message = `cannot be opened: ${reason}`
          failures.push({ database, workload: 'all', contender: peer.name, message })
        }
      }
      for (const workload of chosenWorkloads(choice)) {
        choice.progress(`${database}: ${workload.name}`)
        const measured = await measure(database, workload, contenders, choice.effort)
        results.push(...measured.results)
        failures.push(...measured.failures)
      }
    } finally {
      for (const { session } of contenders) await session.close()
      await shares.close()
    }
  } finally {
    await place.remove()
  }
  return { results, failures }
}

/** Where contenders find their data: on a server all the same, on SQLite a file per library. */
async function sharesOf(
  target: Target
): Promise<{ shareOf(peer: Peer): Promise<Share>; close(): Promise<void> }> {
  if (target.database === 'SQLite') return new SqliteFiles(target)
  const notes = await notesOf(target.url)
  return { shareOf: async () => ({ target, notes }), close: () => notes.close() }
}

function chosenWorkloads({ quick, workload }: Choice): Workload[] {
  const all = [...reading, ...building, ...writing].filter(one => !(quick && one.thorough === true))
  const again = all
    .filter(({ name }) => late.includes(name))
    .map(one => ({ ...one, name: `${one.name} (late)` }))
  return [...all, ...again].filter(({ name }) => workload === undefined || name.includes(workload))
}

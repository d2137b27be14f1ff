import type { Notes } from './databases/notes.js'
import type { Peer, Session } from './peer.js'
import type { Failure, Result } from './result.js'
import { resultsOf } from './results-of.js'
import { isSameData } from './same-data.js'
import type { Workload } from './workloads/workload.js'

/** A contender that is connected. */
export interface Contender {
  readonly peer: Peer
  readonly session: Session
  /** The notes of its database. */
  readonly notes: Notes
}

/** How long is measured. */
export interface Effort {
  /** How many rounds; in each, every contender is measured once. */
  readonly rounds: number
  /** How long a contender runs per round, in milliseconds. */
  readonly roundMs: number
}

/** A contender with what was measured of it. */
interface Run {
  readonly contender: Contender
  readonly times: number[]
  repeats: number
  round: number
  failed: boolean
}

/** Measures a workload: contenders in turn within each round, so that noise hits all of them. */
export async function measure(
  database: string,
  workload: Workload,
  contenders: readonly Contender[],
  effort: Effort
): Promise<{ readonly results: Result[]; readonly failures: Failure[] }> {
  const failures: Failure[] = []
  const able = contenders.filter(({ session }) => session[workload.needs] !== undefined)
  const runs: Run[] = []
  let expected: unknown
  for (const [at, contender] of able.entries()) {
    try {
      const data = await dataOf(workload, contender)
      if (at === 0) expected = data
      else if (workload.compare !== 'nothing' && !isSameData(data, expected)) {
        throw new Error(`returns other data than ${able[0]?.peer.name}`)
      }
      runs.push({
        contender,
        times: [],
        repeats: await repeatsFor(workload, contender, effort),
        round: 100,
        failed: false
      })
    } catch (error) {
      failures.push(failureOf(database, workload, contender, error))
    }
    await cleanUp(workload, contender)
  }
  for (let round = 0; round < effort.rounds; round++) {
    // Whoever comes first pays for the garbage of whoever was last: they take turns.
    for (let turn = 0; turn < runs.length; turn++) {
      const run = runs[(round + turn) % runs.length]
      if (run === undefined || run.failed) continue
      try {
        run.times.push((await timeOf(workload, run, run.repeats)) / run.repeats)
      } catch (error) {
        run.failed = true
        failures.push(failureOf(database, workload, run.contender, error))
      }
      await cleanUp(workload, run.contender)
    }
  }
  const whole = runs.filter(({ failed }) => !failed)
  const measured = whole.map(({ contender, times }) => ({ peer: contender.peer, times }))
  return { results: resultsOf(database, workload.name, measured), failures }
}

function failureOf(
  database: string,
  workload: Workload,
  { peer }: Contender,
  error: unknown
): Failure {
  const message = error instanceof Error ? error.message : String(error)
  return { database, workload: workload.name, contender: peer.name, message }
}

async function dataOf(workload: Workload, { session, notes }: Contender): Promise<unknown> {
  if (workload.compare === 'notes') await notes.restore()
  const result = await workload.run(session, 7)
  return workload.compare === 'notes' ? notes.content() : result
}

async function cleanUp(workload: Workload, { notes }: Contender): Promise<void> {
  if (workload.compare === 'notes') await notes.removeAdded()
}

async function repeatsFor(
  workload: Workload,
  contender: Contender,
  { roundMs }: Effort
): Promise<number> {
  const run: Run = { contender, times: [], repeats: 1, round: 8, failed: false }
  await timeOf(workload, run, workload.heavy === true ? 2 : 30)
  const trial = workload.heavy === true ? 2 : 10
  const once = Math.max((await timeOf(workload, run, trial)) / trial, 0.000_5)
  return Math.max(1, Math.min(20_000, Math.round(roundMs / once)))
}

async function timeOf(workload: Workload, run: Run, count: number): Promise<number> {
  const { session } = run.contender
  const start = performance.now()
  for (let at = 0; at < count; at++) {
    const result = workload.run(session, run.round++)
    // Awaiting what is no promise would cost the synchronous drivers a turn they do not need.
    if (isThenable(result)) await result
  }
  return performance.now() - start
}

/** Some libraries' promises are none of JavaScript's own. */
function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value
}

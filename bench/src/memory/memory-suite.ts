import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Choice } from '../database-suite.js'
import { fill } from '../databases/fill.js'
import { makePlace } from '../databases/place.js'
import type { DatabaseName, Peer, Target } from '../peer.js'
import type { Failure, Result } from '../result.js'
import { resultsOf } from '../results-of.js'
import { median } from '../statistics.js'

const workload = 'memory of 100,000 rows'
const rowCount = 100_000
const program = fileURLToPath(new URL('./holder.ts', import.meta.url))

interface Held {
  readonly count: number
  readonly held: number
  readonly resident: number
}

/** How much memory 100,000 rows take while they are held; each time a new process. */
export async function runMemory(
  database: DatabaseName,
  peers: readonly Peer[],
  { quick, contender, progress }: Choice
): Promise<{ readonly results: Result[]; readonly failures: Failure[] }> {
  const failures: Failure[] = []
  const measured: { readonly peer: Peer; readonly all: Held[] }[] = []
  const place = await makePlace(database)
  try {
    await fill(place.target.url, table => progress(`${database}, memory: ${table}`))
    for (const peer of peers) {
      if (!peer.databases.includes(database)) continue
      if (contender !== undefined && peer.kind !== 'driver' && !peer.name.includes(contender)) {
        continue
      }
      progress(`${database}, memory: ${peer.name}`)
      try {
        const all: Held[] = []
        for (let round = 0; round < (quick ? 1 : 3); round++)
          all.push(await hold(peer, place.target))
        if (all[0]?.count === rowCount) measured.push({ peer, all })
        else if (all[0]?.count !== 0) throw new Error(`holds ${all[0]?.count} rows`)
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        failures.push({ database, workload, contender: peer.name, message })
      }
    }
  } finally {
    await place.remove()
  }
  const ranked = measured.map(({ peer, all }) => ({ peer, times: all.map(({ held }) => held) }))
  const results = resultsOf(database, workload, ranked).map((result, at) => {
    const all = measured[at]?.all ?? []
    const bytes = {
      held: median(all.map(({ held }) => held)),
      resident: median(all.map(({ resident }) => resident))
    }
    return { ...result, median_us: null, bytes }
  })
  return { results, failures }
}

async function hold({ name }: Peer, target: Target): Promise<Held> {
  const child = fork(program, [name, JSON.stringify(target), String(rowCount)], {
    execArgv: ['--expose-gc', '--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc']
  })
  const gone = once(child, 'exit')
  const held = once(child, 'message') as Promise<[Held]>
  const [first] = await Promise.race([
    held,
    gone.then(() => {
      throw new Error('the process ended without an answer')
    })
  ])
  await gone.catch(() => {})
  return first
}
